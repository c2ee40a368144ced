"""The rows of a list gathered into people: which organisation and body each row means, and which rows are one person's."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from stormoede.lib.danish import name_key
from stormoede.members.core import matching
from stormoede.members.core.plan import Known, KnownPerson, Place, PlaceQuestion
from stormoede.members.core.rows import Entry, Reason, RefusedRow


@dataclass(frozen=True, slots=True)
class ListedSeat:
    """A seat as a row says it."""

    row: int
    body: int
    role: str
    first: date | None
    last: date | None


@dataclass(slots=True)
class Listed:
    """One person as the rows of the list say them. ``old`` is who they are, once that is known."""

    row: int
    place: Place
    name: str
    email: str
    number: str
    language: str
    seats: list[ListedSeat]
    old: KnownPerson | None = None

    @property
    def bare(self) -> bool:
        """Neither a number nor an address: the name is all there is."""
        return not self.number and not self.email


@dataclass(slots=True)
class Gathering:
    """Everything the rows say. ``shared`` are addresses that stand for several people of one organisation."""

    known: Known
    answers: Mapping[str, str]
    listed: list[Listed] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    questions: dict[str, PlaceQuestion] = field(default_factory=dict)
    answered: dict[str, PlaceQuestion] = field(default_factory=dict)
    shared: set[tuple[int, str]] = field(default_factory=set)
    kinds: dict[str, set[str]] = field(default_factory=dict)
    rows: int = 0
    waiting: int = 0
    waiting_codes: set[str] = field(default_factory=set)
    _numbered: dict[str, KnownPerson] = field(default_factory=dict)
    _by_number: dict[str, Listed] = field(default_factory=dict)
    _by_email: dict[int, dict[str, Listed]] = field(default_factory=dict)
    _by_email_and_name: dict[tuple[int, str, str], Listed] = field(default_factory=dict)
    _by_name: dict[tuple[int, str], Listed] = field(default_factory=dict)

    def take(self, entries: Iterable[Entry | RefusedRow]) -> "Gathering":
        """Go through the rows, once and in order."""
        self._numbered.update((old.number, old) for old in self.known.people if old.number)
        for entry in entries:
            self.rows += 1
            if isinstance(entry, RefusedRow):
                named = self.known.spellings.get(matching.organisation_key(entry.code), entry.code)
                self.refused.append(replace(entry, code=named))
                continue
            place = self._place(entry)
            body = self._body(entry, place) if place else None
            if place and body:
                self._add(entry, place, body)
        for index in (self._numbered, self._by_number, self._by_email, self._by_email_and_name, self._by_name):
            index.clear()
        return self

    def join(self, one: Listed, other: Listed) -> None:
        """Let ``one``'s seats be ``other``'s: somebody said that they are one person."""
        for seat in one.seats:
            self._seat(other, seat, one.name)

    def _refuse(self, entry: Entry, reason: Reason, value: str = "", code: str = "") -> None:
        self.refused.append(RefusedRow(entry.row, reason, value, entry.name, code or entry.code))

    def _place(self, entry: Entry) -> Place | None:
        """The organisation a row means, by its code, else by its name; otherwise the row is refused or waits."""
        entry = self._named(entry)
        key = matching.organisation_key(entry.organisation) if entry.organisation else ""
        if entry.code == matching.NO_MUNICIPALITY or (not entry.code and key in matching.NO_MUNICIPALITIES):
            self._refuse(entry, Reason.NO_MUNICIPALITY)
            return None
        named = self.known.spellings.get(key)
        if entry.code:
            place = self.known.places.get(entry.code)
            if place is None:
                self._refuse(entry, Reason.ORGANISATION_UNKNOWN, entry.code)
            elif named and named != place.code:
                self._refuse(entry, Reason.ORGANISATION_TWO, f"{place.name} · {entry.organisation}")
                place = None
            return place
        if not key:
            self._refuse(entry, Reason.ORGANISATION_MISSING)
            return None
        return self.known.places[named] if named else self._near(entry, key)

    def _named(self, entry: Entry) -> Entry:
        """Many lists write the name where the code is asked for."""
        if entry.organisation or entry.code in self.known.places or matching.is_number(entry.code):
            return entry
        return replace(entry, code="", organisation=entry.code)

    def _near(self, entry: Entry, key: str) -> Place | None:
        """The organisation that is named nearly like this, if somebody has said that it is meant."""
        question_id = f"o:{key}"
        asked = self.questions.get(question_id) or self.answered.get(question_id)
        code = asked.code if asked else matching.near(key, self.known.spellings)
        answer = self.answers.get(question_id, "")
        if code is None:
            self._refuse(entry, Reason.ORGANISATION_UNKNOWN, entry.organisation)
            return None
        first, rows = (asked.row, asked.rows) if asked else (entry.row, 0)
        into = self.answered if answer in {"yes", "no"} else self.questions
        into[question_id] = PlaceQuestion(
            question_id, entry.organisation, code, self.known.places[code].name, first, rows + 1
        )
        if answer == "yes":
            return self.known.places[code]
        if answer == "no":
            self._refuse(entry, Reason.ORGANISATION_UNKNOWN, entry.organisation)
        else:
            self.waiting += 1
            self.waiting_codes.add(code)
        return None

    def _body(self, entry: Entry, place: Place) -> int | None:
        owner: int | str = place.pk
        if entry.body == "regional_council":
            owner = entry.group
        elif entry.body == "board":
            owner = ""
        body = self.known.bodies.get((entry.body, owner))
        if body is None:
            reason = Reason.WHICH_REGIONAL_COUNCIL if entry.body == "regional_council" else Reason.BODY_ABSENT
            self._refuse(entry, reason, entry.group or place.name, place.code)
        return body

    def _add(self, entry: Entry, place: Place, body: int) -> None:
        seat = ListedSeat(entry.row, body, entry.role, entry.first, entry.last)
        person = self._same(entry, place)
        if person is None:
            person = self._listed(entry, place)
            self.listed.append(person)
        elif self._contradicts(entry, place, person):
            self._refuse(entry, Reason.CONFLICT, str(person.row), place.code)
            return
        self._index(person, entry)
        if self._seat(person, seat, entry.name):
            self.kinds.setdefault(place.code, set()).add(entry.body)

    def _listed(self, entry: Entry, place: Place) -> Listed:
        """A new person. What the list says as it is known is not held twice: there may be a hundred thousand of them."""
        old = self._numbered.get(entry.number)
        name = old.name if old and old.name == entry.name else entry.name
        email = old.email if old and old.email == entry.email else entry.email
        return Listed(entry.row, place, name, email, old.number if old else entry.number, entry.language, [])

    def _same(self, entry: Entry, place: Place) -> Listed | None:
        """Whoever earlier in the list this row goes on about."""
        if entry.number and (found := self._by_number.get(entry.number)):
            return found
        if entry.email:
            found = self._by_email.get(place.pk, {}).get(entry.email)
            if found and name_key(found.name) != name_key(entry.name):
                self.shared.add((place.pk, entry.email))
                found = self._by_email_and_name.get((place.pk, entry.email, name_key(entry.name)))
            return None if found and entry.number and found.number else found
        return None if entry.number else self._by_name.get((place.pk, name_key(entry.name)))

    def _contradicts(self, entry: Entry, place: Place, person: Listed) -> bool:
        other_address = bool(entry.email and person.email and entry.email != person.email)
        return other_address or person.place.pk != place.pk or name_key(entry.name) != name_key(person.name)

    def _index(self, person: Listed, entry: Entry) -> None:
        person.number = person.number or entry.number
        person.email = person.email or entry.email
        person.language = person.language or entry.language
        if person.number:
            self._by_number.setdefault(person.number, person)
        if person.email:
            first = self._by_email.setdefault(person.place.pk, {}).setdefault(person.email, person)
            if first is not person:
                self._by_email_and_name[person.place.pk, person.email, name_key(person.name)] = person
        if person.bare:
            self._by_name.setdefault((person.place.pk, name_key(person.name)), person)

    def _seat(self, person: Listed, seat: ListedSeat, name: str) -> bool:
        """Add the seat, unless another row has said it."""
        for other in person.seats:
            if (other.body, other.role) == (seat.body, seat.role) and _meet(other, seat):
                row = RefusedRow(seat.row, Reason.REPEATED, str(other.row), name, person.place.code)
                self.refused.append(row)
                return False
        person.seats.append(seat)
        return True


def _meet(one: ListedSeat, other: ListedSeat) -> bool:
    if one.first is None or other.first is None:
        return True
    return one.first <= (other.last or date.max) and other.first <= (one.last or date.max)


def named_like(some: Iterable[Listed], listed: Iterable[Listed]) -> Iterator[tuple[Listed, list[Listed]]]:
    """For each of ``some`` who is only a name, those of the list with that name in that organisation who are more."""
    wanted = {(person.place.pk, name_key(person.name)): person for person in some if person.bare}
    found: dict[tuple[int, str], list[Listed]] = {}
    places = {place for place, _ in wanted}
    for person in listed:
        if not person.bare and person.place.pk in places:
            key = (person.place.pk, name_key(person.name))
            if key in wanted:
                found.setdefault(key, []).append(person)
    return ((person, found[key]) for key, person in wanted.items() if key in found)
