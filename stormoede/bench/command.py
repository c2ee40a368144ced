"""``stormoede bench NAME``: sets a database of its own up, measures, says the figure, and clears away."""

import argparse
import os
import pkgutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from stormoede import bench, environment
from stormoede.bench.report import Bench, Figure
from stormoede.lib import env, keys
from stormoede.lib.command_line import given, named
from stormoede.lib.wording import noted as _

if TYPE_CHECKING:
    from argparse import _SubParsersAction

FRAME = {"bare", "cluster", "command", "crowd", "databases", "heaps", "processor", "report", "sink", "visitors"}


def names() -> list[str]:
    """The measurements there are."""
    said = {module: name for name, module in MODULES.items()}
    found = (module.name for module in pkgutil.iter_modules(bench.__path__) if module.name not in FRAME)
    return [said.get(module, module) for module in found]


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``bench`` to the command line."""
    command = named(subparsers, "bench", _("measure one of the product's promises"))
    command.add_argument("name", choices=names() or None, metavar="NAME", help=", ".join(names()))
    command.add_argument("--json", action="store_true", help=_("say only the figure, as JSON"))
    command.add_argument(
        "--data", type=Path, metavar="PATH", help=_("the folder to work in; a temporary one when unset")
    )
    command.add_argument(
        "--database", metavar="URL", help=_("where to make the database; SQLite in the folder when unset")
    )
    command.add_argument(
        "--size", type=given(env.whole), default=0, help=_("how many members; what the promise says when unset")
    )
    command.set_defaults(run=run, django=False)


def run(args: argparse.Namespace) -> int:
    """Measure, and print one JSON object last. Exit code 0: a missed limit is read from the figure."""
    from stormoede import cli
    from stormoede.bench import databases

    with _folder(args.data) as folder, databases.scratch(args.database, folder) as address:
        os.environ[environment.DATA.name] = str(folder / "data")
        os.environ[environment.KEYS.name] = str(folder / "keys")
        os.environ[environment.DATABASE.name] = address
        os.environ[environment.LOG.name] = str(folder / "log")
        (folder / "data").mkdir(exist_ok=True)
        keys.create(folder / "keys")
        cli.set_up()
        figure = _measure(args.name, Bench(folder, args.size))
    if not args.json:
        print(figure.table())
    print(figure.json())
    return 0


# A module cannot be called by a word of the language.
MODULES = {"import": "imports"}


def _measure(name: str, given: Bench) -> Figure:
    from django.db import connections

    from stormoede.lib import lines, tables

    tables.bring_up()
    lines.pooled()
    try:
        figure: Figure = import_module(f"stormoede.bench.{MODULES.get(name, name)}").run(given)
        return figure
    finally:
        connections.close_all()


@contextmanager
def _folder(chosen: Path | None) -> Iterator[Path]:
    if chosen is not None:
        chosen.mkdir(parents=True, exist_ok=True)
        yield env.path(str(chosen))
        return
    with tempfile.TemporaryDirectory(prefix="stormoede-bench-") as made:
        yield Path(made)
