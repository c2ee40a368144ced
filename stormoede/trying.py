"""What bin/run does once the packages are there: keys, tables, the story or none, and serve.

Everything lives in one folder (``var``): data, keys beside it, the log. Running it again goes on where it was.
"""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from stormoede import cli, environment, serving
from stormoede.lib import env, keys

if TYPE_CHECKING:
    from argparse import _SubParsersAction

HOST = "127.0.0.1"


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``try`` to the command line."""
    command = subparsers.add_parser("try", help="set everything up in one folder and serve it here: what bin/run does")
    command.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    command.add_argument("--data", type=Path, default=Path("var"), metavar="DIR", help="where everything lives (var)")
    command.add_argument("--empty", action="store_true", help="no story: an installation as new")
    command.add_argument("--to", metavar="ISO", help="play the story to that hour, print its figures, and stop")
    command.set_defaults(run=run, django=False)


def run(args: argparse.Namespace) -> int:
    """Set up what is missing, and serve; with ``--to``, play instead."""
    if not args.to:
        serving.refuse_taken(HOST, args.port)
    folder = env.path(str(args.data))
    _arrange(folder, args.port)
    cli.set_up()
    serving.upgrade()
    if args.empty:
        _first_sign_in()
    else:
        code = _tell(args.to)
        if args.to:
            return code
    print(f"The log is {folder / 'log' / 'stormoede.log'}. Stop with Ctrl-C.", flush=True)
    return serving.serve(host=HOST, port=args.port, only=None)


def _arrange(folder: Path, port: int) -> None:
    """The folders, the keys, and the settings that say where they are. A setting that was given stands."""
    for name in ("data", "log"):
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ[environment.DATA.name] = str(folder / "data")
    os.environ.setdefault(environment.KEYS.name, str(folder / "keys"))
    os.environ.setdefault(environment.LOG.name, str(folder / "log" / "stormoede.log"))
    os.environ.setdefault(environment.ORIGIN.name, f"http://{HOST}:{port}")
    chosen = env.read(environment.KEYS)
    assert chosen is not None
    keys.create(chosen)


def _first_sign_in() -> None:
    """Say how somebody gets in, as long as nobody can."""
    from stormoede.accounts.models import Staff

    if not Staff.objects.exists():
        data = os.environ[environment.DATA.name]
        print(f"Nobody can sign in yet. Run: STORMOEDE_DATA={data} .venv/bin/stormoede init --admin ADDRESS")


def _tell(to: str | None) -> int:
    """Open the story where there is none yet, or play it to the hour named."""
    return cli.main(["story", "play", "--to", to] if to else ["story", "open"])
