"""Letters whose hour has come."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import system
from stormoede.letters.actions import sendings
from stormoede.letters.actions.drafts import subject
from stormoede.letters.actions.releases import locked, take_back
from stormoede.letters.core.content import from_json
from stormoede.letters.models import Letter
from stormoede.letters.queries import contents, recipients

_BY = system("letters")


def run(*, at: datetime) -> int:
    """Send every released letter whose hour has come. Returns how many letters were dealt with.

    Where the round's facts have moved since the release, or nobody is left to write to, the release is taken back
    instead and the desk told: what went out would not be what was read.
    """
    due = Letter.objects.filter(released_at__isnull=False, sent_at__isnull=True, release_at__lte=at)
    return sum(_send(letter, at) for letter in due.order_by("release_at", "pk"))


@transaction.atomic
def _send(letter: Letter, at: datetime) -> bool:
    letter = locked(letter)
    if letter.sent_at is not None or letter.released_at is None or letter.release_at is None or letter.release_at > at:
        return False
    version = letter.versions.order_by("-number")[0]
    on = letter.release_at.astimezone(ZoneInfo(letter.round.time_zone)).date()
    moved = contents.of(letter, on=on) != from_json(version.content)
    if moved or not recipients.of(letter, on).exclude(email="").exists():
        take_back(letter)
        why = "facts" if moved else "nobody"
        record("letter.release_stopped", subject(letter), by=_BY, at=at, data={"why": why})
        return True
    sendings.send(letter, version, by=_BY, at=at)
    return True
