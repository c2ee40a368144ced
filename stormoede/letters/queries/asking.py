"""What a letter asks: the tracks it states that are answered here, until when, and who has answered."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from stormoede.letters.core import drafts, fields
from stormoede.letters.core.drafts import Reminds
from stormoede.letters.models import Letter
from stormoede.members.models import Person
from stormoede.rounds import kinds
from stormoede.rounds import queries as rounds
from stormoede.rounds.kinds import Facts
from stormoede.rounds.models import Round, Track


def tracks(letter: Letter) -> list[Track]:
    """The tracks ``letter`` asks about: those whose facts it states, and all of the round where it states none."""
    texts = list(letter.texts.all())
    used = {name for text in texts for name in _named(text.subject, text.heading, text.mail, text.paper)}
    answerable = {
        key
        for language in {text.language for text in texts}
        for key, facts in _stated(letter.round, language, used)
        if facts.answers
    }
    asked = answerable or {
        key for key, facts in rounds.track_facts(letter.round, letter.round.language).items() if facts.answers
    }
    return [track for track in letter.round.tracks.all() if track.key in asked]


def deadline(letter: Letter) -> datetime | None:
    """The last second in which an answer to ``letter`` counts: the first of its tracks' deadlines. None when it has none."""
    facts = (kinds.of(track).facts(track, letter.round.language) for track in tracks(letter))
    return min((one.deadline for one in facts if one.deadline), default=None)


def hour(reminder: Letter) -> datetime | None:
    """When ``reminder`` goes out, as the deadline is now; None when nothing is asked any more."""
    if reminder.about is None or reminder.days_before is None or reminder.clock is None:
        return None
    until = deadline(reminder.about)
    if until is None:
        return None
    return drafts.hour(Reminds(reminder.days_before, reminder.clock), until, reminder.round.time_zone)


def unanswered(people: QuerySet[Person], letter: Letter) -> QuerySet[Person]:
    """Those of ``people`` who have answered nothing that ``letter`` asks. A reminder too few is better than one too many."""
    for track in tracks(letter):
        people = people.exclude(pk__in=kinds.of(track).answered(track).order_by().values("pk"))
    return people


def _named(*texts: str) -> Iterator[str]:
    for text in texts:
        yield from (fields.key(name.partition(":")[0]) for name in fields.slotted(text)[1])


def _stated(round: Round, language: str, used: set[str]) -> Iterator[tuple[str, Facts]]:
    """The tracks that give what is used. Of a field two tracks give, the first has it, as in contents.facts."""
    taken: set[str] = set()
    dated = "dates" in used
    for key, facts in rounds.track_facts(round, language).items():
        own = {fields.key(name) for name in facts.fields} - taken
        taken |= own
        if own & used or (dated and facts.occasions):
            yield key, facts
        dated = dated and not facts.occasions
