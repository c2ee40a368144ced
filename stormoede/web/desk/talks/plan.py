"""``…/talks/<track>/plan/``: a week of talks, first as a list, then speaker by speaker and day by day; clashes marked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.contributions.queries.standing import name_of
from stormoede.lib import clock, words
from stormoede.talks.core import hours
from stormoede.talks.core.hours import Hours
from stormoede.talks.core.plans import Span
from stormoede.talks.models import Speaker, Tour
from stormoede.web import talk_words
from stormoede.web.desk.lists import Listed
from stormoede.web.desk.talks import lists, reading
from stormoede.web.desk.talks.finding import about, tour_of
from stormoede.web.desk.talks.lists import Placed
from stormoede.web.desk.talks.reading import Whole

_WEEK, _WEEKDAYS = timedelta(7), 5


@dataclass(frozen=True, slots=True)
class Cell:
    """One speaker's day: what they can, and the talks they have."""

    hours: str
    lines: Sequence[Placed]


@dataclass(frozen=True, slots=True)
class Row:
    """One speaker's week."""

    speaker: Speaker
    cells: Sequence[Cell]


@staff_only(Permission.READ)
@require_safe
def week(request: HttpRequest, key: str, track: str) -> HttpResponse:
    """The week the address names, or the one that is now, within the tour's days."""
    tour, at = tour_of(key, track), clock.round_now()
    here, zone = reading.whole(tour), tour.track.round.time_zone
    monday = _monday(tour, request.GET.get("week", ""), words.local_day(at, zone))
    listed = Listed(request, lists.talks(zone), start="when")
    placed = listed.rows(_placed(here, monday, zone, at))
    file = listed.file(f"{tour.track.title} {monday.isoformat()}", lambda: placed)
    if file is not None:
        return file
    days = _days(here, monday, zone)
    values = {
        **about(request, tour, "plan"),
        "list": listed,
        "lines": placed,
        "days": days,
        "until": days[-1],
        "number": monday.isocalendar().week,
        "earlier": monday - _WEEK if monday > tour.first else None,
        "later": monday + _WEEK if monday + _WEEK <= tour.last else None,
        "grid": list(_grid(here, days, placed, zone)),
    }
    return render(request, "web/desk/talks/plan.html", values)


def _monday(tour: Tour, asked: str, today: date) -> date:
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = today
    day = min(max(day, tour.first), tour.last)
    return day - timedelta(day.weekday())


def _days(here: Whole, monday: date, zone: str) -> list[date]:
    """The week's days that are the tour's; without Saturday and Sunday where nobody can and nothing is placed."""
    spans = [(one.starts, one.ends) for speaker in here.here for one in speaker.openings.all()]
    used = {words.local_day(starts, zone) for starts, _ends in [*spans, *_talks(here)]}
    days = hours.days(max(monday, here.tour.first), min(monday + _WEEK - timedelta(1), here.tour.last))
    return [day for day in days if day.weekday() < _WEEKDAYS or day in used] or days


def _talks(here: Whole) -> list[Span]:
    return [(talk.starts, talk.ends) for talk in here.talks.values()]


def _placed(here: Whole, monday: date, zone: str, at: datetime) -> Iterator[Placed]:
    for talk in here.talks.values():
        if monday <= words.local_day(talk.starts, zone) < monday + _WEEK:
            asked = here.requests[talk.request_id]
            where = (
                _("Online")
                if talk.form == "online"
                else talk.place or asked.place or (asked.site.name if asked.site else "")
            )
            yield Placed(talk, name_of(asked.body), where, reading.talk_clashes(here, talk, at))


def _grid(here: Whole, days: Sequence[date], placed: Sequence[Placed], zone: str) -> Iterator[Row]:
    for speaker in here.speakers:
        own = [line for line in placed if line.talk.speaker_id == speaker.pk]
        if speaker.left_at is None or own:
            spans = [(one.starts, one.ends) for one in speaker.openings.all()]
            said = hours.said(spans, days[0], days[-1], zone)
            yield Row(speaker, [_cell(day, said, own, zone) for day in days])


def _cell(day: date, said: Mapping[date, Hours], own: Sequence[Placed], zone: str) -> Cell:
    return Cell(talk_words.hours(said[day]), [line for line in own if words.local_day(line.talk.starts, zone) == day])
