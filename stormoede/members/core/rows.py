"""What a row of a member list says: headers found in Danish and English, cells tidied, and a reason for each refusal."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from sys import intern

from stormoede.lib.cells import unguarded
from stormoede.lib.danish import name_key
from stormoede.members.core import addresses, matching

_HEADER_WITHIN = 10
_LIMITS = {"name": 160, "number": 40}
# What systems of staff write for "until further notice".
_NO_END = date(9999, 12, 31)


class Reason(StrEnum):
    """Why a row is refused. What it is called in a sentence is in ``members/wording.py``."""

    NAME_MISSING = "name missing"
    NAME_UNREADABLE = "name unreadable"
    NUMBER_TOO_LONG = "number too long"
    ADDRESS = "address"
    ROLE = "role"
    BODY = "body"
    WHICH_REGIONAL_COUNCIL = "which regional council"
    BODY_ABSENT = "body absent"
    DATE = "date"
    DATE_ORDER = "date order"
    FIRST_DAY_MISSING = "first day missing"
    ORGANISATION_MISSING = "organisation missing"
    ORGANISATION_UNKNOWN = "organisation unknown"
    ORGANISATION_TWO = "organisation two"
    NO_MUNICIPALITY = "no municipality"
    REPEATED = "repeated"
    CONFLICT = "conflict"


class TableFault(Exception):
    """The table has no row of headers that names a person and an organisation."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that can be read. Empty texts and None mean that the list says nothing."""

    row: int
    code: str
    organisation: str
    body: str
    group: str
    role: str
    name: str
    email: str
    number: str
    language: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not taken, why, and the words that are to blame. ``code`` is its organisation's, else its name."""

    row: int
    reason: Reason
    value: str = ""
    name: str = ""
    code: str = ""


_HEADERS = {
    "code": "kommunekode kommunenr kommunenummer kode code municipality-code organisation-code organisationskode",
    "organisation": "kommune kommunenavn organisation organisationsnavn municipality organization",
    "name": "navn name fulde-navn full-name person medlem member",
    "given": "fornavn first-name given-name",
    "family": "efternavn last-name surname family-name",
    "email": "e-mail email mail e-mailadresse emailadresse mailadresse e-post email-address e-mail-address",
    "number": "medlemsnr medlemsnummer nr nummer number personnr id member-number person-number member-id",
    "role": "rolle role hverv titel title post position",
    "body": "organ body udvalg forsamling committee råd",
    "first": "fra from valgt-fra gyldig-fra valid-from start startdato tiltrådt first-day",
    "last": "til to gyldig-til valid-to slut slutdato fratrådt last-day",
    "language": "sprog language",
}


@lru_cache(2048)
def _word(text: str) -> str:
    """Kommune-nr. and KommuneNr are one word."""
    return name_key(text).replace(" ", "")


_COLUMNS = {_word(word): column for column, words in _HEADERS.items() for word in words.split()}
_ROLES = {
    "member": "medlem member kommunalbestyrelsesmedlem byrådsmedlem borgerrepræsentant councillor menigt-medlem",
    "mayor": "borgmester mayor overborgmester lord-mayor",
    "deputy_mayor": "viceborgmester deputy-mayor 1-viceborgmester første-viceborgmester vice-mayor 2-viceborgmester",
    "chair": "formand chair chairman forperson chairperson",
    "secretary": "sekretær secretary byrådssekretær kommunalbestyrelsessekretær udvalgssekretær council-secretary",
}
_READ_ROLES = {_word(word): role for role, words in _ROLES.items() for word in words.split()}
_BODIES = {
    "council": "kommunalbestyrelse kommunalbestyrelsen byråd byrådet borgerrepræsentationen council kb",
    "finance_committee": "økonomiudvalg økonomiudvalget øu finance-committee økonomi",
    "board": "bestyrelse bestyrelsen board",
    "administration": "forvaltning forvaltningen administration sekretariat",
}
_READ_BODIES = {_word(word): body for body, words in _BODIES.items() for word in words.split()}
_LANGUAGES = {"da": "da", "dansk": "da", "danish": "da", "en": "en", "engelsk": "en", "english": "en"}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_DANISH = re.compile(r"(\d{1,2})[-./ ]{1,2}(\d{1,2})[-./ ]{1,2}(\d{4})")


