"""Where a letter stands, in one word."""

from enum import StrEnum

from stormoede.events.models import Event
from stormoede.letters.models import Letter
from stormoede.letters.queries.figures import Delivered


class Standing(StrEnum):
    """From draft to sent. ``waiting`` is released for a set hour."""

    DRAFT = "draft"
    TESTED = "tested"
    WAITING = "waiting"
    SENDING = "sending"
    PAUSED = "paused"
    SENT = "sent"


def of(letter: Letter, figures: Delivered) -> Standing:
    """Where ``letter`` (with its batch) stands; ``figures`` are its deliveries."""
    if letter.sent_at is not None:
        if figures.waiting == 0:
            return Standing.SENT
        return Standing.PAUSED if letter.batch and letter.batch.paused_at else Standing.SENDING
    if letter.released_at is not None:
        return Standing.WAITING
    return Standing.TESTED if letter.tested_edit == letter.edit_number else Standing.DRAFT


def stopped_by(letter: Letter) -> str:
    """Why the last release was taken back by itself: "facts", "nobody", a reminder's "moved" or "late", or "" when it was not."""
    if letter.released_at is not None:
        return ""
    acts = Event.objects.filter(subject=f"letter:{letter.pk}").order_by("-id")
    last = acts.exclude(act="letter.tested").values_list("act", "data").first()
    return str(last[1]["why"]) if last and last[0] == "letter.release_stopped" else ""
