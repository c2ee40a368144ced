"""Taking a TOML table apart: every value has a shape, every fault a place, and nothing unknown slips by.

A ``Reader`` hands out values of the right type and remembers what was wrong; ``done`` raises all of it at once.
After a fault it hands out an empty value, so that one reading finds every fault.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from stormoede.rounds.core import instants

KEY_LENGTH = 40
EMAIL_LENGTH = 254
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_EMAIL = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\".]+(?:\.[^\s@<>,;:\".]+)+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Problem(StrEnum):
    """What can be wrong with a value. The sentences are in ``rounds/refusals.py``."""

    SYNTAX = "syntax"
    MISSING = "missing"
    UNKNOWN = "unknown"
    NOT_TEXT = "not_text"
    CONTROL = "control"
    TOO_LONG = "too_long"
    NOT_KEY = "not_key"
    RESERVED = "reserved"
    NOT_EMAIL = "not_email"
    NOT_DAY = "not_day"
    NOT_MOMENT = "not_moment"
    NO_SUCH_TIME = "no_such_time"
    NOT_CLOCK = "not_clock"
    NOT_NUMBER = "not_number"
    NOT_FLAG = "not_flag"
    NOT_CHOICE = "not_choice"
    NOT_LIST = "not_list"
    NOT_TABLE = "not_table"
    NOT_TABLES = "not_tables"
    NOT_ZONE = "not_zone"
    TWICE = "twice"
    ENDS_FIRST = "ends_first"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the place (``tracks[0].deadline``), what it is, and the values its sentence needs."""

    where: str
    problem: Problem
    values: Mapping[str, str | int] = field(default_factory=dict)


class Unreadable(Exception):
    """A table cannot be used, and why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.where}: {fault.problem}" for fault in faults))
        self.faults = tuple(faults)


def clean(text: str) -> str:
    """Text as it is kept: Unix line ends, no white space at the end of a line or around the whole."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _is_near(day: date) -> bool:
    """Does it lie where one can still count a day on and back? Nobody means the year 9999."""
    return 1900 <= day.year < 3000


def is_key(text: str) -> bool:
    return len(text) <= KEY_LENGTH and _KEY.fullmatch(text) is not None


def is_email(text: str) -> bool:
    return len(text) <= EMAIL_LENGTH and _EMAIL.fullmatch(text) is not None


