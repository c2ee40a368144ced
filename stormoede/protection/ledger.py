"""The ledger of those who were erased: a file beside the backups, one line a person, ids alone.

An older backup still has them, so a restore reads the ledger and erases them again before anybody can look.
"""

import json
import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from stormoede import environment
from stormoede.lib import env

LOG = logging.getLogger("stormoede.protection")
NAME = "erased.ledger"


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who was erased, when, and whether their words went too."""

    person: str
    at: datetime
    words: bool


def folder() -> Path:
    """Where the backups of this machine are."""
    data: Path = settings.DATA
    return env.read(environment.BACKUPS) or data.parent / "backups"


def add(entry: Entry) -> None:
    """Write one more line. The database holds it too, so a disk that refuses is told of and stops nobody."""
    line = json.dumps({"person": entry.person, "at": entry.at.isoformat(), "words": entry.words})
    place = folder()
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(place / NAME, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="ascii") as stream:
            stream.write(line + "\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        LOG.exception("the ledger of erased people could not be written")


def read(places: Iterable[Path]) -> list[Entry]:
    """What the ledgers in these folders say. A line that was cut off says nothing."""
    found = {}
    for place in dict.fromkeys(places):
        for line in _lines(place / NAME):
            entry = _entry(line)
            if entry is not None:
                found[entry.person] = entry
    return list(found.values())


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return []


def _entry(line: str) -> Entry | None:
    try:
        told = json.loads(line)
        return Entry(str(UUID(told["person"])), datetime.fromisoformat(told["at"]), bool(told["words"]))
    except (ValueError, KeyError, TypeError):
        return None
