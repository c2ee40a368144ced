"""Somebody has lost their mail and gives an address. The answer is the same, and so is the work, whether we know it or not.

Asking writes down the address and leaves; who it belongs to is looked up later, by the worker, where nobody can time it.
"""

from datetime import datetime, timedelta

from django.db import transaction

from stormoede.accounts.actions import limits
from stormoede.accounts.models import LostMail
from stormoede.accounts.queries import with_living_links
from stormoede.accounts.refusals import TooFast
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.events.models import Event
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.models import Message
from stormoede.members.core import addresses

ACT = "lost_mail.asked"
KIND = "accounts.lost"
HOUR = timedelta(hours=1)
PER_ADDRESS = 3
PER_NETWORK = 20


@transaction.atomic
def ask(address: str, *, network: str, by: Actor, at: datetime, dated: datetime) -> None:
    """Send their links to everybody who has ``address``: three times an hour at most. Raises TooFast for a network that asks 20 times.

    ``at`` is real time; ``dated`` the round's, for the mail's Date.
    """
    if not limits.use("lost-network", network, most=PER_NETWORK, within=HOUR, at=at):
        raise TooFast
    wanted = addresses.as_kept(address)
    if limits.use("lost-address", wanted, most=PER_ADDRESS, within=HOUR, at=at):
        asked = LostMail.objects.create(address=wanted, asked_at=at)
        record(ACT, f"lost:{asked.pk}", by=by, at=dated)


def answer(event: Event) -> None:
    """Handler of ``ACT``: one mail to each person with the address, then the address is forgotten. Harmless twice."""
    asked = LostMail.objects.filter(pk=event.subject.partition(":")[2]).first()
    if asked is None:
        return
    people = with_living_links(asked.address, event.at)
    mails = [
        NewMessage(
            key=f"lost:{asked.pk}:{pk}",
            kind=KIND,
            ref=f"lost:{asked.pk}",
            person=str(pk),
            priority=Message.Priority.URGENT,
        )
        for pk in people
    ]
    outbox.enqueue(mails, at=event.at)
    asked.delete()


def forget(at: datetime) -> int:
    """Take addresses away that nothing has answered for a day."""
    return LostMail.objects.filter(asked_at__lte=at - timedelta(days=1)).delete()[0]
