"""Noting who was there from a file of the meeting. The file itself is never kept, only who came and when first."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from stormoede.events.actions import records
from stormoede.events.actor import Actor
from stormoede.meetings.actions import doors
from stormoede.meetings.models import Arrival, Session
from stormoede.meetings.refusals import NotHeld
from stormoede.members.models import Person

_AROUND = timedelta(hours=3)


def begun(session: Session, at: datetime) -> bool:
    """Can anybody have been there?"""
    return at >= session.starts - timedelta(minutes=session.meeting.door_opens)


def fits(session: Session, joined: datetime) -> bool:
    """Does a time in a file belong to this date?"""
    return session.starts - _AROUND <= joined <= session.ends + _AROUND


@transaction.atomic
def note(
    session_id: int, came: Mapping[UUID, datetime | None], *, instead: bool = False, by: Actor, at: datetime
) -> int:
    """Note those who came, each with when first; a time that does not belong to the date becomes its beginning.

    Whoever went through the door keeps that time. Twice is once. ``instead``: the file takes the place of an earlier one, and whom that
    alone has named did not come. Returns how many were not known to have come. Raises NotHeld.
    """
    session = Session.objects.select_for_update(no_key=True, of=("self",)).select_related("meeting").get(pk=session_id)
    if not begun(session, at):
        raise NotHeld
    living = set(Person.objects.filter(pk__in=list(came), erased_at__isnull=True).values_list("pk", flat=True))
    gone = _take_off(session, living) if instead else 0
    known = set(Arrival.objects.filter(session=session, person__in=living).values_list("person_id", flat=True))
    Arrival.objects.filter(session=session, person__in=known).update(by_file=True)
    new = [
        Arrival(session=session, person_id=pk, at=_when(session, came[pk]), by_door=False, by_file=True)
        for pk in sorted(living - known)
    ]
    Arrival.objects.bulk_create(new, batch_size=500)
    data = {"people": len(living), "new": len(new), "gone": gone}
    records.record("session.attendance_noted", doors.subject(session_id), by=by, at=at, data=data)
    return len(new)


def named_before(session: Session, came: Collection[UUID]) -> QuerySet[Arrival]:
    """Those an earlier file has named and who are not among ``came``."""
    return Arrival.objects.filter(session=session, by_file=True).exclude(person__in=list(came))


def _take_off(session: Session, came: Collection[UUID]) -> int:
    """Whoever came through the door stays; of the others the file was all that said so."""
    earlier = named_before(session, came)
    gone = earlier.filter(by_door=False).delete()[0]
    earlier.update(by_file=False)
    return gone


def _when(session: Session, joined: datetime | None) -> datetime:
    return joined if joined is not None and fits(session, joined) else session.starts
