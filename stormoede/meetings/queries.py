"""Reads across tables: a meeting in figures, its lists of people, what happened to a registration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from stormoede.events.models import Event
from stormoede.lib.prepared import Keyed, Prepared
from stormoede.meetings import marks
from stormoede.meetings.core.attendance import Candidate
from stormoede.meetings.models import Arrival, Meeting, Registration, Session
from stormoede.members.models import Person


@dataclass(frozen=True, slots=True)
class DateFigures:
    """One date in figures. ``links`` are those among the seats whose link to the door has been mailed."""

    id: int
    starts: datetime
    seats: int
    capacity: int | None
    waiting: int
    asking: int
    links: int
    came: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A meeting in figures. ``answered`` counts all who have answered, ``cannot`` those who cannot come."""

    dates: Sequence[DateFigures]
    answered: int
    cannot: int

    @property
    def seats(self) -> int:
        return sum(date.seats for date in self.dates)

    @property
    def links(self) -> int:
        return sum(date.links for date in self.dates)

    @property
    def came(self) -> int:
        return sum(date.came for date in self.dates)

    @property
    def asking(self) -> int:
        return sum(date.asking for date in self.dates)


def figures(meeting: Meeting) -> Figures:
    """The meeting in figures. Four statements, however many people."""
    registrations = Registration.objects.filter(meeting=meeting)
    whole = registrations.aggregate(answered=Count("pk", filter=_ANSWERED), cannot=Count("pk", filter=Q(cannot=True)))
    wishes: dict[int, Mapping[str, Any]] = {
        row["wish"]: row
        for row in registrations.filter(wish__isnull=False)
        .values("wish")
        .annotate(waiting=Count("pk", filter=Q(asks=False)), asking=Count("pk", filter=Q(asks=True)))
    }
    links = dict(
        registrations.filter(door_sent=F("seat")).values("seat").annotate(n=Count("pk")).values_list("seat", "n")
    )
    # Grouping forgets the model's own order.
    dates = meeting.sessions.annotate(came=Count("arrivals")).order_by("starts", "id")
    return Figures([_date_figures(date, wishes.get(date.pk, {}), links.get(date.pk, 0)) for date in dates], **whole)


def _date_figures(date: Any, wishes: Mapping[str, Any], links: int) -> DateFigures:  # noqa: ANN401 - annotated row
    return DateFigures(
        date.pk, date.starts, date.taken, date.capacity,
        wishes.get("waiting", 0), wishes.get("asking", 0), links, date.came,
    )  # fmt: skip


_KNOWN = {"came_at": "at", "by_door": "by_door", "by_file": "by_file"}
_ANSWERED = Q(seat__isnull=False) | Q(wish__isnull=False) | Q(cannot=True)


def answered(track_id: int) -> QuerySet[Person]:
    """Everybody who has answered the meeting of the track."""
    given = Registration.objects.filter(_ANSWERED, meeting__track=track_id)
    return Person.objects.filter(pk__in=given.values("person"))


def answered_any(round: int) -> QuerySet[Registration, UUID]:
    """The ids of everybody who has answered a meeting of the round, to be asked within another question."""
    # The meetings are found once, and whether somebody has answered one of them is one look into its index.
    meetings = Meeting.objects.filter(track__round=round, track__kind="meetings").order_by().values("pk")
    given = Registration.objects.filter(_ANSWERED, meeting__in=meetings)
    return given.order_by().values_list("person_id", flat=True)


def with_seat(session: Session) -> QuerySet[Registration]:
    """Those with a seat on a date, by name in Danish order, each with ``came_at``: when they came, if they did,

    and ``by_door`` and ``by_file``: how that is known.
    """
    return _arrived(_people(Registration.objects.filter(seat=session)), session.pk)


def _arrived(found: QuerySet[Registration], session: int) -> QuerySet[Registration]:
    arrivals = Arrival.objects.filter(session=session, person=OuterRef("person"))
    return found.annotate(**{name: Subquery(arrivals.values(of)[:1]) for name, of in _KNOWN.items()})


def came_among(found: QuerySet[Registration], session: int) -> int:
    """How many of those found have come to the date."""
    return found.filter(person__in=Arrival.objects.filter(session=session).values("person")).count()


def waiting(session: Session) -> Sequence[Registration]:
    """Those who wait for a date, in the order they will move up."""
    return _WAITING(session.pk)


