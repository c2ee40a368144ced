"""The files of the data folder: which belong in a backup, and how they are put back."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from stormoede import environment
from stormoede.lib import env
from stormoede.lib.wording import told as _

# Beside the data while a restore is under way; what stands in it is no data.
STAGE = ".restoring"
SWITCHING = "switching"


def folder() -> Path:
    """Where backups go when nobody says."""
    data: Path = settings.DATA
    return env.read(environment.BACKUPS) or data.parent / "backups"


def named(word: str = "", *, at: datetime) -> Path:
    """A backup's file in that folder, called by the time; ``word`` stands before it."""
    return folder() / f"stormoede-{word}{at.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}.backup"


def database() -> Path | None:
    """The database's file, when it is one."""
    return Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None


def kept() -> Iterator[tuple[str, Path]]:
    """Every file that is data, by its name below the data folder, in order."""
    data: Path = settings.DATA
    own, log, away = database(), env.read(environment.LOG), folder()
    for file in sorted(data.rglob("*")):
        name = file.relative_to(data)
        hidden = any(part.startswith(".") for part in name.parts)
        of_database = own is not None and file.parent == own.parent and file.name.startswith(own.name)
        if file.is_file() and not (hidden or of_database or file == log or file.is_relative_to(away)):
            yield name.as_posix(), file


def stage() -> Path:
    """An empty folder for what is restored, on the volume of the data."""
    place: Path = settings.DATA / STAGE
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    return place


def staged(name: str) -> Path:
    """Where ``name`` is written first. ValueError when it would lie elsewhere."""
    place: Path = settings.DATA / STAGE / "files"
    file = place / name
    if not name or not file.resolve().is_relative_to(place.resolve()):
        raise ValueError(name)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return file


def put_back() -> None:
    """Move what is staged to its place, and take away what the backup did not have."""
    place: Path = settings.DATA / STAGE / "files"
    wanted = {file.relative_to(place).as_posix(): file for file in place.rglob("*") if file.is_file()}
    for name, file in kept():
        if name not in wanted:
            file.unlink()
    for name, file in wanted.items():
        target: Path = settings.DATA / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.replace(target)


def refuse_half_restored() -> None:
    """EnvironmentFault when a restore was cut off while database and files changed places."""
    if (settings.DATA / STAGE / SWITCHING).exists():
        raise env.EnvironmentFault(
            _(
                "A restore was cut off between the database and the files. Run it again: `stormoede restore FILE --replace`."
            )
        )
