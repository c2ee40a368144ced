"""Who has come into the audience of a letter since it went out, while something it asks is still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from stormoede.letters.models import Delivery, Letter
from stormoede.letters.queries import asking, recipients
from stormoede.lib import words
from stormoede.members.models import Person
from stormoede.rounds import queries as rounds
from stormoede.rounds.models import Round

_NAMED = 12


@dataclass(frozen=True, slots=True)
class Joined:
    """A letter with those who joined: how many, how many of them without an address, and the first of them by name."""

    letter: Letter
    people: int
    unreachable: int
    names: Sequence[str]

    @property
    def reachable(self) -> int:
        return self.people - self.unreachable

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.people - len(self.names)


def of(letter: Letter, at: datetime) -> QuerySet[Person]:
    """Those who would get ``letter`` (with round and audience) today and have not; nobody when nothing in it is open."""
    if letter.sent_at is None or letter.nature == Letter.Nature.REMINDER or not is_open(letter, at):
        return Person.objects.none()
    got = Delivery.objects.filter(letter=letter, person=OuterRef("pk"))
    # Asked first: of the few who have not got it the seats are looked at.
    return Person.objects.filter(~Exists(got)) & recipients.of(letter, words.local_day(at, letter.round.time_zone))


def of_round(round: Round, at: datetime) -> Sequence[Joined]:
    """The round's letters that somebody has joined the audience of since, by their date."""
    sent = Letter.objects.filter(round=round, sent_at__isnull=False).exclude(nature=Letter.Nature.REMINDER)
    letters = sent.select_related("round", "audience", "about").order_by("sent_at", "key")
    return [told for letter in letters if (told := _told(letter, at)).people]


def is_open(letter: Letter, at: datetime) -> bool:
    """Can anything ``letter`` (or the one it corrects) asks still be answered, or come to? Without a question: is the round on?"""
    if words.local_day(at, letter.round.time_zone) > letter.round.ends_on:
        return False
    asked = {track.key for track in asking.tracks(letter.about or letter)}
    facts = [told for key, told in rounds.track_facts(letter.round, letter.round.language).items() if key in asked]
    ends = [one.ends for told in facts for one in told.occasions]
    ends += [told.deadline for told in facts if told.deadline is not None]
    return not ends or max(ends) >= at


def _told(letter: Letter, at: datetime) -> Joined:
    # Put in order here: they are few, and a database would go along everybody by name to find them.
    people = sorted(of(letter, at).order_by().values_list("sort_key", "pk", "name", "email"))
    unreachable = sum(not email for *_who, email in people)
    return Joined(letter, len(people), unreachable, [name for *_key, name, _email in people[:_NAMED]])
