"""The attendance file that Teams exports, read and matched: who was in the meeting, and since when. Nothing else of it is kept.

It is text in UTF-16 with tabs. The older layout is one table, with or without a summary above it; the newer one has sections
("1. Summary", "2. Participants", "3. In-Meeting Activities"). Headings follow the language of whoever took it out, so the
table is known by the heading of its first column and its cells by what they look like.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LARGEST = 5_000_000
_NAMES = {"name", "full name", "navn", "fulde navn", "fuldt navn", "fuldstændigt navn"}
_SECTION = re.compile(r"\d{1,2}\.\s")
_TIME = re.compile(
    r"(\d{1,4})([./-])(\d{1,2})[./-](\d{2,4}),?\s+(?:kl\.\s*)?(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?\s*(?:([ap])\.?m\.?)?",
    re.IGNORECASE,
)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_FILLERS = {"guest", "gæst", "ekstern", "external", "unverified", "ubekræftet", "kommune", "region"}


class Why(StrEnum):
    """Why a file cannot be used."""

    NOT_ATTENDANCE = "not_attendance"
    EMPTY = "empty"
    LARGE = "large"


class Unreadable(Exception):
    """The file is not one of attendance, or it names nobody."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Seen:
    """One who was in the meeting. ``joined`` is when first, as the file has it: a local time, None when it cannot be read."""

    name: str
    addresses: tuple[str, ...]
    joined: datetime | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One whom a name in the file may stand for. ``mark`` is the one from the door; ``seated``: has a seat on the date."""

    id: str
    name: str
    place: str
    address: str
    mark: str
    seated: bool


def read(content: bytes) -> list[Seen]:
    """Everybody in the file once, in its order. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable(Why.LARGE)
    rows = list(_table(_rows(_text(content))))
    found: dict[object, Seen] = {}
    for row in rows:
        one = _seen(row)
        key = one.addresses or one.name.casefold()
        known = found.get(key)
        found[key] = one if known is None else _earlier(known, one)
    if not found:
        raise Unreadable(Why.EMPTY)
    return list(found.values())


def match(seen: Seen, candidates: Sequence[Candidate]) -> Candidate | None:
    """The one the name stands for: by the mark from the door, by address, by name; None when it could be several or nobody.

    Those with a seat on the date are asked first.
    """
    for pool in ([one for one in candidates if one.seated], [one for one in candidates if not one.seated]):
        for found in (_by_mark(seen, pool), _by_address(seen, pool), _by_name(seen, pool)):
            if len(found) == 1:
                return found[0]
            if found:
                return None
    return None


def moment(text: str) -> datetime | None:
    """A time as Teams writes it in English or Danish."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        return None
    first, sign, second, third, hour, minute, half = found.groups()
    hours = int(hour) % 12 + (12 if half.lower() == "p" else 0) if half else int(hour)
    orders = [(third, second, first), (third, first, second)]
    if len(first) == 4:
        orders = [(first, second, third)]
    elif half and sign == "/":
        orders.reverse()
    for year, month, day in orders:
        try:
            return datetime(int(year) + (2000 if int(year) < 100 else 0), int(month), int(day), hours, int(minute))  # noqa: DTZ001 - local by nature
        except ValueError:
            continue
    return None


def _text(content: bytes) -> str:
    known = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    if known is None and b"\0" in content[:200]:
        known = "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
    for encoding in (known,) if known else ("utf-8", "cp1252"):
        try:
            return content.decode(encoding).replace("\0", "")
        except UnicodeError:
            continue
    raise Unreadable(Why.NOT_ATTENDANCE)


def _rows(text: str) -> Iterator[list[str]]:
    sign = next((sign for sign in "\t;" if sign in text), ",")
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            yield [cell.strip() for cell in row]
    except csv.Error as fault:
        raise Unreadable(Why.NOT_ATTENDANCE) from fault


def _table(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """The rows below the first heading of names, to the next empty line or section."""
    under = False
    for row in rows:
        if not under:
            under = len(row) > 2 and row[0].casefold() in _NAMES
        elif not any(row) or (_SECTION.match(row[0]) and not any(row[1:])):
            return
        elif row[0]:
            yield row
    if not under:
        raise Unreadable(Why.NOT_ATTENDANCE)


def _seen(row: Sequence[str]) -> Seen:
    addresses = {cell.casefold() for cell in row[1:] if "@" in cell and " " not in cell}
    return Seen(row[0][:200], tuple(sorted(addresses)), next(filter(None, map(moment, row[1:])), None))


def _earlier(one: Seen, other: Seen) -> Seen:
    times = [seen.joined for seen in (one, other) if seen.joined]
    return Seen(one.name, one.addresses, min(times, default=None))


def _tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("å", "aa")
    return re.findall(r"[^\W_]+", plain)


def _by_mark(seen: Seen, pool: Sequence[Candidate]) -> list[Candidate]:
    words = _tokens(seen.name)
    return [one for one in pool if words and one.mark.casefold() == words[-1] and set(_tokens(one.name)) & set(words)]


def _by_address(seen: Seen, pool: Sequence[Candidate]) -> list[Candidate]:
    found = [one for one in pool if one.address and one.address.casefold() in seen.addresses]
    named = [one for one in found if set(_tokens(one.name)) <= set(_tokens(seen.name))]
    return named if len(found) > 1 and named else found


def _by_name(seen: Seen, pool: Sequence[Candidate]) -> list[Candidate]:
    words = set(_tokens(seen.name))
    found = [one for one in pool if set(_tokens(one.name)) <= words and _tokens(one.name)]
    rest = [(one, words - set(_tokens(one.name)) - _FILLERS - {one.mark.casefold()}) for one in found]
    exact = [one for one, more in rest if not more]
    placed = [one for one, more in rest if more and more <= set(_tokens(one.place))]
    return placed or exact
