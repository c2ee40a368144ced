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
from stormoede.letters.models import Letter, LetterVersion
from stormoede.letters.queries import asking, contents, recipients

_BY = system("letters")


def run(*, at: datetime) -> int:
    """Send every released letter whose hour has come. Returns how many letters were dealt with.

    Where the round's facts have moved since the release, or nobody is left to write to, the release is taken back
    instead and the desk told: what went out would not be what was read. A reminder that nobody needs is sent to nobody.
    """
    waiting = Letter.objects.filter(released_at__isnull=False, sent_at__isnull=True)
    moved = sum(_moved(letter, at) for letter in waiting.filter(nature=Letter.Nature.REMINDER).order_by("pk"))
    return moved + sum(_send(letter, at) for letter in waiting.filter(release_at__lte=at).order_by("release_at", "pk"))


def _moved(letter: Letter, at: datetime) -> bool:
    """A reminder's hour hangs on the deadline. When that has moved, its release is taken back at once, not at the old hour."""
    if asking.hour(letter) == letter.release_at:
        return False
    with transaction.atomic():
        letter = locked(letter)
        if letter.sent_at is not None or letter.released_at is None or asking.hour(letter) == letter.release_at:
            return False
        _stop(letter, "moved", at)
    return True


@transaction.atomic
def _send(letter: Letter, at: datetime) -> bool:
    letter = locked(letter)
    if letter.sent_at is not None or letter.released_at is None or letter.release_at is None or letter.release_at > at:
        return False
    version = letter.versions.order_by("-number")[0]
    on = letter.release_at.astimezone(ZoneInfo(letter.round.time_zone)).date()
    if contents.of(letter, on=on) != from_json(version.content):
        _stop(letter, "facts", at)
    elif letter.about and letter.nature == Letter.Nature.REMINDER:
        _remind(letter, letter.about, version, at)
    elif not recipients.of(letter, on).exclude(email="").exists():
        _stop(letter, "nobody", at)
    else:
        sendings.send(letter, version, by=_BY, at=at)
    return True


def _remind(letter: Letter, about: Letter, version: LetterVersion, at: datetime) -> None:
    """Send a reminder, unless the worker comes to it after the deadline."""
    until = asking.deadline(about)
    if until is None or at >= until:
        _stop(letter, "late", at)
    else:
        sendings.send(letter, version, by=_BY, at=at)


def _stop(letter: Letter, why: str, at: datetime) -> None:
    take_back(letter)
    record("letter.release_stopped", subject(letter), by=_BY, at=at, data={"why": why})
