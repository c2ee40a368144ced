"""Whom and what events speak of, by name. A fixed number of statements, however many events: staff, people, seats, dates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.accounts.models import Staff
from stormoede.events.actor import ActorKind
from stormoede.events.models import Event
from stormoede.lib import words
from stormoede.lib.prepared import AT_ONCE, Keyed
from stormoede.meetings.models import Session
from stormoede.members.models import Mandate, Person
from stormoede.members.queries.people import title

_PEOPLE = ("person", "member", "deputy", "stand_in")
_DATES = ("seat", "wish", "session", "was_seat", "was_wish")


@dataclass(frozen=True, slots=True)
class Names:
    """What is found; whoever is asked for and not there is told as somebody."""

    staff: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    seats: Mapping[int, str] = field(default_factory=dict)
    dates: Mapping[int, str] = field(default_factory=dict)

    def who(self, event: Event) -> str:
        """Who did it: a noun that a sentence can begin with."""
        if event.actor_kind == ActorKind.STAFF.value:
            return self.staff.get(event.actor_id) or _("a former colleague")
        if event.actor_kind == ActorKind.PERSON.value:
            return self.person(event.actor_id)
        return _("the program")

    def person(self, pk: str) -> str:
        return self.people.get(pk) or _("an erased person")

    def seat(self, pk: object) -> str:
        return self.seats.get(_number(pk)) or _("a seat that is gone")

    def date(self, pk: object) -> str:
        return self.dates.get(_number(pk)) or _("a date that is gone")


def read(events: Sequence[Event], more: Iterable[str] = ()) -> Names:
    """The names in ``events``; ``more`` are ids of people that are asked for as well."""
    staff = {event.actor_id for event in events if event.actor_kind == ActorKind.STAFF.value}
    people = {event.actor_id for event in events if event.actor_kind == ActorKind.PERSON.value}
    people |= {str(event.data[name]) for event in events for name in _PEOPLE if event.data.get(name)}
    seats = {_number(event.data["mandate"]) for event in events if event.data.get("mandate")}
    dates = {_number(event.data[name]) for event in events for name in _DATES if event.data.get(name)}
    dates |= {_number(event.subject.partition(":")[2]) for event in events if event.subject.startswith("session:")}
    return Names(_staff(staff), _people(people | set(more)), _seats(seats), _dates(dates))


def _number(value: object) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else 0


def _ids(texts: Iterable[str]) -> set[UUID]:
    found = set()
    for text in texts:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


def _staff(ids: set[str]) -> dict[str, str]:
    wanted = _ids(ids)
    rows = Staff.objects.filter(pk__in=wanted).values_list("pk", "name") if wanted else ()
    return {str(pk): name for pk, name in rows}


def _people(ids: set[str]) -> dict[str, str]:
    wanted = list(_ids(ids))
    if len(wanted) <= AT_ONCE:
        return {str(one.pk): one.name for one in _NAMED(wanted)}
    rows = Person.objects.filter(pk__in=wanted, erased_at=None).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}


def _seats(ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    language = get_language() or "en"
    rows = Mandate.objects.filter(pk__in=ids).select_related("body__organisation", "body__group")
    return {row.pk: title(row, language) for row in rows}


def _dates(ids: set[int]) -> dict[int, str]:
    language = get_language() or "en"
    found = ((one.pk, one.starts, one.meeting.track.round.time_zone) for one in _DATED(list(ids)))
    return {pk: words.plain_moment(starts, zone, language) for pk, starts, zone in found}


_NAMED = Keyed(lambda: Person.objects.filter(erased_at=None).only("name"))
_ZONE = "meeting__track__round"
_DATED = Keyed(lambda: Session.objects.select_related(_ZONE).only("starts", f"{_ZONE}__time_zone"))
