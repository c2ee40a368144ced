"""The claimants of this room: bounces, automatic replies, and the inbox, which takes what nobody else has."""

import re
from datetime import datetime

from django.conf import settings

from stormoede.events.actor import system
from stormoede.mail import claimants
from stormoede.mail.actions import returned
from stormoede.mail.bytes import host_of
from stormoede.mail.claimants import Claim, Offer
from stormoede.mail.core import automatic, bounces
from stormoede.mail.core.automatic import Automatic
from stormoede.mail.core.bounces import Bounce, Fate
from stormoede.mail.models import Message
from stormoede.mail.queries import address_changed, by_marks, latest_to

# A calendar's answer is for whoever keeps the calendar, though some calendars say that it was sent by a program.
_ANSWERED = re.compile(rb"^METHOD:(?:REPLY|COUNTER)\s*$", re.IGNORECASE | re.MULTILINE)
BOUNCE, AUTOMATIC, INBOX = "bounce", "automatic", "inbox"


def bounce(offer: Offer, *, at: datetime) -> Claim | None:
    """A mail that did not arrive: what became of it is written down, and the desk mends the address."""
    found = bounces.of(offer.mail, returned=offer.returned)
    if found is None:
        return None
    message, proven = _meant(offer, found)
    person = message.person if message else _only_one(found)
    claim = Claim(BOUNCE, found.fate.value, False, person, message.pk if message else None, {"code": found.code})
    if found.fate is not Fate.FAILED:
        return claim
    if message is not None and _is_old(message, found):
        return Claim(BOUNCE, "old", True, person, message.pk, claim.facts)
    if message is not None and proven:
        returned.bounce(message.pk, found.code or None, found.words, by=system("mail"), at=at)
    return Claim(BOUNCE, "failed" if proven else "unproven", True, person, claim.message, claim.facts)


def automatic_reply(offer: Offer, *, at: datetime) -> Claim | None:
    """A mail that a program wrote. It is kept and never answered; one that says that somebody has left waits for the desk."""
    if any(_ANSWERED.search(file) for file in offer.mail.calendars):
        return None
    found = automatic.of(offer.mail, _own_host())
    if found is None:
        return None
    message = offer.message.pk if offer.message else None
    waits = found is Automatic.LEFT and bool(offer.person)
    return Claim(AUTOMATIC, found.value, waits, offer.person, message)


def inbox(offer: Offer, *, at: datetime) -> Claim | None:
    """Everything else waits for the desk, beside its person."""
    message = offer.message.pk if offer.message else None
    verdict = "mail" if offer.person else "shared" if len(offer.people) > 1 else "unknown"
    return Claim(INBOX, verdict, True, offer.person, message)


def _own_host() -> str:
    return host_of(settings.ORIGIN)


def _meant(offer: Offer, found: Bounce) -> tuple[Message | None, bool]:
    """The mail of ours that came back, and whether the bounce proves it: by our return path, or by its own Message-ID."""
    if offer.returned and offer.message is not None:
        return offer.message, True
    known = by_marks(found.references)
    if known:
        return known[0], True
    person = _only_one(found)
    return (latest_to(person) if person else None), False


def _only_one(found: Bounce) -> str:
    people = [person for address in found.addresses for person in claimants.directory().having(address)]
    return people[0] if len(people) == 1 else ""


def _is_old(message: Message, found: Bounce) -> bool:
    """Does the bounce speak of an address that has been corrected since?"""
    if not (message.person and found.addresses and address_changed(message.person, message.date)):
        return False
    return claimants.directory().address(message.person) not in found.addresses
