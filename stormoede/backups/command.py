"""``stormoede backup``, ``restore``, ``backup-key`` and ``upgrade``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from stormoede import cli, environment
from stormoede.lib import env, keys
from stormoede.lib.command_line import named

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add(subparsers: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the command line."""
    backup = named(subparsers, "backup", "write everything but the keys to one file, while others work on")
    backup.add_argument(
        "file", nargs="?", type=Path, help="the file; unset, one named for the time in STORMOEDE_BACKUPS"
    )
    backup.add_argument(
        "--to",
        action="append",
        metavar="KEY",
        help="encrypt to this public key (age1… or ssh-ed25519 …); may be said again",
    )
    backup.add_argument("--keep", type=env.at_least_one, metavar="N", help="afterwards keep the newest N in the folder")
    backup.set_defaults(run=_backup)
    restore = named(subparsers, "restore", "make database and files those of a backup, all of it or nothing")
    restore.add_argument("file", type=Path, help="the backup")
    restore.add_argument("--identity", type=Path, metavar="FILE", help="the secret key of an encrypted backup")
    restore.add_argument(
        "--replace", action="store_true", help="also where there are data already: the backup takes their place"
    )
    restore.add_argument("--verify", action="store_true", help="look the backup through to its end, and change nothing")
    restore.set_defaults(run=_restore, django=False)
    pair = named(subparsers, "backup-key", "make a pair of keys for backups; do it on another machine")
    pair.add_argument("file", type=Path, help="where the secret key goes")
    pair.set_defaults(run=_pair, django=False)
    upgrade = named(subparsers, "upgrade", "back up, bring the tables to this version, and check")
    upgrade.add_argument("--no-backup", action="store_true", help="without a backup, since you have one already")
    upgrade.set_defaults(run=_upgrade)


def _backup(args: argparse.Namespace) -> int:
    from stormoede.backups import files, writing
    from stormoede.lib import clock

    to = args.file or files.named(at=clock.wall())
    public = args.to or env.read(environment.BACKUP_TO)
    tally = writing.write(to, public)
    print(f"{to}: {tally}, {to.stat().st_size / 1e6:.1f} MB{', encrypted' if public else ''}.")
    if args.keep:
        for old in sorted(to.parent.glob("stormoede-*.backup"), reverse=True)[args.keep :]:
            old.unlink()
            print(f"{old} is gone.")
    return 0


def _restore(args: argparse.Namespace) -> int:
    """Works on a machine that has nothing yet."""
    data = env.read(environment.DATA)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = env.read(environment.KEYS) or data.parent / "keys"
    fresh = not (folder / "root.key").exists()
    if fresh and not args.verify:
        keys.create(folder)
        print(f"New keys were made in {folder}. With the old root.key in their place, links that are out open again.")
    cli.set_up()
    from stormoede.backups import restoring

    if args.verify:
        print(f"Whole: {restoring.verify(args.file, args.identity)}.")
        return 0
    tally = restoring.restore(args.file, args.identity, replace=args.replace)
    if tally.erased:
        print(f"{tally.erased} people had been erased since the backup was made; they have been erased in it.")
    print(f"Restored: {tally}. Mails that had not gone when the backup was made go out when a worker starts.")
    return 0


def _pair(args: argparse.Namespace) -> int:
    from stormoede.backups import seals

    print(seals.make(args.file))
    return 0


def _upgrade(args: argparse.Namespace) -> int:
    from stormoede.backups import upgrading
    from stormoede.fitness import report

    upgrading.upgrade(backup=not args.no_backup, say=print)
    return report.main()
