"""The round of the next year: all of this one carried over, its dates as proposals, each to be confirmed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from stormoede.events.actions.records import record, record_many
from stormoede.events.actor import Actor
from stormoede.lib import words
from stormoede.rounds import following, kinds, queries, sections
from stormoede.rounds.actions import rounds, tracks
from stormoede.rounds.core.facts import RoundFacts
from stormoede.rounds.core.next_year import Names, a_year_on
from stormoede.rounds.kinds import DueDate
from stormoede.rounds.models import ProposedDate, Round
from stormoede.rounds.refusals import DateMovedMeanwhile

_YEAR = timedelta(weeks=52)
# The farthest a date is moved from its 52 weeks.
_NEAR = timedelta(weeks=3, hours=2)


@transaction.atomic
def make(round: Round, names: Names, *, by: Actor, at: datetime) -> Round:
    """The next round: facts, tracks and letters of ``round``, dates on the same weekdays and off the holidays.

    Audiences are shared by all rounds, so letters and meetings keep theirs. Raises RoundExists when the key is taken.
    """
    made = rounds.make(names.key, _facts(round, names), by=by, at=at)
    for track in round.tracks.all():
        title, text = (following.told(words, round, made) for words in (track.title, track.text))
        tracks.append(made, key=track.key, kind=track.kind, title=title, text=text, by=by, at=at)
        track.round = round
        kinds.of(track).copy(track, made, by=by, at=at)
    for section in sections.after().values():
        section.copy(round, made, by=by, at=at)
    _propose(round, made)
    record("round.copied", rounds.subject(made), by=by, at=at, data={"from": round.key})
    return made


@transaction.atomic
def confirm(round: Round, dates: Mapping[str, datetime], *, by: Actor, at: datetime) -> int:
    """Let the dates of these keys stand as they were read. Returns how many were confirmed; a second time is none.

    Raises DateMovedMeanwhile when one is another than it was.
    """
    now = {due.key: due.at for due in queries.calendar(round)}
    if any(now.get(key) != moment for key, moment in dates.items()):
        raise DateMovedMeanwhile
    waiting = round.proposed_dates.select_for_update().filter(key__in=dates, confirmed_at__isnull=True).order_by("pk")
    keys = list(waiting.values_list("key", flat=True))
    round.proposed_dates.filter(key__in=keys).update(confirmed_at=at, confirmed_by=str(by))
    record_many("date.confirmed", [(rounds.subject(round), {"date": key}) for key in keys], by=by, at=at)
    return len(keys)


def decide(round: Round, key: str, *, by: Actor, at: datetime) -> None:
    """The date of this key has been set by hand, as part of an act that leaves its own event: it is no proposal any more."""
    waiting = round.proposed_dates.filter(key=key, confirmed_at__isnull=True)
    waiting.update(confirmed_at=at, confirmed_by=str(by))


def _facts(round: Round, names: Names) -> RoundFacts:
    """The round's facts a year on; its first and last day take in every date that is moved."""
    facts = queries.facts(round)
    zone = facts.time_zone
    points = [due.at for due in queries.calendar(round)]
    earliest = min(following.moment(point, zone, earlier=True) for point in points)
    latest = max(following.moment(point, zone) for point in points)
    first, last = following.day(facts.starts_on, earlier=True), following.day(facts.ends_on)
    return replace(
        facts,
        title=names.title,
        short=names.short,
        starts_on=min(first, words.local_day(earliest, zone)),
        ends_on=max(last, words.local_day(latest, zone)),
        negotiation=a_year_on(facts.negotiation),
    )


def _propose(round: Round, made: Round) -> None:
    """Every date of the new round is a proposal, beside the date it comes from."""
    before = defaultdict(list)
    for due in queries.calendar(round):
        before[_group(due)].append(due.at)
    proposals = [
        ProposedDate(round=made, key=due.key, before=_former(due.at, before[_group(due)]))
        for due in queries.calendar(made)
        if not due.hangs_on
    ]
    ProposedDate.objects.bulk_create(proposals)


def _group(due: DueDate) -> tuple[str, ...]:
    """Dates of one sort in one track: what follows differs with the day."""
    return tuple(due.key.split(".")[:2])


def _former(at: datetime, before: Sequence[datetime]) -> datetime | None:
    """The date of last year that became ``at``: the one nearest to 52 weeks before it."""
    near = [one for one in before if abs(at - _YEAR - one) <= _NEAR]
    return min(near, key=lambda one: abs(at - _YEAR - one), default=None)
