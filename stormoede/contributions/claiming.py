"""The claimant of contributions: takes what may be one before the inbox does. What it carries is read later, elsewhere (reading.py)."""

from datetime import datetime

from stormoede.contributions.actions import submissions
from stormoede.contributions.core import claims
from stormoede.contributions.core.claims import Looks, Why
from stormoede.contributions.models import Submission
from stormoede.contributions.queries import evidence
from stormoede.events.actor import system
from stormoede.intake.core import quoting
from stormoede.lib import words
from stormoede.lib.prepared import Prepared
from stormoede.mail.claimants import Claim, Offer
from stormoede.rounds.models import Round

CONTRIBUTION, CORRECTION = "contribution", "correction"
_ROUNDS = Prepared(lambda: Round.objects.order_by("-starts_on", "-pk").only("key", "mailbox", "starts_on", "time_zone"))


def claim(offer: Offer, *, at: datetime) -> Claim | None:
    """A mail with a document, or with words that are an answer, becomes a submission that waits for one look."""
    said = quoting.said(offer.mail.text, offer.mail.subject)
    own = "\n\n".join(filter(None, (said.own, said.forwarded)))
    files = [(file.name, file.kind, file.size) for file in offer.mail.files]
    about = offer.message.kind if offer.message else ""
    why = claims.why(Looks(offer.mail.subject, len(own.split()), files, about.startswith("contributions.")))
    message = offer.message.pk if offer.message else None
    if why is not Why.DOCUMENT and about == submissions.ACKNOWLEDGED and (corrected := _corrected(offer, own, at)):
        return Claim(CONTRIBUTION, CORRECTION, False, offer.person, message, {"submission": corrected})
    round = _round(offer, at) if why else None
    if why is None or round is None:
        return None
    made = submissions.begin(offer.incoming, round, why, subject=offer.mail.subject, sender=offer.mail.sender, at=at)
    facts = {"submission": made.pk, "addressed": offer.addressed}
    return Claim(CONTRIBUTION, why.value, False, offer.person, message, facts)


def _corrected(offer: Offer, own: str, at: datetime) -> int | None:
    """A few words in answer to our acknowledgement: they stand beside what was sent in, for whoever looks."""
    assert offer.message is not None
    pk = offer.message.ref.partition(":")[2]
    found = Submission.objects.filter(pk=int(pk)).first() if pk.isdigit() else None
    if found is None or not own.strip():
        return None
    submissions.correct(found.pk, own, by=system("mail"), at=at)
    return found.pk


def _round(offer: Offer, at: datetime) -> Round | None:
    """The round of the mail it answers, else the one whose mailbox it came to, else the newest that has begun."""
    found = _ROUNDS()
    if known := evidence.round_of(offer.message):
        return next((one for one in found if one.pk == known), None)
    own = [one for one in found if one.mailbox.lower() in offer.mail.recipients] or found
    begun = [one for one in own if one.starts_on <= words.local_day(at, one.time_zone)]
    return next(iter(begun or own), None)
