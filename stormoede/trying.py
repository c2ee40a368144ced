"""What bin/run does once the packages are there: keys, tables, the story or none, and serve.

Everything lives in one folder (``var``): data, keys beside it, the log. Running it again goes on where it was.
"""

import argparse
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stormoede import cli, environment, serving
from stormoede.lib import env, keys
from stormoede.lib.command_line import given, named
from stormoede.lib.env import EnvironmentFault
from stormoede.lib.wording import noted as _
from stormoede.lib.wording import told as say

if TYPE_CHECKING:
    from argparse import _SubParsersAction

HOST = "127.0.0.1"
STORIES = ("oea26", "taet-paa")
COMMAND = ".venv/bin/stormoede init --admin ADDRESS"
_OWN = _("This database has members of its own, so no story is told in it.")


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``try`` to the command line."""
    command = named(subparsers, "try", _("set everything up in one folder and serve it here: what bin/run does"))
    command.add_argument("--port", type=given(env.port), default=8000, help=_("the port to listen on (8000)"))
    command.add_argument(
        "--data", type=Path, default=Path("var"), metavar="DIR", help=_("where everything lives (var)")
    )
    command.add_argument("--empty", action="store_true", help=_("no story: an installation as new"))
    command.add_argument(
        "--to", type=cli.moment, metavar="ISO", help=_("play the story to that hour, print its figures, and stop")
    )
    command.add_argument("--story", choices=STORIES, default=STORIES[0], help=_("which story is told (oea26)"))
    command.set_defaults(run=run, django=False)


def run(args: argparse.Namespace) -> int:
    """Set up what is missing, and serve; with ``--to``, play instead."""
    if args.empty and args.to:
        raise EnvironmentFault(say(_("--empty has no story to play; leave out --empty or --to.")))
    if not args.to:
        serving.refuse_taken(HOST, args.port)
    folder = env.path(str(args.data))
    _arrange(folder, args.port)
    cli.set_up()
    from stormoede.lib import lines

    serving.upgrade()
    lines.pooled()
    if args.empty:
        _first_sign_in()
    elif args.to:
        return _play(args.story, args.to, folder / "told")
    else:
        _open(args.story)
    print(say(_("The log is %(file)s. Stop with Ctrl-C."), file=folder / "log" / "stormoede.log"), flush=True)
    return serving.serve(host=HOST, port=args.port, only=None)


def _arrange(folder: Path, port: int) -> None:
    """The folders, the keys, and the settings that say where they are. A setting that was given stands."""
    for name in ("data", "log"):
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ[environment.DATA.name] = str(folder / "data")
    os.environ.setdefault(environment.KEYS.name, str(folder / "keys"))
    os.environ.setdefault(environment.LOG.name, str(folder / "log" / "stormoede.log"))
    # Browsers make passkeys for localhost, and not for 127.0.0.1.
    os.environ.setdefault(environment.ORIGIN.name, f"http://localhost:{port}")
    chosen = env.read(environment.KEYS)
    assert chosen is not None
    keys.create(chosen)


def _first_sign_in() -> None:
    """Say how somebody gets in, as long as nobody can."""
    from stormoede.accounts.models import Staff

    if not Staff.objects.exists():
        told = " ".join(f"{name}={os.environ[name]}" for name in (environment.DATA.name, environment.ORIGIN.name))
        print(say(_("Nobody can sign in yet.")), say(_("Run: %(command)s"), command=f"{told} {COMMAND}"))


def _open(story: str) -> None:
    """Begin the story where nothing is yet, and say how its cast gets in."""
    from django.conf import settings

    from stormoede.lib import clock
    from stormoede.story import clocks, parts
    from stormoede.story.actions import tellings

    if tellings.may_begin():
        print(say(_("Inventing 2,432 members in 98 municipalities.")), flush=True)
        tellings.begin(at=clock.wall(), key=story)
    if not clocks.follow():
        print(say(_OWN), say(_("It is open at %(address)s/"), address=settings.ORIGIN))
        return
    print(say(_("The story begins at %(address)s/story/ where its cast signs in:"), address=settings.ORIGIN))
    for part in parts.sign_ins():
        print(f"  {part.name:<18} {part.part:<46} {part.address}")


def _play(story: str, to: datetime, folder: Path) -> int:
    """Play the story to ``to``, print the round's figures, and write its mails, letters and calendar files."""
    from stormoede import worker
    from stormoede.lib import clock
    from stormoede.story import clocks
    from stormoede.story.actions import playing, tellings

    if tellings.may_begin():
        tellings.begin(at=clock.wall(), key=story)
    if not clocks.follow():
        raise EnvironmentFault(say(_("%(no)s Name another --data."), no=say(_OWN)))
    written = playing.tell(to, worker.settle, folder)
    for line in playing.figures():
        print(line)
    print(playing.told(written, folder))
    return 0
