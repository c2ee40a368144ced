"""The association's periods, and what they make due: each class of data goes when its time has passed, and leaves an event."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor, system
from stormoede.lib import seen
from stormoede.lib.privacy import Term
from stormoede.members.refusals import EditedMeanwhile, ListWaits
from stormoede.protection import declared
from stormoede.protection.actions import erasures
from stormoede.protection.models import Period
from stormoede.protection.refusals import ErasedAlready, PeriodRefused

BY = system("protection")
_EVERY = timedelta(hours=1)
_PEOPLE_AT_ONCE = 20
_last: datetime | None = None


@transaction.atomic
def choose(days: Mapping[str, int], *, mark: str = "", by: Actor, at: datetime) -> int:
    """Let these terms have these days from now on. Returns how many differed. Raises PeriodRefused.

    EditedMeanwhile: they are others by now than ``mark`` is of.
    """
    known = dict(Period.objects.select_for_update().order_by("term").values_list("term", "days"))
    if mark and mark != _mark(known):
        raise EditedMeanwhile
    changed = 0
    for key, wanted in days.items():
        if not 1 <= wanted <= 7300:
            raise PeriodRefused
        before = known.get(key, declared.terms()[key].days)
        if wanted != before:
            Period.objects.update_or_create(term=key, defaults={"days": wanted})
            record("period.chosen", f"period:{key}", by=by, at=at, data={"from": before, "to": wanted})
            changed += 1
    return changed


def mark() -> str:
    """What a form that chooses the periods carries along."""
    return _mark(dict(Period.objects.values_list("term", "days")))


def _mark(known: Mapping[str, int]) -> str:
    return seen.mark(*((key, known.get(key, term.days)) for key, term in sorted(declared.terms().items())))


def run(*, at: datetime) -> int:
    """Every hour of the round's time, take away what has had its time. Returns how many things went."""
    global _last
    if _last is not None and timedelta(0) <= at - _last < _EVERY:
        return 0
    days = dict(Period.objects.values_list("term", "days"))
    gone = sum(_carry_out(term, days.get(term.key, term.days), at) for term in declared.terms().values())
    # When there is more than one go takes, the next pass goes on.
    _last = None if gone else at
    return gone


@transaction.atomic
def _carry_out(term: Term, days: int, at: datetime) -> int:
    before = at - timedelta(days=days)
    gone = _erase(term, before, at) if term.people else term.go(before, by=BY, at=at) if term.go else 0
    if gone:
        record("period.ended", f"period:{term.key}", by=BY, at=at, data={"count": gone, "days": days})
    return gone


def _erase(term: Term, before: datetime, at: datetime) -> int:
    """People are erased as by hand; one whom a waiting member list may bring back has to wait for it."""
    people = term.people(before)[:_PEOPLE_AT_ONCE] if term.people else []
    gone = 0
    for pk in people:
        try:
            erasures.erase(str(pk), by=BY, at=at)
        except ErasedAlready:
            continue
        except ListWaits:
            break
        gone += 1
    return gone
