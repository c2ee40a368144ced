"""Which dates of the round a letter states that nobody has confirmed."""

from collections.abc import Iterator

from stormoede.letters.core import fields
from stormoede.letters.models import Letter
from stormoede.rounds import kinds
from stormoede.rounds import queries as rounds
from stormoede.rounds.kinds import DueDate, Facts

_WORDS = ("subject", "preheader", "heading", "mail", "paper", "paper_heading")


def stated(letter: Letter) -> list[DueDate]:
    """Proposed dates of the tracks that ``letter`` tells of: in a field, as dates, or by leading to the page they stand on."""
    keys = rounds.proposed_keys(letter.round)
    return list(_stated(letter, keys)) if keys else []


def hour_key(letter: Letter) -> str:
    """The letter's own hour, as the round's calendar names it."""
    return f"letter.{letter.key}"


def _stated(letter: Letter, keys: set[str]) -> Iterator[DueDate]:
    used = {text.language: _used(text) for text in letter.texts.all()}
    for track in letter.round.tracks.all():
        track.round = letter.round
        waiting = rounds.unconfirmed(track, keys)
        if waiting and any(_tells(found, kinds.of(track).facts(track, language)) for language, found in used.items()):
            yield from waiting


def _used(text: object) -> set[str]:
    names = [name for part in _WORDS for name in fields.slotted(getattr(text, part))[1]]
    return {fields.key(name.partition(":")[0]) for name in names}


def _tells(used: set[str], facts: Facts) -> bool:
    named = {fields.key(name) for name in facts.fields}
    return bool(used & named or ("dates" in used and facts.occasions) or (facts.answers and used & {"button", "page"}))
