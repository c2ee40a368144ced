"""Playing the call: the secretariat sends it, those called answer, and who comes goes through the door."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID, uuid5

from django.db import transaction

from stormoede.accounts import actors
from stormoede.accounts.models import Staff
from stormoede.calls import queries
from stormoede.calls.actions import answers, calls
from stormoede.calls.core.plans import CallPlan
from stormoede.calls.models import Call
from stormoede.lib import words
from stormoede.lib.refusal import Refusal
from stormoede.meetings.actions import doors
from stormoede.members.models import Audience, Person
from stormoede.members.queries import audiences
from stormoede.rounds.models import Round
from stormoede.story.core import calling, cast
from stormoede.story.core.calling import Called, Reply

_MARK = UUID("5f0d3f0a-2b5e-4f57-9d0c-0a5a1f6c2b11")


def acts() -> list[Called]:
    """All that those called do. The cast is left to the one at the keyboard, and who cannot be reached hears of nothing."""
    audience = Audience.objects.filter(key=calling.AUDIENCE).first()
    if audience is None:
        return []
    on = words.local_day(calling.AT, "Europe/Copenhagen")
    reached = audiences.people(audience.spec, on=on).exclude(email="").exclude(email__endswith="@" + cast.GONE)
    wanted = reached.exclude(name__in=[one.name for one in cast.MEMBERS]).order_by("number")
    return _acts(tuple(str(number) for number in wanted.values_list("number", flat=True)))


@lru_cache(maxsize=2)
def _acts(numbers: tuple[str, ...]) -> list[Called]:
    return calling.acts(numbers)


def work(round: Round, after: datetime, until: datetime) -> None:
    """The secretariat calls them, unless the one at the keyboard has called somebody."""
    if not after < calling.AT <= until or queries.of_round(round).exists():
        return
    audience = Audience.objects.filter(key=calling.AUDIENCE).first()
    if audience is None:
        return
    plan = CallPlan(calling.SUBJECT, calling.LINES, calling.STARTS, join_url=calling.ADDRESS)
    by = actors.staff(Staff.objects.get(email=cast.SECRETARY.email))
    try:
        calls.begin(round, audience.pk, plan, uuid5(_MARK, round.key), by=by, at=calling.AT)
    except Refusal:
        return


def begun(round: Round) -> Call | None:
    """The story's own call; None when the one at the keyboard has called, or nobody yet."""
    return Call.objects.filter(mark=uuid5(_MARK, round.key)).first()


def perform(act: Called, call: Call | None, person: Person) -> None:
    """Somebody who is called does what their page lets them; what it would refuse is left undone here too."""
    if call is None:
        return
    try:
        with transaction.atomic():
            _perform(act, call, person)
    except Refusal:
        return


def _perform(act: Called, call: Call, person: Person) -> None:
    by = actors.person(person)
    if act.reply is Reply.ARRIVE:
        named = queries.standing(call).filter(member=person).select_related("person").first()
        who = named.person if named else person
        doors.arrive(queries.session_of(call).pk, who.pk, by=actors.person(who), at=act.at)
    elif act.reply is Reply.DEPUTY:
        email = f"kirsten.dam@{person.email.rpartition('@')[2]}"
        answers.send_deputy(call.pk, person.pk, calling.DEPUTY, email, by=by, at=act.at)
    else:
        answers.answer(call.pk, person.pk, act.reply is Reply.COME, by=by, at=act.at)
