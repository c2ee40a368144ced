"""The door of a date: its links go out when they are due, and whoever goes in is noted once."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from stormoede.accounts.actions import links
from stormoede.events.actions import records
from stormoede.events.actor import Actor, system
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.models import Message
from stormoede.meetings.core import doors
from stormoede.meetings.core.seats import Door
from stormoede.meetings.models import Arrival, Meeting, Registration, Session
from stormoede.meetings.refusals import DoorShut, NoAddress, NoSeat, NotTonight

BY: Final = system("meetings")
TONIGHT: Final = timedelta(hours=12)
_BATCH = 500


def subject(session_id: int) -> str:
    """What a door's link is for."""
    return f"session:{session_id}"


def send_due(meeting: Meeting, *, at: datetime) -> int:
    """Mail the link to the door to everybody with a seat who has not got it. Returns how many.

    Nothing before the hour the meeting says; whoever gets a seat later gets it with the next pass.
    """
    if at < meeting.links_at:
        return 0
    sent = 0
    for session in meeting.sessions.filter(cancelled_at__isnull=True):
        if _window(session, meeting).door(at) is not Door.CLOSED:
            while batch := _send(session, meeting, at):
                sent += batch
    return sent


def move_links(session: Session, meeting: Meeting) -> None:
    """Give the links already mailed the date's new times."""
    people = Registration.objects.filter(door_sent=session).values_list("person_id", flat=True)
    _ensure(session, meeting, list(people))


def arrive(session_id: int, person_id: UUID, *, by: Actor, at: datetime) -> Arrival:
    """Note that the person goes in. Twice is once.

    Raises DoorShut when the door is not open or leads nowhere yet, NoSeat when the person has no seat on the date.
    """
    session = Session.objects.select_related("meeting").get(pk=session_id)
    stands = _window(session, session.meeting).door(at)
    if session.cancelled_at or stands is not Door.OPEN or not (session.join_url or session.place):
        raise DoorShut
    if not Registration.objects.filter(seat=session, person=person_id).exists():
        raise NoSeat
    with transaction.atomic():
        arrival, new = Arrival.objects.get_or_create(session_id=session_id, person_id=person_id, defaults={"at": at})
        if not new and not arrival.by_door:
            Arrival.objects.filter(pk=arrival.pk).update(by_door=True)
        if new or not arrival.by_door:
            records.record("door.arrived", subject(session_id), by=by, at=at, data={"person": str(person_id)})
    return arrival


def tonight(session: Session, at: datetime) -> bool:
    """May the meeting's own address be mailed now: from twelve hours before it begins until it ends?"""
    return session.cancelled_at is None and session.starts - TONIGHT <= at < session.ends


@transaction.atomic
def mail_address(session_id: int, *, by: Actor, at: datetime) -> int:
    """Mail the meeting's own address to everybody with a seat, ahead of everything. Returns to how many.

    For the night the door fails. Once for each address: pressing twice sends nothing more. Raises NotTonight or NoAddress.
    """
    session = Session.objects.select_for_update(no_key=True).get(pk=session_id)
    if not tonight(session, at):
        raise NotTonight
    if not session.join_url:
        raise NoAddress
    mark = hashlib.sha256(f"{session.join_url}\n{session.meeting_number}\n{session.dial_in}".encode()).hexdigest()[:12]
    told = [_plain(one, session, mark) for one in reachable(session)]
    sent = outbox.enqueue(told, at=at)
    records.record("door.address_mailed", subject(session_id), by=by, at=at, data={"people": sent})
    return sent


def reachable(session: Session) -> QuerySet[Registration]:
    """Those with a seat who can be mailed."""
    seated = Registration.objects.filter(seat=session, person__erased_at__isnull=True)
    return seated.exclude(person__email="").order_by("pk")


@transaction.atomic
def _send(session: Session, meeting: Meeting, at: datetime) -> int:
    skip = connection.features.has_select_for_update_skip_locked
    pending = list(
        Registration.objects.select_for_update(no_key=True, skip_locked=skip, of=("self",))
        .filter(seat=session, person__erased_at__isnull=True)
        .exclude(door_sent=session)
        .exclude(person__email="")
        .order_by("pk")[:_BATCH]
    )
    if not pending:
        return 0
    _ensure(session, meeting, [one.person_id for one in pending])
    outbox.enqueue([_mail(one, session) for one in pending], at=at)
    Registration.objects.filter(pk__in=[one.pk for one in pending]).update(door_sent=session)
    records.record_many(
        "door.link_sent", [(f"registration:{one.pk}", {"session": session.pk}) for one in pending], by=BY, at=at
    )
    return len(pending)


def _ensure(session: Session, meeting: Meeting, people: Sequence[UUID]) -> None:
    window = _window(session, meeting)
    links.make("d", people, subject(session.pk), opens=window.opens, closes=session.ends + doors.LINK_LIVES)


def _mail(registration: Registration, session: Session) -> NewMessage:
    return NewMessage(
        key=f"meetings.door:{registration.pk}:{session.pk}",
        kind="meetings.door",
        ref=f"registration:{registration.pk}",
        person=str(registration.person_id),
        facts={"session": session.pk},
        priority=Message.Priority.PERSONAL,
    )


def _plain(registration: Registration, session: Session, mark: str) -> NewMessage:
    return NewMessage(
        key=f"meetings.address:{registration.pk}:{session.pk}:{mark}",
        kind="meetings.address",
        ref=f"registration:{registration.pk}",
        person=str(registration.person_id),
        facts={"session": session.pk},
        priority=Message.Priority.NOW,
    )


def _window(session: Session, meeting: Meeting) -> doors.Window:
    return doors.window(session.starts, session.ends, meeting.door_opens, meeting.door_stays)