def columns(header: Sequence[str]) -> dict[str, int]:
    """Where the known columns stand; of two with one meaning, the first."""
    found: dict[str, int] = {}
    for position, text in enumerate(header):
        column = _COLUMNS.get(_word(text))
        if column and column not in found:
            found[column] = position
    return found


def is_header(found: Mapping[str, int]) -> bool:
    """Do the columns name a person and an organisation?"""
    person = "name" in found or {"given", "family"} <= found.keys()
    return person and bool({"code", "organisation"} & found.keys())


def read(table: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Entry | RefusedRow]:
    """Every row under the headers, which stand among the first ten. Empty rows are passed by. Raises TableFault."""
    rows = iter(table)
    for position, (_, cells) in enumerate(rows):
        found = columns(cells)
        if is_header(found):
            break
        if position + 1 >= _HEADER_WITHIN:
            raise TableFault
    else:
        raise TableFault
    for row, cells in rows:
        if any(cell and not cell.isspace() for cell in cells):
            yield _row(row, {column: tidy(cells[at]) for column, at in found.items() if at < len(cells)})


def tidy(cell: str) -> str:
    """The cell without the apostrophe that exports put before what a spreadsheet would compute, and without stray space."""
    return unicodedata.normalize("NFC", " ".join(unguarded(cell).split()))


def _organisation(code: str, name: str) -> tuple[str, str]:
    """The organisation's code and name. Many lists write the code where the name is asked for."""
    if not code and (written := matching.code(name)).isdigit():
        return written, ""
    return matching.code(code), name


def _row(row: int, cells: Mapping[str, str]) -> Entry | RefusedRow:
    def says(column: str) -> str:
        return cells.get(column, "")

    name = says("name") or f"{says('given')} {says('family')}".strip()
    code, place = _organisation(says("code"), says("organisation"))

    def refused(reason: Reason, value: str = "") -> RefusedRow:
        return RefusedRow(row, reason, value[:80], name[:160], code or says("organisation"))

    if fault := _name_fault(name, says("number")):
        return refused(fault)
    email = addresses.tidy(says("email"))
    if email is None:
        return refused(Reason.ADDRESS, says("email"))
    role = _READ_ROLES.get(_word(says("role")), "") if says("role") else "member"
    if not role:
        return refused(Reason.ROLE, says("role"))
    body, group = _body(says("body"))
    if not body or (body == "regional_council" and not group):
        return refused(Reason.WHICH_REGIONAL_COUNCIL if body else Reason.BODY, says("body"))
    days = {column: _day(says(column)) for column in ("first", "last")}
    if wrong := next((column for column, day in days.items() if day is None and says(column)), None):
        return refused(Reason.DATE, says(wrong))
    first, last = days["first"], days["last"]
    last = None if last == _NO_END else last
    if first and last and last < first:
        return refused(Reason.DATE_ORDER)
    language = _LANGUAGES.get(says("language").lower(), "")
    return Entry(
        row, code, intern(place), body, intern(group), role, name, email, says("number"), language, first, last
    )


def _name_fault(name: str, number: str) -> Reason | None:
    if not name:
        return Reason.NAME_MISSING
    if len(name) > _LIMITS["name"] or not name.isprintable() or not name_key(name):
        return Reason.NAME_UNREADABLE
    if len(number) > _LIMITS["number"] or not number.isprintable():
        return Reason.NUMBER_TOO_LONG
    return None


@lru_cache(2048)
def _body(text: str) -> tuple[str, str]:
    """(kind, name of the group); ("", "") when there is no such body."""
    key = name_key(text)
    if not key:
        return "council", ""
    if key == "kkr" or key.startswith("kkr "):
        return "regional_council", key.removeprefix("kkr").strip() and key
    return _READ_BODIES.get(_word(text), ""), ""


@lru_cache(2048)
def _day(text: str) -> date | None:
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DANISH.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
    return None
