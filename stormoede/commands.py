"""The house's own commands: serve, worker, tick, check, upgrade; and those of backups, bench and trying."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from stormoede import cli, trying
from stormoede.backups import command as backups
from stormoede.bench import command
from stormoede.lib import env
from stormoede.lib.command_line import given, named
from stormoede.lib.wording import noted as _
from stormoede.lib.wording import told

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the command line."""
    _serve(subparsers)
    worker = named(subparsers, "worker", _("hand on events, do what is due, send the outbox; until told to stop"))
    worker.set_defaults(run=_run_worker)
    tick = named(subparsers, "tick", _("do what the worker would do, until nothing is left, and stop"))
    tick.add_argument(
        "--at", type=cli.moment, metavar="TIME", help=_("the round's time, as 2025-04-04T00:00; now when unset")
    )
    tick.set_defaults(run=_run_tick)
    check = named(subparsers, "check", _("say whether this installation is fit to run, and what to do where it is not"))
    check.add_argument("--dns", action="store_true", help=_("also what DNS says of the domain mails are from"))
    check.add_argument("--mail", default="", metavar="ADDRESS", help=_("also send one mail there"))
    check.add_argument(
        "--received", type=Path, metavar="FILE", help=_("only read what the receiver wrote into that mail (.eml)")
    )
    check.set_defaults(run=_run_check, django=False)
    upgrade = named(subparsers, "upgrade", _("back up, bring the tables to this version, and check"))
    upgrade.add_argument("--no-backup", action="store_true", help=_("without a backup, since you have one already"))
    upgrade.set_defaults(run=_run_upgrade)
    for add_more in (backups.add, command.add, trying.add):
        add_more(subparsers)


def _serve(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = named(subparsers, "serve", _("serve the pages, and work in the background"))
    serve.add_argument("--host", default="127.0.0.1", help=_("the address to listen on (127.0.0.1)"))
    serve.add_argument("--port", type=given(env.port), default=8000, help=_("the port to listen on (8000)"))
    serve.add_argument(
        "--only",
        choices=["pages", "live"],
        help=_(
            "pages: page servers alone; run `stormoede worker` beside them. live: only the desk's figures that move"
        ),
    )
    serve.set_defaults(run=_run_serve, django=False)


def _run_serve(args: argparse.Namespace) -> int:
    from stormoede import serving

    return serving.serve(host=args.host, port=args.port, only=args.only)


def _run_worker(args: argparse.Namespace) -> int:
    from stormoede import serving, worker

    serving.make_ready()
    return worker.main()


def _run_tick(args: argparse.Namespace) -> int:
    from stormoede import serving, worker

    serving.make_ready()
    done = worker.settle(at=args.at)
    print(told(_("Things done: %(count)s. Nothing is left."), count=done))
    return 0


def _run_check(args: argparse.Namespace) -> int:
    from stormoede.fitness import report

    return report.main(report.Wish(dns=args.dns, mail=args.mail, received=args.received))


def _run_upgrade(args: argparse.Namespace) -> int:
    from stormoede.backups import upgrading
    from stormoede.fitness import report

    upgrading.upgrade(backup=not args.no_backup, say=print)
    return report.main()
