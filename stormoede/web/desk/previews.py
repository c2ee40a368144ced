"""A plan as a page shows it: short lists of names with what changes, in words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from stormoede.events.models import Event
from stormoede.lib import words
from stormoede.members import wording
from stormoede.members.core import titles
from stormoede.members.core.plan import PersonPlan, Plan, SeatPlan
from stormoede.members.models import Body, Organisation
from stormoede.members.queries.people import places_of

MOST = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One person or row: the row's number (0 when none), a name, where, and what."""

    row: int
    name: str
    place: str
    what: str


@dataclass(frozen=True, slots=True)
class Lines:
    """The first lines of a list, and how many there are."""

    lines: Sequence[Line]
    number: int

    @property
    def left_out(self) -> int:
        return self.number - len(self.lines)


@dataclass(frozen=True, slots=True)
class Preview:
    """A whole plan for the page."""

    new: Lines
    changed: Lines
    gone: Lines
    refused: Lines
    rows: int
    unchanged: int
    unreachable: int
    waiting: int
    questions: int
    shared: int
    kept: Sequence[str]
    absent: Sequence[str]
    empty: bool


@dataclass(frozen=True, slots=True)
class Done:
    """An import that was carried out, in figures."""

    at: datetime
    import_id: str
    new: int
    changed: int
    unchanged: int
    ended: int
    refused: int
    waiting: int
    unreachable: int


def of(plan: Plan, language: str) -> Preview:
    """The plan, in words. Two statements, for the names of bodies and places."""
    bodies, places = places_of()
    tell = _Teller(bodies, places, language)
    new, changed = list(plan.new), list(plan.changed)
    codes = {place.code: place.name for place in places.values()}
    return Preview(
        new=_lines(new, tell.new),
        changed=_lines(changed, tell.changed),
        gone=_lines(plan.gone, lambda gone: tell.gone(gone[0].name, gone[0].place, gone[1])),
        refused=_lines(
            plan.refused, lambda row: Line(row.row, row.name, codes.get(row.code, ""), wording.refusal(row)), MOST * 5
        ),
        rows=plan.rows,
        unchanged=plan.unchanged,
        unreachable=plan.unreachable,
        waiting=plan.waiting,
        questions=len(plan.questions),
        shared=plan.shared,
        kept=[codes[code] for code in plan.kept if code in codes],
        absent=[codes.get(code, code) for code in plan.absent],
        empty=plan.empty,
    )


def carried_out(events: Iterable[Event]) -> list[Done]:
    """The imports behind the events."""
    names = ("new", "changed", "unchanged", "ended", "refused", "waiting", "unreachable")
    return [
        Done(event.at, event.subject.removeprefix("import:"), *(int(event.data.get(name) or 0) for name in names))
        for event in events
    ]


def _lines[T](found: Sequence[T], tell: Callable[[T], Line], most: int = MOST) -> Lines:
    return Lines([tell(item) for item in found[:most]], len(found))


@dataclass(frozen=True, slots=True)
class _Teller:
    bodies: dict[int, Body]
    places: dict[int, Organisation]
    language: str

    def new(self, person: PersonPlan) -> Line:
        seats = words.listing([self._seat(seat) for seat in person.seats], self.language)
        what = f"{seats}, {person.email}" if person.email else _("%(seats)s, without an address") % {"seats": seats}
        return Line(person.row, person.name, self._place(person.place), what)

    def changed(self, person: PersonPlan) -> Line:
        old = person.old
        assert old is not None
        parts = []
        if "name" in person.fields:
            parts.append(_("was called %(name)s") % {"name": old.name})
        if "email" in person.fields:
            parts.append(_("%(new)s instead of %(old)s") % {"new": person.email, "old": old.email or _("no address")})
        if "number" in person.fields:
            parts.append(_("gets number %(number)s") % {"number": person.number})
        if "place" in person.fields:
            parts.append(_("moves from %(place)s") % {"place": self._place(old.place) or _("no municipality")})
        if "language" in person.fields:
            parts.append(_("another language"))
        given = [self._seat(seat) for seat in person.seats if seat.pk is None]
        moved = [self._seat(seat, days=True) for seat in person.seats if seat.pk is not None]
        if given:
            parts.append(_("becomes %(seats)s") % {"seats": words.listing(given, self.language)})
        parts += [_("other days: %(seat)s") % {"seat": seat} for seat in moved]
        return Line(person.row, person.name, self._place(person.place), "; ".join(parts))

    def gone(self, name: str, place: int | None, seat: SeatPlan) -> Line:
        last = words.plain_day_year(seat.last, self.language) if seat.last else ""
        return Line(0, name, self._place(place), _("%(seat)s, until %(day)s") % {"seat": self._seat(seat), "day": last})

    def _seat(self, seat: SeatPlan, *, days: bool = False) -> str:
        body = self.bodies[seat.body]
        owner = self.places.get(body.organisation_id or 0)
        title = titles.title(
            seat.role, body.kind, body.name, owner.full_name or owner.name if owner else "", self.language
        )
        if not days:
            return title
        first = words.plain_day_year(seat.first, self.language)
        last = words.plain_day_year(seat.last, self.language) if seat.last else _("no end set")
        return f"{title}, {first} – {last}"

    def _place(self, pk: int | None) -> str:
        place = self.places.get(pk or 0)
        return place.name if place else ""
