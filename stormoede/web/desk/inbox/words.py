"""What the inbox calls things: who took a mail, what it came to, and what was done."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stormoede.mail.models import Incoming


@dataclass(frozen=True, slots=True)
class Word:
    """What a mail came to: the ring's form, one or two words, and a sentence that says what it means and what to do."""

    tone: str
    word: Promise
    sentence: Promise


CLAIMS: Mapping[str, Promise] = {
    "inbox": _("Mail"),
    "bounce": _("Returned mail"),
    "automatic": _("Automatic reply"),
    "calendar": _("Calendar answer"),
    "contribution": _("Input"),
}

_VERDICTS: Mapping[tuple[str, str], Word] = {
    ("inbox", "mail"): Word("now", _("Mail"), _("Read it, and do what was not pressed on the page.")),
    ("inbox", "shared"): Word("now", _("Who is it?"), _("Several people have this address. Say who it is from.")),
    ("inbox", "unknown"): Word("now", _("Unknown sender"), _("Nobody on the member list has this address.")),
    ("inbox", "unreadable"): Word(
        "stop", _("Not read"), _("The mail is larger or more tangled than we read. The original is kept as it came.")
    ),
    ("inbox", "broken"): Word(
        "stop", _("Not read"), _("A fault in the program kept it from being sorted. The original is kept as it came.")
    ),
    **{
        ("contribution", why): Word("", _("Input"), _("It stands among what was sent in by mail, where somebody looks at it."))
        for why in ("document", "thread", "named", "long", "desk")
    },
    ("contribution", "correction"): Word("", _("Correction"), _("It says that a mail was understood wrongly, and stands beside that mail.")),
    ("bounce", "failed"): Word("stop", _("Did not arrive"), _("Correct the address, and the same mail is sent again.")),
    ("bounce", "unproven"): Word(
        "stop", _("Did not arrive"), _("It does not say for certain which mail it is about. The one below is our guess.")
    ),
    ("bounce", "old"): Word(
        "now", _("Did not arrive"), _("The address has been corrected since. The new one may be right.")
    ),
    ("bounce", "delayed"): Word("", _("Delayed"), _("The mail server goes on trying. There is nothing to do.")),
    ("bounce", "arrived"): Word("done", _("Arrived"), _("A mail server tells that the mail has arrived.")),
    ("automatic", "away"): Word("", _("Automatic reply"), _("A program wrote it. It is not answered.")),
    ("automatic", "left"): Word("now", _("Has left?"), _("The reply says that the person or the address is gone.")),
    ("automatic", "opened"): Word("", _("Opened"), _("A receipt that the mail has been opened.")),
    ("automatic", "bulk"): Word("", _("Sent to many"), _("A newsletter or a list. It is not answered.")),
    ("automatic", "own"): Word("", _("Our own mail"), _("A mail of ours that has come back to us.")),
    ("calendar", "accepted"): Word("done", _("Yes"), _("The seat is confirmed in the calendar.")),
    ("calendar", "declined"): Word("done", _("No"), _("The seat has been given up. The member has been told and can undo it.")),
    ("calendar", "unchanged"): Word("done", _("As before"), _("It was so already. Nothing has been changed.")),
    ("calendar", "seated"): Word("done", _("Yes"), _("A seat was asked for again in the calendar, and given.")),
    ("calendar", "asked"): Word(
        "done", _("Asks for a seat"), _("A seat was asked for after the deadline. It waits for your yes at the meeting.")
    ),
    ("calendar", "waits"): Word("done", _("On the waiting list"), _("A seat was asked for again; there is none right now.")),
    ("calendar", "refused"): Word("now", _("Could not be done"), _("The rules of the meeting did not allow it. Nothing has been changed.")),
    ("calendar", "tentative"): Word("now", _("Maybe"), _("“Maybe” is no answer we can count. Nothing has been changed.")),
    ("calendar", "counter"): Word("now", _("Another time"), _("Another time is proposed. Nothing has been changed.")),
    ("calendar", "delegated"): Word("now", _("Somebody else"), _("Somebody else is to come. Nothing has been changed.")),
    ("calendar", "stranger"): Word(
        "stop", _("Another address"), _("It comes from another address than the member's. Nothing has been changed, and the member has been told.")
    ),
    ("calendar", "old"): Word("now", _("Old entry"), _("It answers an entry that has been changed since. Nothing has been changed.")),
    ("calendar", "talk_accepted"): Word("done", _("Yes"), _("It is about a talk that has been agreed. There is nothing to do.")),
    ("calendar", "talk_declined"): Word(
        "done", _("No"), _("The speaker cannot after all: the talk is taken back, the council has been told, and the request is open again.")
    ),
    ("calendar", "talk_refused"): Word(
        "now", _("No"), _("It is about a talk, and nothing has been changed. Ask them, and cancel the talk if it is not to be held.")
    ),
    ("calendar", "talk_stranger"): Word(
        "stop", _("Another address"), _("It is about a talk and comes from another address than the one the entry was sent to. Nothing has been changed.")
    ),
    ("calendar", "unknown_entry"): Word("now", _("Unknown entry"), _("It answers an entry that is none of ours.")),
}  # fmt: skip
_OTHER = Word("now", _("Mail"), _("Read it, and do what was not pressed on the page."))

HOW: Mapping[str, Promise] = {
    "claimed": _("Needs nobody"),
    "answered": _("Answered by mail"),
    "signed_up": _("Signed up"),
    "signed_off": _("Cannot come"),
    "sent_again": _("Sent again"),
    "corrected": _("Address corrected"),
    "set_aside": _("Set aside"),
    "as_input": _("Input"),
}


def of(row: Incoming) -> Word:
    """What a mail came to."""
    return _VERDICTS.get((row.claim, row.verdict), _OTHER)
