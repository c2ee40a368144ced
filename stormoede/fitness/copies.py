"""Backups: is there one, how old is it, and can this server read it?"""

from collections.abc import Iterator

from stormoede import environment
from stormoede.backups import files
from stormoede.fitness.findings import Finding, advice, ok
from stormoede.lib import clock, env
from stormoede.lib.wording import noted as _

DAYS = 2


def findings() -> Iterator[Finding]:
    """The newest backup in the folder where they go."""
    folder = files.folder()
    found = sorted(folder.glob("stormoede-*.backup"), key=lambda file: file.stat().st_mtime) if folder.is_dir() else []
    nightly = _("Let `stormoede backup --keep 14` run every night.")
    if not found:
        yield advice("backup", _("There is none in %(folder)s."), nightly, folder=folder)
        return
    days = (clock.wall().timestamp() - found[-1].stat().st_mtime) / 86400
    if days > DAYS:
        yield advice("backup", _("The newest is %(days)s days old."), nightly, days=f"{days:.0f}")
    else:
        yield ok("backup", _("The newest is %(file)s."), file=found[-1])
    if not env.read(environment.BACKUP_TO):
        plain = _("Backups are not encrypted.")
        advised = _("Run `stormoede backup-key FILE` elsewhere; name its public key in STORMOEDE_BACKUP_TO.")
        yield advice("backup", plain, advised)
