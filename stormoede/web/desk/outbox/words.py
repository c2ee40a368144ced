"""What the outbox calls things: where a mail stands, and what kinds there are."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stormoede.mail.models import Message

State = Message.State


@dataclass(frozen=True, slots=True)
class Look:
    """A state as its chip shows it: the ring's form, and the word."""

    tone: str
    word: Promise


STATES: Mapping[str, Look] = {
    State.QUEUED: Look("", _("Waits")),
    State.DEFERRED: Look("now", _("Put off")),
    State.ACCEPTED: Look("done", _("Delivered")),
    State.REFUSED: Look("stop", _("Refused")),
    State.UNBUILDABLE: Look("stop", _("Could not be made")),
    State.CANCELLED: Look("stop", _("Taken out")),
}

KINDS: Mapping[str, Promise] = {
    "letters.letter": _("Letter"),
    "letters.test": _("Test of a letter"),
    "meetings.receipt": _("Receipt for an answer"),
    "meetings.moved_up": _("Moved up from the waiting list"),
    "meetings.door": _("The way to the meeting"),
    "meetings.address": _("The plain address of the meeting"),
    "calls.call": _("A call to a meeting"),
    "calls.receipt": _("Receipt for an answer to a call"),
    "calls.deputy": _("To a deputy"),
    "contributions.receipt": _("Receipt for input"),
    "contributions.invited": _("Asked to write along"),
    "contributions.corrected": _("Words corrected or erased"),
    "contributions.acknowledged": _("What was understood of a mail"),
    "talks.link": _("The way to a speaker's page"),
    "talks.asked": _("Receipt for a request for a speaker"),
    "talks.offer": _("Offer of a talk"),
    "talks.over": _("A talk that is not needed"),
    "talks.entry": _("A talk in the calendar"),
    "talks.notes": _("Asked for notes of a talk"),
    "accounts.link": _("A new link"),
    "accounts.lost": _("A lost mail once more"),
    "accounts.code": _("A code"),
    "accounts.address_changed": _("A changed address"),
    "meetings.calendar": _("Answer to a calendar"),
    "accounts.reply": _("Answer to a mail"),
    "accounts.invitation": _("An invitation to the desk"),
}


def kind_words(kind: str) -> str:
    """What a kind is called; its own name where it has none yet."""
    return str(KINDS.get(kind, kind))
