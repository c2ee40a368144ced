"""A mail comes in, is kept, and is offered to its claimants; and what the desk does with those that wait."""

import hashlib
import logging
import re
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, DataError, transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor, system
from stormoede.lib import bell
from stormoede.lib.danish import sort_key
from stormoede.lib.prepared import Prepared
from stormoede.lib.rows import Added, Changed
from stormoede.mail import claimants, returns
from stormoede.mail.claimants import Claim, Offer
from stormoede.mail.core import arrival, reading, trust
from stormoede.mail.core.reading import Mail, Unreadable
from stormoede.mail.core.returns import Use
from stormoede.mail.models import Incoming, Message
from stormoede.mail.queries import by_marks
from stormoede.mail.refusals import IncomingDone, IncomingTooLarge

_log = logging.getLogger(__name__)
_AT_ONCE = 50
# What makes a mail itself: its own head and its text, not the lines that each server on the way put on top of it.
_ITSELF = re.compile(rb"^(?:message-id|date|from|subject):", re.IGNORECASE)
_AS_IT_CAME = frozenset({"id", "raw", "digest"})
State = Incoming.State
SERVER = system("mail")
_KEEP = Added(Incoming, unless="digest")
# What was found out of it; not the mail itself once more, which may be of many megabytes.
_FOUND = Changed(Incoming, (one.name for one in Incoming._meta.concrete_fields if one.name not in _AS_IT_CAME))
_HELD = Prepared(lambda pk: Incoming.objects.select_for_update(no_key=True).filter(pk=pk), 7)


@transaction.atomic
def receive(
    raw: bytes, *, recipient: str = "", arrived: datetime | None = None, by: Actor = SERVER, at: datetime
) -> Incoming | None:
    """Keep a mail as it came; ``at`` is our own time for it, ``arrived`` the mailbox's. None when it was here already.

    Raises IncomingTooLarge.
    """
    if len(raw) > reading.LARGEST:
        raise IncomingTooLarge
    new = Incoming(
        digest=digest(raw),
        raw=raw,
        recipient=recipient[:254],
        received_at=at,
        arrived_at=arrival.judged(arrived, at) if arrived else None,
    )
    if not _KEEP.one(new):
        return None
    record("incoming.received", f"incoming:{new.pk}", by=by, at=at)
    bell.ring()
    return new


def digest(raw: bytes) -> str:
    """The same for the same mail, whichever way and however often it comes."""
    flat = raw.replace(b"\r\n", b"\n")
    head, _blank, text = flat.partition(b"\n\n")
    own = sorted(line for line in re.split(rb"\n(?![ \t])", head) if _ITSELF.match(line))
    return hashlib.sha256(b"\n".join([*own, b"", text.rstrip(b"\n")])).hexdigest()


def run(*, at: datetime) -> int:
    """Offer the mails that nobody has looked at to their claimants, oldest first. Returns how many."""
    waiting = Incoming.objects.filter(state=State.RECEIVED).order_by("id").values_list("pk", flat=True)
    return sum(_sort(pk, at) for pk in list(waiting[:_AT_ONCE]))


def _sort(pk: int, at: datetime) -> int:
    try:
        return _offer(pk, at)
    except DataError as fault:  # something in the mail that no column takes, today or the next time
        return _broken(pk, fault, at)
    except DatabaseError:
        raise
    except Exception as fault:  # a claimant broke: the mail waits for a person instead of for ever
        return _broken(pk, fault, at)


def _broken(pk: int, fault: Exception, at: datetime) -> int:
    _log.exception("A claimant broke on the incoming mail %s: %s", pk, type(fault).__name__)
    return _set_by(pk, "broken", at)


@transaction.atomic
def _offer(pk: int, at: datetime) -> int:
    [row] = _HELD(pk)
    if row.state != State.RECEIVED:
        return 0
    try:
        mail = reading.read(bytes(row.raw))
    except Unreadable:
        return _set_by(pk, "unreadable", at)
    offer = _known(row, mail)
    claim = next(claim for one in claimants.in_order() if (claim := one(offer, at=at)))
    _write(row, offer, claim, at)
    return 1


