"""Playing the story: invented people act, then the round's time moves on, then production's own code does what became due."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from django.db import transaction

from stormoede.accounts import actors
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.meetings.actions import doors, registrations
from stormoede.meetings.models import Session
from stormoede.members.models import Person
from stormoede.rounds import queries as rounds
from stormoede.rounds.models import Round
from stormoede.story.actions import callings, councils, inputs, post, secretariat, tours
from stormoede.story.core import booklet, calling, cast, script
from stormoede.story.core import tours as touring
from stormoede.story.core.calling import Called
from stormoede.story.core.inputs import INPUTS
from stormoede.story.core.script import Act, Deed
from stormoede.story.models import Story

ACTS_A_BEAT = 40


def run(*, at: datetime) -> int:
    """Play one beat, when the story is on its way: the acts up to the next date, or a handful. Returns how many things were done.

    It is one of the things the worker finds due, so what became due by the beat is done in the same pass.
    """
    story = Story.objects.first() if clock.installed() else None
    if story is None or story.now >= story.target:
        return 0
    if story.key == booklet.KEY:
        return _of_councils(story)
    ahead = _ahead(story)
    until = min([story.target, *(moment for moment in _moments() if story.now < moment)])
    now = [act for act in ahead if act.at <= until]
    if len(now) > ACTS_A_BEAT:
        now = now[:ACTS_A_BEAT]
        until = now[-1].at
    round = Round.objects.get(key=story.key)
    _act(now, round)
    secretariat.work(story.now, until)
    callings.work(round, story.now, until)
    inputs.work(story.now, until)
    post.bring(story.now, until)
    tours.work(story.now, until)
    Story.objects.filter(pk=story.pk, now=story.now).update(now=until)
    return 1


def _act(acts: Sequence[Act | Called], round: Round) -> None:
    """Everybody does theirs, in order. People and evenings are looked up once: only their keys are needed."""
    people = {one.number: one for one in Person.objects.filter(number__in={act.number for act in acts})}
    evenings, call = _evenings(), callings.begun(round)
    for act in acts:
        person = people.get(act.number)
        if person is None:
            continue
        if isinstance(act, Called):
            callings.perform(act, call, person)
        else:
            _perform(act, person, evenings)


def _ahead(story: Story) -> list[Act | Called]:
    """What people do up to where the story is on its way to, in order of time. The call is after all else."""
    answered = [act for act in _acts() if story.now < act.at <= story.target]
    if story.target <= calling.AT:
        return [*answered]
    return [*answered, *(act for act in callings.acts() if story.now < act.at <= story.target)]


def _of_councils(story: Story) -> int:
    """A beat of the booklet: what bodies do up to the next date, or a handful."""
    round = Round.objects.get(key=story.key)
    until = min([story.target, *(moment for moment in councils.moments(round) if story.now < moment)])
    now = [deed for deed in councils.deeds() if story.now < deed.at <= until]
    if len(now) > ACTS_A_BEAT:
        now = now[:ACTS_A_BEAT]
        until = now[-1].at
    for deed in now:
        councils.perform(deed, round)
    councils.work(round, story.now, until)
    Story.objects.filter(pk=story.pk, now=story.now).update(now=until)
    return 1


def _moments() -> list[datetime]:
    dates = [due.at for round in Round.objects.all() for due in rounds.calendar(round)]
    acts = (sent.at for sent in INPUTS)
    return sorted(
        {*dates, *acts, script.LETTER_AT, script.REMINDER_AT, script.ADDRESSES_AT, calling.AT, *touring.MOMENTS}
    )


def _acts() -> list[Act]:
    played = {one.name for one in cast.MEMBERS}
    numbers = (
        Person.objects.filter(number__startswith="K")
        .exclude(email="")
        .exclude(email__endswith="@" + cast.GONE)
        .exclude(name__in=played)
        .order_by("number")
        .values_list("number", flat=True)
    )
    return _script(tuple(str(number) for number in numbers))


@lru_cache(maxsize=2)
def _script(numbers: tuple[str, ...]) -> list[Act]:
    return script.acts(numbers)


def _evenings() -> Sequence[Session]:
    return list(Session.objects.filter(meeting__track__round__key="oea26").order_by("starts"))


_ARRIVALS: Mapping[Deed, int] = {Deed.ARRIVE_FIRST: 0, Deed.ARRIVE_SECOND: 1}
_ANSWERS: Mapping[Deed, int | None] = {Deed.FIRST: 0, Deed.SECOND: 1, Deed.CANNOT: None}


def _perform(act: Act, person: Person, evenings: Sequence[Session]) -> None:
    """An invented person does what a member does on the page. What the page would refuse is left undone here too."""
    if len(evenings) < 2:
        return
    by = actors.person(person)
    try:
        with transaction.atomic():
            if act.deed in _ARRIVALS:
                doors.arrive(evenings[_ARRIVALS[act.deed]].pk, person.pk, by=by, at=act.at)
            else:
                place = _ANSWERS[act.deed]
                choice = None if place is None else evenings[place].pk
                registrations.answer(evenings[0].meeting_id, person.pk, choice, by=by, at=act.at)
    except Refusal:
        return
