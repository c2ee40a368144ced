"""``stormoede mail receive``: one mail on standard input, as a mail server's delivery agent gives it."""

import argparse
from typing import TYPE_CHECKING

from stormoede.lib.command_line import named
from stormoede.lib.wording import noted as _
from stormoede.lib.wording import told

if TYPE_CHECKING:
    from argparse import _SubParsersAction

# sysexits.h: what a mail server understands. Try again later; and: give it back to its sender.
TRY_AGAIN, NEVER = 75, 69


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``mail`` to the command line."""
    mail = named(subparsers, "mail", _("mails that come in"))
    verbs = mail.add_subparsers(title=_("commands"), metavar="COMMAND", required=True)
    receive = named(verbs, "receive", _("take in one mail from standard input; the worker looks at it"))
    receive.add_argument(
        "--recipient",
        default="",
        metavar="ADDRESS",
        help=_("who the mail server was told it is for (Postfix: ${recipient})"),
    )
    receive.set_defaults(run=run_receive, django=False)


def run_receive(args: argparse.Namespace) -> int:
    """Keep the mail. 0 when it is kept, 75 when the mail server must try again, 69 when it is larger than is taken."""
    import os
    import sys

    try:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stormoede.settings")
        import django

        django.setup()
        return _keep(args.recipient)
    except Exception as fault:  # whatever it is, a mail that is not kept must stay with the mail server
        print(
            told(_("The mail was not kept: %(reason)s. Try again later."), reason=type(fault).__name__), file=sys.stderr
        )
        return TRY_AGAIN


def _keep(recipient: str) -> int:
    import sys

    from stormoede.lib import clock
    from stormoede.mail.actions import incoming
    from stormoede.mail.core.reading import LARGEST
    from stormoede.mail.refusals import IncomingTooLarge

    try:
        incoming.receive(sys.stdin.buffer.read(LARGEST + 1), recipient=recipient, at=clock.round_now())
    except IncomingTooLarge as no:
        print(no, file=sys.stderr)
        return NEVER
    return 0