def _known(row: Incoming, mail: Mail) -> Offer:
    found = returns.read([row.recipient, *mail.recipients])
    use, mark = found if found else (None, "")
    message = Message.objects.filter(mark=mark).first() if mark else None
    if message is None:
        message = next(iter(by_marks(mail.references)), None)
    return Offer(
        incoming=row.pk,
        mail=mail,
        message=message,
        returned=use is Use.BOUNCE,
        addressed=use is Use.ANSWER,
        people=claimants.directory().having(mail.sender),
        trusted=trust.is_trusted(mail.head, mail.senders, settings.AUTHSERV_ID),
    )


def _write(row: Incoming, offer: Offer, claim: Claim, at: datetime) -> None:
    mail = offer.mail
    row.claim, row.verdict, row.facts = claim.by, claim.verdict, dict(claim.facts)
    row.person, row.message_id, row.trusted = claim.person, claim.message, offer.trusted
    row.sender, row.sender_name, row.subject, row.text = mail.sender, mail.sender_name, mail.subject, mail.text
    _order(row)
    row.files = [[file.name, file.kind, file.size] for file in mail.files]
    row.arrived_at = row.arrived_at or arrival.judged(arrival.told(mail.head, settings.AUTHSERV_ID), row.received_at)
    row.state = State.WAITING if claim.waits else State.DONE
    if not claim.waits:
        row.done_at, row.done_by, row.done_how = at, str(SERVER), "claimed"
    _FOUND([row])
    record(
        "incoming.claimed", f"incoming:{row.pk}", by=SERVER, at=at, data={"claim": claim.by, "verdict": claim.verdict}
    )


def _order(row: Incoming) -> None:
    """Where it stands in a list by sender, and by subject: the first of the key is enough."""
    row.sender_key, row.subject_key = sort_key(row.sender_name or row.sender)[:200], sort_key(row.subject)[:200]


@transaction.atomic
def _set_by(pk: int, verdict: str, at: datetime) -> int:
    """A mail that could not be read, or on which a claimant broke, waits for a person, with what its head says."""
    [row] = _HELD(pk)
    if row.state != State.RECEIVED:
        return 0
    row.sender_name, row.sender, row.subject = reading.glimpse(bytes(row.raw))
    _order(row)
    row.state, row.claim, row.verdict = State.WAITING, "inbox", verdict
    _FOUND([row])
    record("incoming.claimed", f"incoming:{pk}", by=SERVER, at=at, data={"claim": "inbox", "verdict": verdict})
    return 1


@transaction.atomic
def finish(pk: int, how: str, *, by: Actor, at: datetime) -> None:
    """The desk is done with a mail: ``how`` says by what (answered, signed_up, set_aside …). Raises IncomingDone."""
    done = Incoming.objects.filter(pk=pk, state=State.WAITING).update(
        state=State.DONE, done_at=at, done_by=str(by), done_how=how
    )
    if not done:
        raise IncomingDone
    record("incoming.finished", f"incoming:{pk}", by=by, at=at, data={"how": how})


@transaction.atomic
def open_again(pk: int, *, by: Actor, at: datetime) -> bool:
    """The mail waits once more. False when it does already."""
    done = Incoming.objects.filter(pk=pk, state=State.DONE).update(
        state=State.WAITING, done_at=None, done_by="", done_how=""
    )
    if done:
        record("incoming.opened_again", f"incoming:{pk}", by=by, at=at)
    return bool(done)


@transaction.atomic
def assign(pk: int, person: str, *, by: Actor, at: datetime) -> None:
    """Somebody at the desk has seen who the mail is from: ``person`` is an id."""
    Incoming.objects.filter(pk=pk).update(person=person)
    record("incoming.assigned", f"incoming:{pk}", by=by, at=at, data={"person": person})