def asking(session: Session) -> Sequence[Registration]:
    """Those who asked for a date after the deadline, first come first."""
    return _ASKING(session.pk)


def cannot(meeting: Meeting) -> QuerySet[Registration]:
    """Those who answered that they cannot come."""
    return _people(Registration.objects.filter(meeting=meeting, cannot=True))


_PERSON = ("person__organisation",)
_TOLD = ("answered_at", "person__name", "person__organisation__name")
# Answers of a page of a list, with the person; and of those with a seat on a date, what ``with_seat`` says of each.
shown = Keyed(lambda: Registration.objects.select_related(*_PERSON).only(*_TOLD))
shown_with_seat = Keyed(
    lambda session: _arrived(Registration.objects.select_related(*_PERSON).only(*_TOLD), session), 7
)


_WISHES = Registration.objects.select_related(*_PERSON).order_by("wished_at", "pk")
_WAITING = Prepared(lambda session: _WISHES.filter(wish=session, asks=False), 7)
_ASKING = Prepared(lambda session: _WISHES.select_related("wish").filter(wish=session, asks=True), 7)


def meeting_of(key: str, track: str) -> Meeting | None:
    """The meeting of the track ``track`` of the round ``key``, with both and its audience."""
    return next(iter(_MEETINGS(key, track)), None)


def date_of(meeting: Meeting, session: int) -> Session | None:
    """The meeting's date of that number."""
    # An address may have any number, and SQLite takes none that is longer.
    return next(iter(_DATES(meeting.pk, session)), None) if session < 2**63 else None


_MEETINGS = Prepared(
    lambda key, track: Meeting.objects.select_related("track__round", "audience").filter(
        track__round__key=key, track__key=track
    ),
    "a round",
    "a track",
)
_DATES = Prepared(lambda meeting, session: Session.objects.filter(meeting=meeting, pk=session), 7, 8)


def all_asking(meeting: Meeting) -> QuerySet[Registration]:
    """Those who asked for any date after the deadline, first come first, with the date."""
    asked = Registration.objects.filter(meeting=meeting, asks=True)
    return asked.select_related(*_PERSON, "wish").order_by("wished_at", "pk")


def came_without_seat(session: Session) -> Sequence[Arrival]:
    """Those who came and have no seat there (any more), in the order they came."""
    return _CAME(session.pk)


def _came(session: int) -> QuerySet[Arrival]:
    seated = Registration.objects.filter(seat=session).values("person")
    return Arrival.objects.filter(session=session).exclude(person__in=seated).select_related(*_PERSON).order_by("at")


_CAME = Prepared(_came, 7)


def acts(registration: UUID, number: int) -> list[Event]:
    """The last acts on a registration, newest first, 20 at most."""
    return _ACTS(f"registration:{registration}")[:number]


_ACTS = Prepared(
    lambda subject: Event.objects.filter(subject=subject, act__startswith="registration.").order_by("-id")[:20],
    "a subject",
)


def could_not(registration: UUID) -> bool:
    """Had they answered that they cannot come, when they last asked for a date after the deadline?"""
    # One that is put back by an undo is the request they had made before.
    asked = Event.objects.filter(
        subject=f"registration:{registration}", act="registration.answered", data__asks=True, data__was_asks=False
    )
    return bool(asked.order_by("-pk").values_list("data__was_cannot", flat=True).first())


def place_in_line(registration: UUID, session: int) -> int:
    """Which number somebody is on a waiting list."""
    own = Registration.objects.filter(pk=registration)
    since = own.values("wished_at")[:1]
    before = Registration.objects.filter(wish=session, asks=False)
    return before.filter(Q(wished_at__lt=since) | Q(wished_at=since, pk__lte=registration)).count()


def _people(found: QuerySet[Registration]) -> QuerySet[Registration]:
    return found.select_related(*_PERSON).order_by("person__sort_key", "pk")


def candidates(session: Session) -> list[Candidate]:
    """All whom a name in a file of the date may stand for: everybody who has answered the meeting, by name."""
    answered = _people(Registration.objects.filter(meeting=session.meeting_id, person__erased_at__isnull=True))
    return [
        Candidate(
            id=str(one.person_id),
            name=one.person.name,
            place=one.person.organisation.name if one.person.organisation else "",
            address=one.person.email,
            mark=marks.of(session.pk, one.person_id),
            seated=one.seat_id == session.pk,
        )
        for one in answered
    ]
