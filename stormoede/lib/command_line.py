"""The frame of a command: what it does stands in the list of commands and begins its own ``--help``, in the operator's language.

A parser holds the texts as the code has them, so that the reference can be made of it; they are translated when they are shown.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from stormoede.lib.wording import noted as _
from stormoede.lib.wording import sentence, spoken

if TYPE_CHECKING:
    from argparse import _SubParsersAction


class Help(argparse.HelpFormatter):
    """Help in the operator's language."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, spoken("usage: ") if prefix is None else prefix)

    def add_text(self, text: str | None) -> None:
        super().add_text(sentence(spoken(text)) if text and text is not argparse.SUPPRESS else text)

    def start_section(self, heading: str | None) -> None:
        super().start_section(spoken(heading) if heading else heading)

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return spoken(action.help) if action.help else action.help


def named(among: "_SubParsersAction[argparse.ArgumentParser]", name: str, about: str) -> argparse.ArgumentParser:
    """The command ``name`` added to those ``among``; ``about`` is a sentence without its capital and its full stop."""
    return among.add_parser(name, help=about, description=about, formatter_class=Help)


def given[T](read: Callable[[str], T]) -> Callable[[str], T]:
    """A reader of settings as one of arguments: what it says of a wrong value is told as it is."""

    def read_argument(value: str) -> T:
        try:
            return read(value)
        except ValueError as fault:
            raise argparse.ArgumentTypeError(str(fault)) from fault

    return read_argument


@contextmanager
def speaking() -> Iterator[None]:
    """Inside, argparse refuses in the operator's language. It asks gettext, which goes by the machine's.

    A parser is made outside: it asks for many words that are never shown, and no catalogue need be read for those.
    """
    words = vars(argparse)
    before, words["_"] = words["_"], spoken
    try:
        yield
    finally:
        words["_"] = before


# Argparse's own words, noted here since its catalogue is nobody's.
ARGPARSE = (
    _("usage: "),
    _("%(heading)s:"),
    _("options"),
    _("positional arguments"),
    _("show this help message and exit"),
    _("show program's version number and exit"),
    _("%(prog)s: error: %(message)s\n"),
    _("argument %(argument_name)s: %(message)s"),
    _("unrecognized arguments: %s"),
    _("the following arguments are required: %s"),
    _("one of the arguments %s is required"),
    _("not allowed with argument %s"),
    _("ignored explicit argument %r"),
    _("expected one argument"),
    _("expected at most one argument"),
    _("expected at least one argument"),
    _("ambiguous option: %(option)s could match %(matches)s"),
    _("invalid choice: %(value)r (choose from %(choices)s)"),
    _("invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)"),
    _("unknown parser %(parser_name)r (choices: %(choices)s)"),
)
