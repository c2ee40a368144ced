"""The command line ``stormoede``: one frame; every room adds its own commands in its ``commands.py``.

A ``commands.py`` has ``add(subparsers)`` and is read before Django is set up, so it imports Django only inside its
functions. Each command names ``run(args) -> int`` with ``set_defaults(run=…)``; one that must work before there are
keys or tables also says ``django=False`` and sets Django up itself when it is ready to.
An anticipated no is one sentence on standard error and exit code 2, never a traceback.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from stormoede import __version__
from stormoede.lib import command_line
from stormoede.lib.env import EnvironmentFault
from stormoede.lib.keys import KeyFault
from stormoede.lib.refusal import Refusal
from stormoede.lib.wording import noted as _
from stormoede.lib.wording import told

ROOMS = ("accounts", "members", "rounds", "letters", "meetings", "mail", "api", "protection", "web", "story")
FAULTS = (Refusal, EnvironmentFault, KeyFault)


def parser() -> argparse.ArgumentParser:
    """The whole command line, with what every room adds."""
    top = argparse.ArgumentParser(
        prog="stormoede", description=_("Run a round of member dialogue."), formatter_class=command_line.Help
    )
    top.add_argument("--version", action="version", version=f"stormoede {__version__}")
    subparsers = top.add_subparsers(title=_("commands"), metavar="COMMAND", required=True)
    for module in ("stormoede.commands", *(f"stormoede.{room}.commands" for room in ROOMS)):
        if find_spec(module) is not None:
            import_module(module).add(subparsers)
    return top


def set_up() -> None:
    """Set Django up for this program, which asks the database on one line until it serves."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stormoede.settings")
    import django
    from django.apps import apps

    # A second time would begin the log anew, on whatever standard error is at that moment.
    if not apps.ready:
        django.setup()
    from stormoede.lib import lines

    lines.single()


def moment(text: str) -> datetime:
    """A time as it is typed; without a zone it is Danish time."""
    from zoneinfo import ZoneInfo

    try:
        value = datetime.fromisoformat(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(told(_("%(text)s is not a time like 2025-04-04T00:00"), text=text)) from fault
    return value if value.tzinfo else value.replace(tzinfo=ZoneInfo("Europe/Copenhagen"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 done with faults found, 2 refused."""
    line = parser()
    with command_line.speaking():
        args = line.parse_args(arguments)
    try:
        code = _run(args)
    except FAULTS as no:
        print(no, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:
        from stormoede.lib import tables

        said = tables.told(fault)
        if not said:
            raise
        print(said, file=sys.stderr)
        return 2
    return code


def _run(args: argparse.Namespace) -> int:
    within: AbstractContextManager[None] = nullcontext()
    if getattr(args, "django", True):
        set_up()
        from stormoede.story import clocks

        within = clocks.for_a_command()
    with within:
        code: int = args.run(args)
    return code


if __name__ == "__main__":
    sys.exit(main())
