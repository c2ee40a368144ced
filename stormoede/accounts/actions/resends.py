"""An address is corrected, and a mail that came back is sent once more, in one step."""

from datetime import datetime

from django.db import transaction

from stormoede.accounts import queries
from stormoede.accounts.actions import links
from stormoede.events.actor import Actor
from stormoede.mail.actions import outbox, returned
from stormoede.mail.models import Message
from stormoede.members.actions import people
from stormoede.members.models import Person


@transaction.atomic
def correct(person: Person, email: str, *, message: Message | None, mark: str = "", by: Actor, at: datetime) -> bool:
    """Write to ``email`` from now on, and send ``message`` again, if one came back. Returns whether the address differed.

    Where it does, every link the person has dies where it was sent, and the mail carries the new one. Raises AddressRefused, and
    EditedMeanwhile when the address is another one by now than ``mark`` is of.
    """
    differs = people.correct_address(person, email, mark=mark, by=by, at=at)
    if differs:
        for link in queries.living(at).filter(person=person):
            links.renew(link, by=by, at=at)
    if message is not None:
        # A bounce that proved nothing left the mail standing as accepted; whoever sends it again has judged otherwise.
        returned.bounce(message.pk, None, "", by=by, at=at)
        outbox.try_again(message.pk, by=by, at=at)
    return differs
