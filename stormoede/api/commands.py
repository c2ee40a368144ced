"""``stormoede api``: keys that other programs read with."""

import argparse
from typing import TYPE_CHECKING

from stormoede.lib import env
from stormoede.lib.command_line import given, named
from stormoede.lib.wording import noted as _

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the command line."""
    api = named(subparsers, "api", _("keys that other programs read with"))
    acts = api.add_subparsers(title=_("commands"), metavar="COMMAND", required=True)
    make = named(acts, "make-key", _("make a key and print it, once"))
    make.add_argument("name", help=_("which program it is for"))
    make.add_argument(
        "--scopes",
        required=True,
        metavar="WORDS",
        help=_(
            "what it may read, with commas between: rounds, members, sessions, answers, deliveries, deliberations, speaker_requests, talks, personal"
        ),
    )
    make.add_argument(
        "--days", type=given(env.at_least_one), default=90, help=_("how long it is valid, 365 at most (90)")
    )
    make.set_defaults(run=_make)
    named(acts, "keys", _("list all keys")).set_defaults(run=_list)
    revoke = named(acts, "revoke-key", _("let a key open nothing from now on"))
    revoke.add_argument("ending", help=_("the last four characters of the key, as the list has them"))
    revoke.set_defaults(run=_revoke)


def _make(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from stormoede.api.actions import keys
    from stormoede.events.actor import system
    from stormoede.lib import clock

    scopes = [word.strip() for word in args.scopes.split(",") if word.strip()]
    made, text = keys.make(args.name, scopes, args.days, by=system("cli"), at=clock.wall())
    told = {"day": f"{made.ends_at:%Y-%m-%d}", "scopes": ", ".join(made.scopes)}
    print(text.reveal(), _("It is not shown again. It ends on %(day)s and opens %(scopes)s.") % told, sep="\n")
    return 0


def _list(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from stormoede.api.queries import keys
    from stormoede.lib import clock

    for key in keys.listing():
        until = _("until %(day)s") % {"day": f"{key.ends_at:%Y-%m-%d}"}
        state = until if keys.is_open(key, clock.wall()) else _("closed")
        last = key.last_used_at
        used = _("used %(day)s") % {"day": f"{last:%Y-%m-%d}"} if last else _("never used")
        print(f"…{key.ending}  {state}  {used}  {','.join(key.scopes)}  {key.name}")
    return 0


def _revoke(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from stormoede.api.actions import keys
    from stormoede.api.queries.keys import ending_in
    from stormoede.events.actor import system
    from stormoede.lib import clock

    key = ending_in(args.ending)
    keys.revoke(key, by=system("cli"), at=clock.wall())
    print(_("…%(ending)s (%(name)s) opens nothing any more.") % {"ending": key.ending, "name": key.name})
    return 0
