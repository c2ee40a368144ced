"""``stormoede backup``, ``restore`` and ``backup-key``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from stormoede import cli, environment
from stormoede.lib import env, keys
from stormoede.lib.command_line import given, named
from stormoede.lib.wording import noted as _
from stormoede.lib.wording import told

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_MAILS = _("Mails that had not gone when the backup was made go out when a worker starts.")


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the command line."""
    backup = named(subparsers, "backup", _("write everything but the keys to one file, while others work on"))
    backup.add_argument(
        "file", nargs="?", type=Path, help=_("the file; unset, one named for the time in STORMOEDE_BACKUPS")
    )
    backup.add_argument(
        "--to",
        action="append",
        metavar="KEY",
        help=_("encrypt to this public key (age1… or ssh-ed25519 …); may be said again"),
    )
    backup.add_argument(
        "--keep", type=given(env.at_least_one), metavar="N", help=_("afterwards keep the newest N in the folder")
    )
    backup.set_defaults(run=_backup)
    restore = named(subparsers, "restore", _("make database and files those of a backup, all of it or nothing"))
    restore.add_argument("file", type=Path, help=_("the backup"))
    restore.add_argument("--identity", type=Path, metavar="FILE", help=_("the secret key of an encrypted backup"))
    restore.add_argument(
        "--replace", action="store_true", help=_("also where there are data already: the backup takes their place")
    )
    restore.add_argument(
        "--verify", action="store_true", help=_("look the backup through to its end, and change nothing")
    )
    restore.set_defaults(run=_restore, django=False)
    pair = named(subparsers, "backup-key", _("make a pair of keys for backups; do it on another machine"))
    pair.add_argument("file", type=Path, help=_("where the secret key goes"))
    pair.set_defaults(run=_pair, django=False)


def _backup(args: argparse.Namespace) -> int:
    from stormoede.backups import files, writing
    from stormoede.lib import clock

    to = args.file or files.named(at=clock.wall())
    public = args.to or env.read(environment.BACKUP_TO)
    tally = writing.write(to, public)
    text = _("%(file)s: %(tally)s, %(size)s MB, encrypted.") if public else _("%(file)s: %(tally)s, %(size)s MB.")
    print(told(text, file=to, tally=tally, size=round(to.stat().st_size / 1e6, 1)))
    if args.keep:
        for old in sorted(to.parent.glob("stormoede-*.backup"), reverse=True)[args.keep :]:
            old.unlink()
            print(told(_("%(file)s is gone."), file=old))
    return 0


def _restore(args: argparse.Namespace) -> int:
    """Works on a machine that has nothing yet."""
    data = env.read(environment.DATA)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = env.read(environment.KEYS) or data.parent / "keys"
    fresh = not (folder / "root.key").exists()
    if fresh and not args.verify:
        keys.create(folder)
        text = _(
            "New keys were made in %(folder)s. With the old root.key in their place, links that are out open again."
        )
        print(told(text, folder=folder))
    cli.set_up()
    from stormoede.backups import restoring

    if args.verify:
        print(told(_("Whole: %(tally)s."), tally=restoring.verify(args.file, args.identity)))
        return 0
    tally = restoring.restore(args.file, args.identity, replace=args.replace)
    if tally.erased:
        text = _("People erased since the backup was made: %(count)s. They have been erased in it.")
        print(told(text, count=tally.erased))
    print(told(_("Restored: %(tally)s."), tally=tally), told(_MAILS))
    return 0


def _pair(args: argparse.Namespace) -> int:
    from stormoede.backups import seals

    print(seals.make(args.file))
    return 0
