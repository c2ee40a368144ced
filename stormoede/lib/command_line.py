"""A command by its name. What it does stands in the list of commands, and its own ``--help`` begins with it too."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def named(among: "_SubParsersAction[argparse.ArgumentParser]", name: str, about: str) -> argparse.ArgumentParser:
    """The command ``name`` added to those ``among``; ``about`` is a sentence without its capital and its full stop."""
    return among.add_parser(name, help=about, description=f"{about[:1].upper()}{about[1:]}.")