class Reader:
    """Reads one table. A key read without ``default`` (or with None) must be there."""

    def __init__(self, table: Mapping[str, Any], where: str = "", faults: list[Fault] | None = None) -> None:
        self._table = table
        self._where = where
        self._asked: set[str] = set()
        self.faults: list[Fault] = [] if faults is None else faults

    def place(self, key: str) -> str:
        """The place of ``key`` as faults name it."""
        return f"{self._where}.{key}" if self._where else key

    def fault(self, key: str, problem: Problem, **values: str | int) -> None:
        """Remember that ``key`` cannot be used."""
        self.faults.append(Fault(self.place(key), problem, values))

    def _take(self, key: str, required: bool) -> object:
        self._asked.add(key)
        value: object = self._table.get(key)
        if value is None and required:
            self.fault(key, Problem.MISSING)
        return value

    def text(self, key: str, *, limit: int, default: str | None = None) -> str:
        """A text of at most ``limit`` characters; without a default it may not be empty."""
        value = self._take(key, default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str):
            self.fault(key, Problem.NOT_TEXT)
            return ""
        told = clean(value)
        if _CONTROL.search(told):
            self.fault(key, Problem.CONTROL)
        elif len(told) > limit:
            self.fault(key, Problem.TOO_LONG, length=len(told), limit=limit)
        elif not told and default is None:
            self.fault(key, Problem.MISSING)
        return told

    def key(self, key: str) -> str:
        """A name for files and addresses: a–z, 0–9, hyphens."""
        told = self.text(key, limit=1000)
        if told and not is_key(told):
            self.fault(key, Problem.NOT_KEY, limit=KEY_LENGTH)
        return told

    def email(self, key: str, default: str | None = None) -> str:
        told = self.text(key, limit=1000, default=default)
        if told and not is_email(told):
            self.fault(key, Problem.NOT_EMAIL)
        return told

    def choice(self, key: str, choices: Collection[str], default: str | None = None) -> str:
        told = self.text(key, limit=1000, default=default)
        if told and told not in choices:
            self.fault(key, Problem.NOT_CHOICE, choices=", ".join(choices))
        return told

    def zone(self, key: str, default: str) -> str:
        """The name of a time zone."""
        told = self.text(key, limit=60, default=default)
        try:
            ZoneInfo(told)
        except (LookupError, ValueError, OSError):
            self.fault(key, Problem.NOT_ZONE)
            return "UTC"
        return told

    def day(self, key: str) -> date:
        return self.optional_day(key, required=True) or date.min

    def optional_day(self, key: str, *, required: bool = False) -> date | None:
        value = self._take(key, required)
        if isinstance(value, date) and not isinstance(value, datetime) and _is_near(value):
            return value
        if value is not None:
            self.fault(key, Problem.NOT_DAY)
        return None

    def moment(self, key: str, tz: str) -> datetime:
        """A local date and time in ``tz`` (or one with its own offset), as an instant in UTC."""
        return self.optional_moment(key, tz, required=True) or datetime.min.replace(tzinfo=UTC)

    def optional_moment(self, key: str, tz: str, *, required: bool = False) -> datetime | None:
        value = self._take(key, required)
        if value is None:
            return None
        if not isinstance(value, datetime) or not _is_near(value):
            self.fault(key, Problem.NOT_MOMENT)
            return None
        instant = instants.from_local(value, tz)
        if instant is None:
            self.fault(key, Problem.NO_SUCH_TIME)
        return instant

    def clock(self, key: str) -> time | None:
        """A time of day, or None."""
        value = self._take(key, False)
        if isinstance(value, time):
            return value
        if value is not None:
            self.fault(key, Problem.NOT_CLOCK)
        return None

    def number(self, key: str, *, default: int | None = None, most: int = 32767) -> int:
        """A whole number from 0 to ``most``."""
        value = self._number(key, default is None, most)
        return (default or 0) if value is None else value

    def optional_number(self, key: str, *, most: int = 32767) -> int | None:
        return self._number(key, False, most)

    def _number(self, key: str, required: bool, most: int) -> int | None:
        value = self._take(key, required)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most:
            return value
        if value is not None:
            self.fault(key, Problem.NOT_NUMBER, most=most)
        return None

    def flag(self, key: str, default: bool) -> bool:
        value = self._take(key, False)
        if isinstance(value, bool):
            return value
        if value is not None:
            self.fault(key, Problem.NOT_FLAG)
        return default

    def texts(self, key: str, *, limit: int) -> list[str]:
        """A list of texts, empty when it is not there."""
        values = self._take(key, False)
        if values is None:
            return []
        if not isinstance(values, list):
            self.fault(key, Problem.NOT_LIST)
            return []
        inner = Reader({f"{key}[{n}]": value for n, value in enumerate(values)}, self._where, self.faults)
        return [inner.text(name, limit=limit) for name in inner._table]

    def table(self, key: str, *, required: bool = True) -> "Reader":
        """The reader of a table within this one; its faults are kept here."""
        value = self._take(key, required)
        if isinstance(value, Mapping):
            return Reader(value, self.place(key), self.faults)
        if value is not None:
            self.fault(key, Problem.NOT_TABLE)
        # A table that is missing is one fault, not one for each of its keys.
        return Reader({}, self.place(key))

    def tables(self, key: str) -> list["Reader"]:
        """The readers of a list of tables (``[[key]]``), empty when it is not there."""
        return [Reader(table, self.place(f"{key}[{n}]"), self.faults) for n, table in enumerate(self.raw_tables(key))]

    def raw_tables(self, key: str) -> list[Mapping[str, Any]]:
        """A list of tables whose reading is somebody else's."""
        values = self._take(key, False)
        if values is None:
            return []
        if not isinstance(values, list) or not all(isinstance(value, Mapping) for value in values):
            self.fault(key, Problem.NOT_TABLES, name=key)
            return []
        return values

    def rest(self) -> dict[str, Any]:
        """What nobody has asked for yet; from now on it counts as asked for."""
        left = {key: value for key, value in self._table.items() if key not in self._asked}
        self._asked.update(left)
        return left

    def close(self) -> None:
        """Remember every key that nobody asked for, with the nearest name that is known."""
        for key in self._table:
            if key not in self._asked:
                self.fault(key, Problem.UNKNOWN, near="".join(get_close_matches(key, self._asked, 1)))

    def done(self) -> None:
        """Close, and raise Unreadable when there is any fault."""
        self.close()
        if self.faults:
            raise Unreadable(self.faults)


def twice(names: Iterable[str]) -> list[tuple[int, str]]:
    """The places and names of those that have come before."""
    seen: set[str] = set()
    found = []
    for n, name in enumerate(names):
        if name in seen:
            found.append((n, name))
        seen.add(name)
    return found
