"""A date as it was when a mail was sent, kept among the mail's facts when the date becomes another."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime

from stormoede.mail.models import Message
from stormoede.meetings.core.plans import DatePlan
from stormoede.meetings.models import Session

_FACT = "then"
_WHEN, _WHERE, _WAYS_IN = ("starts", "ends"), ("place", "town"), ("join_url", "meeting_number", "dial_in")

type Kept = Mapping[str, Mapping[str, str]]


def differs(was: DatePlan, now: DatePlan, *, ways_in: bool = True) -> Mapping[str, str]:
    """What a mail may have said of a date that is said otherwise ``now``. The ways in only where the mail has them."""
    names = (*_WHEN, *_WHERE, *(_WAYS_IN if ways_in else ()))
    return {name: _text(was, name) for name in names if _text(was, name) != _text(now, name)}


def also(message: Message, session: int, was: Mapping[str, str]) -> Mapping[str, object]:
    """What ``message`` is to keep of a date that ``was`` so. What it has kept before is older, and stands."""
    kept: Kept = message.facts.get(_FACT, {})
    key = str(session)
    return {_FACT: {**kept, key: {**was, **kept.get(key, {})}}} if was else {}


def as_told(dates: Mapping[int, Session], message: Message) -> Mapping[int, Session]:
    """The dates as ``message`` tells them."""
    kept: Kept = message.facts.get(_FACT, {})
    return {pk: _back(date, kept[str(pk)]) if str(pk) in kept else date for pk, date in dates.items()}


def _text(date: DatePlan, name: str) -> str:
    value = getattr(date, name)
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _back(date: Session, was: Mapping[str, str]) -> Session:
    then = copy(date)
    for name, text in was.items():
        setattr(then, name, datetime.fromisoformat(text) if name in _WHEN else text)
    return then
