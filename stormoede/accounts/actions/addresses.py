"""A member gives a new mail address, and both the old and the new one are told."""

from datetime import datetime

from django.db import transaction

from stormoede.events.actor import Actor
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.models import Message
from stormoede.members.actions import people
from stormoede.members.models import Person

KIND = "accounts.address_changed"


@transaction.atomic
def change(person: Person, email: str, *, by: Actor, at: datetime) -> bool:
    """Write to ``email`` from now on. False when it is the address we have. Raises members.refusals.AddressRefused."""
    before = person.email
    if not people.correct_address(person, email, by=by, at=at):
        return False
    told = dict.fromkeys(filter(None, [before, person.email]))
    moment = int(at.timestamp())
    mails = [
        NewMessage(
            key=f"address:{person.pk}:{moment}:{number}",
            kind=KIND,
            ref=f"person:{person.pk}",
            address=address,
            facts={"person": str(person.pk)},
            priority=Message.Priority.URGENT,
        )
        for number, address in enumerate(told)
    ]
    outbox.enqueue(mails, at=at)
    return True
