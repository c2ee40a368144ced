"""Who of the staff has read what about whom: a log of its own, in files that are only added to, one a month.

Reading writes no row (asking never changes anything), so this stands beside the database: docs/adr/0019. A line has the time, who, in
which role, what they did, with what, and under which basis; numbers alone, never a name. What members read of their own is not noted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from stormoede.accounts.models import Staff
from stormoede.lib.log_lines import READINGS, told

MONTHS = 24
READ, EXPORTED = "read", "exported"
PROGRAM = "program"
_LINE = re.compile(r"^(\S+) level=info from=access by=(?:staff|key):(\S+) role=(\S+) act=(\S+) object=(\S+)$")


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody of the staff read or took something, or a program did: then the role is "program", and ``staff`` its key's id.

    ``subject`` is "kind:id", as in events.
    """

    at: datetime
    staff: str
    role: str
    act: str
    subject: str


def note(who: Staff, act: str, subject: str) -> None:
    """Add one line."""
    figures = {"by": f"staff:{who.pk}", "role": who.role, "act": act, "object": subject}
    READINGS.info("", extra={"figures": figures})


def note_program(key: str, subject: str) -> None:
    """Add one line: a program has read people's names and addresses with the key."""
    READINGS.info("", extra={"figures": {"by": f"key:{key}", "role": PROGRAM, "act": READ, "object": subject}})


def latest(subject: str = "", most: int = 500) -> list[Reading]:
    """The newest readings of this machine, of everything or of one thing, the newest first."""
    found: list[Reading] = []
    for file in sorted(_files(), reverse=True):
        for line in reversed(file.read_text(encoding="utf-8", errors="replace").splitlines()):
            reading = _read(line, subject)
            if reading is not None:
                found.append(reading)
                if len(found) == most:
                    return found
    return found


def _files() -> Iterator[Path]:
    folder: Path = settings.ACCESS
    yield from folder.glob("access-????-??.log")


def _read(line: str, subject: str) -> Reading | None:
    if subject and f" object={told(subject)}" not in line:
        return None
    found = _LINE.match(line)
    if found is None:
        return None
    at, staff, role, act, thing = found.groups()
    return Reading(datetime.fromisoformat(at), staff, role, act, thing)


def forget(at: datetime) -> int:
    """Take away the months that ended two years before ``at`` (real time). Returns how many."""
    months = at.year * 12 + at.month - 1 - MONTHS
    oldest = f"access-{months // 12:04d}-{months % 12 + 1:02d}.log"
    gone = [file for file in _files() if file.name < oldest]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)
