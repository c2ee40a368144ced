"""The upgrade: a backup of what is, the steps that are missing, all of them or none where the database can do that."""

from collections.abc import Callable
from contextlib import nullcontext

from django.db import connection, transaction

from stormoede import environment
from stormoede.backups import files, schema, writing
from stormoede.backups.faults import BackupFault
from stormoede.lib import clock, env, tables
from stormoede.lib.wording import told as _


def upgrade(*, backup: bool, say: Callable[[str], object]) -> None:
    """Bring the tables to this version. BackupFault when that cannot be done; then they are as before, or it says how to go back."""
    files.refuse_half_restored()
    taken = schema.standing()
    missing = tables.pending()
    if not missing:
        say(_("The tables are those of this version."))
        return
    kept = None
    if backup and taken:
        kept = files.named("before-", at=clock.wall())
        say(f"{kept}: {writing.write(kept, env.read(environment.BACKUP_TO))}.")
    _step(kept)
    say(_("Steps taken: %(count)s. The tables are those of this version.", count=missing))


def _step(kept: object) -> None:
    whole = connection.vendor == "postgresql"
    try:
        with transaction.atomic() if whole else nullcontext():
            tables.bring_up()
    except Exception as fault:
        back = _("Nothing was changed.") if whole else _("Go back with the version before.")
        if kept and not whole:
            back = _("Go back with the version before and `stormoede restore %(file)s --replace`.", file=kept)
        why = next(iter(str(fault).strip().splitlines()), type(fault).__name__)
        raise BackupFault(_("A step failed: %(reason)s. %(back)s", reason=why, back=back)) from fault
