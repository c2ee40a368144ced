"""Answers to a meeting as parts of audiences: signed up for a date, waiting, came, did not come, not answered, and their like."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from stormoede.lib import words
from stormoede.meetings import queries
from stormoede.meetings.models import Arrival, Meeting, Registration, Session
from stormoede.members.models import Person
from stormoede.members.queries import audiences
from stormoede.rounds import queries as rounds
from stormoede.rounds.kinds import Choice
from stormoede.rounds.models import Track


def choices(track: Track, language: str) -> Sequence[Choice]:
    """What one can have answered to the meeting of ``track``: as a whole, and date by date."""
    meeting = Meeting.objects.filter(track=track).first()
    if meeting is None:
        return ()
    with override(language):
        whole = [
            Choice("answered", _("answered")),
            Choice("not-answered", _("not answered")),
            Choice("seat", _("signed up")),
            Choice("waiting", _("on the waiting list, or asks for a seat")),
            Choice("cannot", _("cannot come")),
            Choice("came", _("came")),
            Choice("absent", _("did not come")),
        ]
        dated = [one for session in meeting.sessions.all() for one in _dated(session, track, language)]
    return [*whole, *dated]


def who(track: Track, key: str, on: date) -> QuerySet[Person]:
    """Those who have answered ``key``. Somebody has not come from the day after on, and not before."""
    meeting = Meeting.objects.select_related("audience").filter(track=track).first()
    if meeting is None:
        return Person.objects.none()
    if key == "not-answered":
        answered = queries.answered(track.pk).order_by().values("pk")
        return audiences.people(meeting.audience.spec, on=on).exclude(pk__in=answered)
    word, _dot, slug = key.partition(":")
    asked = _ASKED.get(word)
    if asked is None or (slug and word not in _PER_DATE):
        return Person.objects.none()
    sessions = meeting.sessions.filter(slug=slug) if slug else meeting.sessions.all()
    return asked(meeting, sessions, rounds.midnight(on, track.round.time_zone))


def _dated(session: Session, track: Track, language: str) -> list[Choice]:
    day = words.day(words.local_day(session.starts, track.round.time_zone), language)
    told = {"date": f"{day}, {session.town}" if session.town else day}
    return [
        Choice(f"seat:{session.slug}", _("signed up for %(date)s") % told),
        Choice(f"waiting:{session.slug}", _("waits for %(date)s") % told),
        Choice(f"came:{session.slug}", _("came on %(date)s") % told),
        Choice(f"absent:{session.slug}", _("did not come on %(date)s") % told),
    ]


def _of(found: QuerySet[Registration]) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=found.order_by().values("person"))


def _answered(meeting: Meeting, sessions: QuerySet[Session], before: datetime) -> QuerySet[Person]:
    return queries.answered(meeting.track_id)


def _seated(meeting: Meeting, sessions: QuerySet[Session], before: datetime) -> QuerySet[Person]:
    return _of(Registration.objects.filter(seat__in=sessions.order_by().values("pk")))


def _waiting(meeting: Meeting, sessions: QuerySet[Session], before: datetime) -> QuerySet[Person]:
    return _of(Registration.objects.filter(wish__in=sessions.order_by().values("pk")))


def _cannot(meeting: Meeting, sessions: QuerySet[Session], before: datetime) -> QuerySet[Person]:
    return _of(Registration.objects.filter(meeting=meeting, cannot=True))


def _came(meeting: Meeting, sessions: QuerySet[Session], before: datetime) -> QuerySet[Person]:
    arrived = Arrival.objects.filter(session__in=sessions.order_by().values("pk"))
    return Person.objects.filter(pk__in=arrived.order_by().values("person"))


def _absent(meeting: Meeting, sessions: QuerySet[Session], before: datetime) -> QuerySet[Person]:
    """Those with a seat on a date that is over who went through no door of it."""
    came = Arrival.objects.filter(session=OuterRef("seat"), person=OuterRef("person"))
    over = sessions.filter(Q(ends__lt=before)).order_by().values("pk")
    return _of(Registration.objects.filter(~Exists(came), seat__in=over))


_ASKED: Mapping[str, Callable[[Meeting, QuerySet[Session], datetime], QuerySet[Person]]] = {
    "answered": _answered,
    "seat": _seated,
    "waiting": _waiting,
    "cannot": _cannot,
    "came": _came,
    "absent": _absent,
}
_PER_DATE = {"seat", "waiting", "came", "absent"}
