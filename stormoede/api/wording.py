"""What people call scopes, and the events a hook can be told of."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stormoede.api.core.acts import TEST
from stormoede.api.core.scopes import Scope

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Promise

SCOPES: Mapping[Scope, "Promise"] = {
    Scope.ROUNDS: _("Rounds and their tracks"),
    Scope.MEMBERS: _("Members and their seats, without names"),
    Scope.SESSIONS: _("Dates of meetings, without the addresses behind the doors"),
    Scope.ANSWERS: _("Answers to meetings"),
    Scope.DELIVERIES: _("Letters sent, and what became of them"),
    Scope.DELIBERATIONS: _("Days of councils' discussions, and how far they are"),
    Scope.SPEAKER_REQUESTS: _("Requests for speakers, without contacts and what they are about"),
    Scope.TALKS: _("Talks: when, where and by whom"),
    Scope.PERSONAL: _("Names, mail addresses and numbers of members"),
}

# Event words by what they are about, each as one says that it has happened.
ACTS: Mapping[str, tuple["Promise", Mapping[str, "Promise"]]] = {
    "rounds": (
        _("Rounds"),
        {
            "round.made": _("A round has been made"),
            "round.copied": _("A round has been carried over to the next year"),
            "round.edited": _("A round has been edited"),
            "round.deleted": _("A round has been deleted"),
        },
    ),
    "letters": (
        _("Letters and mails"),
        {
            "letter.released": _("A letter has been released"),
            "letter.sent": _("A letter has been sent"),
            "letter.caught_up": _("A letter has been sent to those who joined"),
            "mail.refused": _("A mail has been refused"),
            "mail.bounced": _("A mail has come back"),
            "mail.unbuildable": _("A mail could not be made"),
        },
    ),
    "meetings": (
        _("Meetings and calls"),
        {
            "meeting.made": _("A meeting has been made"),
            "meeting.edited": _("A meeting has been edited"),
            "session.added": _("A date has been added"),
            "session.edited": _("A date has been moved or edited"),
            "session.cancelled": _("A date has been cancelled"),
            "session.removed": _("A date has been removed"),
            "call.sent": _("A call has been sent"),
            "call.cancelled": _("A call has been cancelled"),
        },
    ),
    "answers": (
        _("Answers"),
        {
            "registration.answered": _("A member has answered"),
            "registration.moved_up": _("A member has moved up from the waiting list"),
            "registration.confirmed": _("A member has confirmed by calendar"),
            "registration.undone": _("A member has undone an answer"),
            "registration.freed": _("A seat has been given back because a mandate ended"),
            "registration.displaced": _("A member's date has been cancelled"),
            "registration.late_allowed": _("A late seat has been granted"),
            "registration.late_declined": _("A late seat has been declined"),
            "version.handed_in": _("A council or a member has sent in a written answer"),
            "deliberation.planned": _("A council has set the date of its discussion"),
            "deliberation.taken_back": _("A council has taken the date of its discussion back"),
        },
    ),
    "talks": (
        _("Talks"),
        {
            "speaker_request.asked": _("A council has asked for a speaker"),
            "speaker_request.edited": _("A council has changed what it asks of a speaker"),
            "speaker_request.taken_back": _("A council needs no speaker after all"),
            "talk.offered": _("A talk has been offered to a speaker"),
            "talk.accepted": _("A speaker has accepted a talk"),
            "talk.declined": _("A speaker has declined a talk"),
            "talk.edited": _("A talk has been moved or changed"),
            "talk.cancelled": _("A talk has been cancelled"),
            "talk.held": _("A talk has been held"),
        },
    ),
    "members": (
        _("Members"),
        {
            "import.applied": _("A member list has been brought in"),
            "person.made": _("A person has been added"),
            "person.imported": _("A person has come in or changed with a list"),
            "person.renamed": _("A person has another name"),
            "person.address_corrected": _("A person has another mail address"),
            "mandate.given": _("A person has been given a seat"),
            "mandate.ended": _("A person's seat has ended"),
            "leave.given": _("A leave has been given"),
            "leave.edited": _("A leave has been edited"),
            "leave.ended": _("A leave has ended"),
            "leave.cancelled": _("A leave has been called off"),
        },
    ),
}


def act(word: str) -> "Promise | str":
    """What people call the event; the word itself when it has no name."""
    if word == TEST:
        return _("A test")
    return next((names[word] for _group, names in ACTS.values() if word in names), word)


# What went wrong, as outgoing.py and telling.py say it; what the machine itself says of a connection stays as it is.
FAULTS: Mapping[str, "Promise"] = {
    "no answer in time": _("No answer in time"),
    "connection refused": _("Nobody listens at the address"),
    "the host is not known": _("The host is not known"),
    "the host has no address": _("The host is not known"),
    "only https is used": _("Only https is used"),
    "the host is inside a network": _("The host is inside a network of its own, where hooks may not go"),
    "the answer is no HTTP": _("What answers is no web server"),
    "no connection": _("No connection"),
    "the key behind the secret is gone: make a new secret": _("The key behind the secret is gone. Make a new secret."),
}
_STATUS, _CERTIFICATE = "answered ", "the certificate is not accepted: "


def fault(text: str) -> str:
    """What went wrong, to people; as it stands when it has no words of its own."""
    if text in FAULTS:
        return str(FAULTS[text])
    if text.startswith(_STATUS):
        return gettext("The receiver answered %(status)s") % {"status": text.removeprefix(_STATUS)}
    if text.startswith(_CERTIFICATE):
        return gettext("The certificate is not accepted: %(why)s") % {"why": text.removeprefix(_CERTIFICATE)}
    return text
