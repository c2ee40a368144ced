"""``stormoede init`` and ``stormoede keys``: the installation's first steps, and its keys' lives."""

import argparse
import os
from typing import TYPE_CHECKING

from stormoede.lib import env
from stormoede.lib.command_line import given, named
from stormoede.lib.wording import noted as _

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the command line."""
    init = named(
        subparsers,
        "init",
        _("make the keys, the tables, the municipalities and the first administrator; harmless twice"),
    )
    init.add_argument("--admin", required=True, metavar="ADDRESS", help=_("the administrator's mail address"))
    init.add_argument("--name", default="", help=_("the administrator's name; made from the address when unset"))
    init.set_defaults(run=_init, django=False)
    keys = named(subparsers, "keys", _("the keys that links, codes and sign-ins are made with"))
    acts = keys.add_subparsers(title=_("commands"), metavar="COMMAND", required=True)
    rotate = named(acts, "rotate", _("sign with a new key from now on; the older ones go on reading"))
    rotate.set_defaults(run=_rotate)
    drop = named(acts, "drop", _("take an older key away: whatever was made with it opens nothing"))
    drop.add_argument("number", type=given(env.whole), help=_("the key's number, as it stands in root.key"))
    drop.add_argument(
        "--leaked", action="store_true", help=_("although links are open: they die, and everybody is sent a new one")
    )
    drop.set_defaults(run=_drop)


def _init(args: argparse.Namespace) -> int:
    """Works before there is anything: no key, no table, no Django."""
    from stormoede import environment
    from stormoede.lib import keys

    data = env.read(environment.DATA)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys.create(env.read(environment.KEYS) or data.parent / "keys")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stormoede.settings")
    import django

    from stormoede.lib import lines, tables

    django.setup()
    lines.single()
    tables.bring_up()
    _municipalities()
    print(_first_sign_in(args.admin.strip(), args.name.strip()))
    return 0


def _municipalities() -> None:
    """A list of members names municipalities, on the desk and in a preview too, so they are there before any list."""
    from stormoede.events.actor import system
    from stormoede.lib import clock
    from stormoede.members.actions import denmark

    denmark.load(by=system("init"), at=clock.wall())


def _first_sign_in(address: str, name: str) -> str:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils.translation import gettext as _

    from stormoede.accounts.actions import staff
    from stormoede.accounts.refusals import AddressNotUsable
    from stormoede.events.actor import system
    from stormoede.lib import clock

    try:
        validate_email(address)
    except ValidationError as fault:
        raise AddressNotUsable(address) from fault
    at = clock.wall()
    own = name or address.split("@")[0].replace(".", " ").replace("_", " ").title()
    admin = staff.first_admin(address, own, by=system("init"), at=at)
    told = _("%(name)s signs in here, once, within 24 hours:") % {"name": admin.name}
    return f"{told}\n{staff.one_time(admin, at=at)}"


def _rotate(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils.translation import gettext as _

    from stormoede.accounts import alarms
    from stormoede.lib import keys

    number = keys.rotate(settings.KEYS_FOLDER)
    alarms.sound("key_added", key=number)
    text = _("Key %(number)s signs from the next start on; the older ones go on reading.")
    print(text % {"number": number}, _("Start the servers and workers anew."))
    return 0


def _drop(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils.translation import gettext as _

    from stormoede.accounts import alarms
    from stormoede.accounts.actions import links
    from stormoede.accounts.queries import living
    from stormoede.accounts.refusals import LinksStillOpen
    from stormoede.events.actor import system
    from stormoede.lib import clock, keys

    at = clock.round_now()
    still_open = living(at).count()
    if still_open and not args.leaked:
        raise LinksStillOpen(still_open)
    keys.drop(settings.KEYS_FOLDER, args.number)
    alarms.sound("key_dropped", key=args.number, leaked=args.leaked)
    settings.KEYS = keys.load(settings.KEYS_FOLDER)
    sent = links.send_all(by=system("keys"), at=at) if still_open else 0
    told = _("Key %(number)s is gone. New links in the outbox: %(sent)s.") % {"number": args.number, "sent": sent}
    print(told, _("Start the servers and workers anew."))
    return 0
