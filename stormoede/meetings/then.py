"""A date as it was when a mail was written, kept among the mail's facts when the date becomes another."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from stormoede.meetings.core.plans import DatePlan
from stormoede.meetings.models import Session

_FACT = "then"


def also(facts: Mapping[str, Any], session: int, was: DatePlan) -> Mapping[str, object]:
    """What a mail with ``facts`` is to keep of a date that ``was`` so. What it knows from before stands."""
    kept: Mapping[str, object] = facts.get(_FACT, {})
    told = {
        "starts": was.starts.isoformat(),
        "ends": was.ends.isoformat(),
        "place": was.place,
        "town": was.town,
        "join_url": was.join_url,
    }
    return {_FACT: {str(session): told, **kept}}


def as_told(dates: Mapping[int, Session], facts: Mapping[str, Any]) -> Mapping[int, Session]:
    """The dates as a mail with ``facts`` knows them."""
    kept: Mapping[str, Mapping[str, str]] = facts.get(_FACT, {})
    return {pk: _back(date, kept[str(pk)]) if str(pk) in kept else date for pk, date in dates.items()}


def _back(date: Session, was: Mapping[str, str]) -> Session:
    then = copy(date)
    then.starts, then.ends = datetime.fromisoformat(was["starts"]), datetime.fromisoformat(was["ends"])
    then.place, then.town, then.join_url = was["place"], was["town"], was["join_url"]
    return then
