"""Backups: is there one, how old is it, and can this server read it?"""

from collections.abc import Iterator

from stormoede import environment
from stormoede.backups import files
from stormoede.fitness.findings import Finding, advice, ok
from stormoede.lib import clock, env

DAYS = 2


def findings() -> Iterator[Finding]:
    """The newest backup in the folder where they go."""
    folder = files.folder()
    found = sorted(folder.glob("stormoede-*.backup"), key=lambda file: file.stat().st_mtime) if folder.is_dir() else []
    if not found:
        yield advice("backup", f"There is none in {folder}.", "Let `stormoede backup --keep 14` run every night.")
        return
    days = (clock.wall().timestamp() - found[-1].stat().st_mtime) / 86400
    if days > DAYS:
        yield advice(
            "backup", f"The newest is {days:.0f} days old.", "Let `stormoede backup --keep 14` run every night."
        )
    else:
        yield ok("backup", f"The newest is {found[-1]}.")
    if not env.read(environment.BACKUP_TO):
        plain = "Backups are not encrypted."
        yield advice(
            "backup", plain, "Run `stormoede backup-key FILE` elsewhere; name its public key in STORMOEDE_BACKUP_TO."
        )
