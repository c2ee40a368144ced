"""The round's steps on one line: what has happened, where we are, what comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.lib import words
from stormoede.web.desk.overview.state import MeetingState, State


class Phase(StrEnum):
    """Where a step is; the value is the class of its ring."""

    DONE = "done"
    NOW = "now"
    COMING = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the round. ``ends`` None is a step whose end nobody can know: it is never done by itself."""

    what: str
    when: str
    phase: Phase


@dataclass(frozen=True, slots=True)
class _Dated:
    what: str
    when: str
    ends: datetime


def steps(state: State) -> list[Step]:
    """All steps. At most one is now: the first that is not over."""
    dated = [*_letter(state), *_meetings(state)]
    over = sum(step.ends <= state.at for step in dated)
    shown = [Step(step.what, step.when, _phase(place, over)) for place, step in enumerate(dated)]
    return shown + [Step(what, when, Phase.COMING) for what, when in _undated(state)]


def _phase(place: int, over: int) -> Phase:
    if place < over:
        return Phase.DONE
    return Phase.NOW if place == over and over else Phase.COMING


def _day(at: datetime, state: State) -> str:
    return words.plain_day(words.local_day(at, state.round.time_zone), get_language() or "en")


def _letter(state: State) -> Iterator[_Dated]:
    sent = [letter.sent_at or letter.released_at for letter in state.letters if letter.released_at]
    planned = [letter.release_at for letter in state.letters if letter.release_at]
    first = min((at for at in sent if at), default=None) or min(planned, default=None)
    if first:
        yield _Dated(_("Letter sent"), _day(first, state), first)


def _meetings(state: State) -> Iterator[_Dated]:
    for meeting in state.meetings:
        yield from _meeting(state, meeting)
        several = len(meeting.dates) > 1
        for number, date in enumerate(meeting.dates, start=1):
            title = _("Meeting %(number)s") % {"number": number} if several else meeting.title
            yield _Dated(title, _day(date.starts, state), date.ends)


def _meeting(state: State, meeting: MeetingState) -> Iterator[_Dated]:
    until = _("Until %(day)s") % {"day": _day(meeting.deadline, state)}
    yield _Dated(_("Answers"), until, meeting.deadline)
    yield _Dated(_("Links out"), _day(meeting.links_at, state), meeting.links_at)


def _undated(state: State) -> Iterator[tuple[str, str]]:
    yield from state.notices
    if state.round.negotiation:
        yield _("Negotiation"), state.round.negotiation
