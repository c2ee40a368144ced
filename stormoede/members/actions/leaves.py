"""Leaves: a member is away from a mandate for a time, and another person may sit there meanwhile."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.lib import seen
from stormoede.members.models import Leave, Mandate, Person
from stormoede.members.refusals import EditedMeanwhile, LeaveOutside, LeaveTwice, StandInSits

_DAY = timedelta(days=1)


@transaction.atomic
def begin(
    mandate: Mandate, first: date, last: date | None, stand_in: Person | None = None, *, by: Actor, at: datetime
) -> Leave:
    """Let the holder be away from ``first`` to ``last`` (None: until further notice), and ``stand_in`` sit meanwhile.

    Raises LeaveOutside, LeaveTwice, StandInSits.
    """
    held = Mandate.objects.select_for_update(no_key=True).get(pk=mandate.pk)
    if last is None:
        last = held.valid_to
    if (
        first < held.valid_from
        or (last is not None and last < first)
        or (held.valid_to and (last or first) > held.valid_to)
    ):
        raise LeaveOutside
    if _meeting(held.leaves.all(), first, last).exists():
        raise LeaveTwice
    leave = Leave.objects.create(mandate=held, valid_from=first, valid_to=last)
    if stand_in is not None:
        _seat(leave, stand_in, first, by, at)
    record("leave.given", _subject(leave), by=by, at=at, data=_told(leave))
    return leave


@transaction.atomic
def name_stand_in(
    leave: Leave, stand_in: Person | None, first: date, *, mark: str = "", by: Actor, at: datetime
) -> None:
    """From ``first`` on ``stand_in`` sits there, or nobody; whoever did before has sat until the day before.

    One leave has one stand-in, so it goes on as another leave from that day.

    Raises LeaveOutside when the leave is over by then, StandInSits, and EditedMeanwhile when it is no more what ``mark`` is of.
    """
    found = _seen(leave, mark)
    first = max(first, found.valid_from)
    if found.valid_to is not None and first > found.valid_to:
        raise LeaveOutside
    if found.stand_in is not None and stand_in is not None and found.stand_in.person_id == stand_in.pk:
        return
    if first > found.valid_from:
        last = found.valid_to
        _end(found, first - _DAY, by, at)
        found = Leave.objects.create(mandate=found.mandate, valid_from=first, valid_to=last)
    elif found.stand_in is not None:
        former, found.stand_in = found.stand_in, None
        found.save(update_fields=["stand_in"])
        _end_seat(former, first - _DAY, by, at)
    if stand_in is not None:
        _seat(found, stand_in, first, by, at)
    record("leave.edited", _subject(found), by=by, at=at, data=_told(found))


@transaction.atomic
def end(leave: Leave, last: date, *, mark: str = "", by: Actor, at: datetime) -> None:
    """Let ``last`` be the leave's last day; the stand-in's too. Before its first day the leave is called off.

    Raises LeaveOutside when the mandate is over by then, and EditedMeanwhile when it is no more what ``mark`` is of.
    """
    found = _seen(leave, mark)
    if found.mandate.valid_to is not None and last > found.mandate.valid_to:
        raise LeaveOutside
    if last == found.valid_to:
        return
    if _meeting(found.mandate.leaves.exclude(pk=found.pk), found.valid_from, last).exists():
        raise LeaveTwice
    _end(found, last, by, at)


def follow(mandates: Sequence[int] | None, *, by: Actor, at: datetime) -> None:
    """A leave is over when its mandate is, as part of an act that ended ``mandates`` (None: perhaps any)."""
    longer = Q(valid_to__isnull=True) | Q(valid_to__gt=F("mandate__valid_to"))
    over = Leave.objects.filter(longer, mandate__valid_to__isnull=False).select_related("mandate", "stand_in")
    for leave in over if mandates is None else over.filter(mandate__in=mandates):
        assert leave.mandate.valid_to is not None
        _end(leave, leave.mandate.valid_to, by, at)


def _end(leave: Leave, last: date, by: Actor, at: datetime) -> None:
    stand_in, subject, told = leave.stand_in, _subject(leave), _told(leave)
    if last < leave.valid_from:
        leave.delete()
        record("leave.cancelled", subject, by=by, at=at, data=told)
    else:
        Leave.objects.filter(pk=leave.pk).update(valid_to=last)
        record("leave.ended", subject, by=by, at=at, data=told)
    if stand_in is not None:
        _end_seat(stand_in, last, by, at)


def _end_seat(seat: Mandate, last: date, by: Actor, at: datetime) -> None:
    """The stand-in's last day is ``last``; who had not begun never sat. A leave that has grown longer takes the seat along."""
    if last < seat.valid_from:
        Mandate.objects.filter(pk=seat.pk).delete()
    else:
        Mandate.objects.filter(pk=seat.pk).update(valid_to=last)
    record("mandate.ended", f"person:{seat.person_id}", by=by, at=at, data={"mandate": seat.pk})


def _seat(leave: Leave, person: Person, first: date, by: Actor, at: datetime) -> None:
    mandate = leave.mandate
    own = Mandate.objects.filter(person=person, body=mandate.body_id)
    if person.pk == mandate.person_id or _meeting(own, first, leave.valid_to).exists():
        raise StandInSits(person.name)
    leave.stand_in = Mandate.objects.create(
        person=person, body_id=mandate.body_id, role=mandate.role, valid_from=first, valid_to=leave.valid_to
    )
    leave.save(update_fields=["stand_in"])
    record("mandate.given", f"person:{person.pk}", by=by, at=at, data={"mandate": leave.stand_in.pk})


def _meeting[M: (Leave, Mandate)](rows: QuerySet[M], first: date, last: date | None) -> QuerySet[M]:
    """Those of ``rows`` that share a day with ``first`` to ``last``."""
    open_end = Q(valid_to__isnull=True) | Q(valid_to__gte=first)
    return rows.filter(open_end) if last is None else rows.filter(open_end, valid_from__lte=last)


def mark_of(leave: Leave) -> str:
    """What a form that changes the leave carries along."""
    return seen.mark(leave.valid_from, leave.valid_to, leave.stand_in_id)


def _seen(leave: Leave, mark: str) -> Leave:
    found = _locked(leave)
    if mark and mark != mark_of(found):
        raise EditedMeanwhile
    return found


def _locked(leave: Leave) -> Leave:
    Mandate.objects.select_for_update(no_key=True).get(pk=leave.mandate_id)
    return Leave.objects.select_related("mandate", "stand_in").get(pk=leave.pk)


def _subject(leave: Leave) -> str:
    return f"person:{leave.mandate.person_id}"


def _told(leave: Leave) -> dict[str, int | str | None]:
    stand_in = leave.stand_in
    return {"mandate": leave.mandate_id, "leave": leave.pk, "stand_in": str(stand_in.person_id) if stand_in else None}
