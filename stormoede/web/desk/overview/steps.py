"""The round's steps on one line: what has happened, where we are, what comes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.lib import words
from stormoede.meetings.tallies import MeetingTally
from stormoede.rounds import queries as rounds
from stormoede.rounds.kinds import DueDate
from stormoede.rounds.queries import NoticeLine
from stormoede.web.desk.overview.state import State

NEVER = datetime.max.replace(tzinfo=UTC)


class Phase(StrEnum):
    """Where a step is; the value is the class of its ring."""

    DONE = "done"
    NOW = "now"
    COMING = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the round."""

    what: str
    when: str
    phase: Phase


@dataclass(frozen=True, slots=True)
class _Dated:
    what: str
    when: str
    ends: datetime


def steps(state: State, calendar: Sequence[DueDate] = ()) -> list[Step]:
    """All steps; a track's are as ``calendar`` dates them. At most one is now: the first that is not over."""
    told = [_track(state, notice, calendar) for notice in state.notices]
    later = sorted([*_meetings(state), *filter(None, told)], key=lambda step: step.ends)
    dated = [*_letter(state), *later]
    first = next((step for step in dated if step.ends > state.at), None)
    shown = [Step(step.what, step.when, Phase.NOW if step is first else _phase(step, state)) for step in dated]
    over = Phase.DONE if rounds.end(state.round) <= state.at else Phase.COMING
    return shown + [Step(what, when, over) for what, when in _undated(state, calendar)]


def _phase(step: _Dated, state: State) -> Phase:
    return Phase.DONE if step.ends <= state.at else Phase.COMING


def _day(at: datetime, state: State) -> str:
    return words.plain_day(words.local_day(at, state.round.time_zone), get_language() or "en")


def _letter(state: State) -> Iterator[_Dated]:
    sent = [letter.sent_at for letter in state.letters if letter.sent_at]
    if sent:
        yield _Dated(_("Letter sent"), _day(min(sent), state), min(sent))
        return
    planned = [letter.release_at for letter in state.letters if letter.released_at and letter.release_at]
    if state.letters:
        when = _day(min(planned), state) if planned else _("Not released yet")
        yield _Dated(_("The letter is sent"), when, NEVER)


def _meetings(state: State) -> Iterator[_Dated]:
    for meeting in state.meetings:
        yield from _meeting(state, meeting)
        several = len(meeting.dates) > 1
        for number, date in enumerate(meeting.dates, start=1):
            title = _("Meeting %(number)s") % {"number": number} if several else meeting.title
            yield _Dated(title, _day(date.starts, state), date.ends)


def _meeting(state: State, meeting: MeetingTally) -> Iterator[_Dated]:
    until = _("Until %(day)s") % {"day": _day(meeting.deadline, state)}
    yield _Dated(_("Answers"), until, meeting.deadline)
    yield _Dated(_("Links out"), _day(meeting.links_at, state), meeting.links_at)


def _of(notice: NoticeLine, calendar: Sequence[DueDate]) -> list[DueDate]:
    return [due for due in calendar if due.key.startswith(f"{notice.key}.")]


def _track(state: State, notice: NoticeLine, calendar: Sequence[DueDate]) -> _Dated | None:
    """A track with dates of its own is over with the last of them, whatever words say when it is."""
    own = _of(notice, calendar)
    if not own:
        return None
    last = max(own, key=lambda due: due.at)
    ends = last.at + timedelta(days=1) if last.whole_day else last.at
    return _Dated(notice.title, notice.when or _("Until %(day)s") % {"day": _day(last.at, state)}, ends)


def _undated(state: State, calendar: Sequence[DueDate]) -> Iterator[tuple[str, str]]:
    for notice in state.notices:
        if not _of(notice, calendar):
            yield notice.title, notice.when
    if state.round.negotiation:
        yield _("Negotiation"), state.round.negotiation
