"""Telling a member what their calendar's answer came to, where no receipt of a change does."""

from datetime import datetime

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.models import Message
from stormoede.meetings.models import Registration

KIND = "meetings.calendar"


@transaction.atomic
def confirm(registration: Registration, *, by: Actor, at: datetime) -> bool:
    """The calendar said yes to the seat they have. False when it had said so before."""
    new = _mail(registration, "confirmed", f"{registration.sequence}", at)
    if new:
        data = {"sequence": registration.sequence, "seat": registration.seat_id}
        record("registration.confirmed", f"registration:{registration.pk}", by=by, at=at, data=data)
    return new


def tell(registration: Registration, act: str, *, at: datetime) -> bool:
    """The calendar's answer changed nothing; the member hears why, at the address we have, once a day at most."""
    return _mail(registration, act, f"{registration.sequence}:{at.date()}", at)


def _mail(registration: Registration, act: str, once: str, at: datetime) -> bool:
    new = NewMessage(
        key=f"{KIND}:{registration.pk}:{act}:{once}",
        kind=KIND,
        ref=f"registration:{registration.pk}",
        person=str(registration.person_id),
        facts={"act": act, "seat": registration.seat_id, "wish": registration.wish_id},
        priority=Message.Priority.PERSONAL,
    )
    return outbox.enqueue_one(new, at=at)
