"""``/desk/rounds/<key>/``"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.api.queries import hooks
from stormoede.lib import clock
from stormoede.mail import queries as mail
from stormoede.mail import tide
from stormoede.meetings.tallies import MeetingTally
from stormoede.rounds import queries as rounds
from stormoede.rounds.models import Round
from stormoede.web import frames
from stormoede.web.desk import by
from stormoede.web.desk.finding import round_of
from stormoede.web.desk.overview import regions, state, viruses
from stormoede.web.desk.overview.funnel import Stage, stages
from stormoede.web.desk.overview.regions import Region
from stormoede.web.desk.overview.steps import Step, steps
from stormoede.web.desk.overview.waiting import by_weight, outside, silent_of, waiting

NEXT = 4


@dataclass(frozen=True, slots=True)
class Owner:
    """What the page says of the round itself."""

    key: str
    short: str
    sender_name: str


@dataclass(frozen=True, slots=True)
class Evening:
    """One date as the page tells of it."""

    starts: datetime
    capacity: int | None
    seats: int
    waiting: int
    links: int
    came: int


@dataclass(frozen=True, slots=True)
class Held:
    """One meeting with its dates, as the page tells of it."""

    key: str
    title: str
    cannot: int
    dates: tuple[Evening, ...]


@staff_only(Permission.READ)
def overview(request: HttpRequest, key: str) -> HttpResponse:
    """The round as it stands now."""
    round = round_of(key)
    now = clock.round_now()
    shared = {"round": Owner(round.key, round.short, round.sender_name), **shown(round, now)}
    own = {"staff": by.name_of(request)}
    return frames.page(request, "web/desk/overview.html", shared, own, path=request.path)


def shown(round: Round, now: datetime) -> dict[str, object]:
    """What the page tells at ``now``, to the minute. The figures are read anew whenever something has happened."""
    minute, language = now.replace(second=0, microsecond=0), get_language() or "en"
    told = tide.kept(("overview", round.pk, minute, language), lambda: _figures(round, minute, language))
    # What stands between us and other machines goes down and up without anybody's act.
    apart = [*viruses.found(round), *outside(mail.inbox_standing(), hooks.in_trouble())]
    return told | {"now": minute, "waiting": tuple(by_weight([*apart, *told["waiting"]]))}


def _figures(round: Round, at: datetime, language: str) -> dict[str, Any]:
    found = state.read(round, at)
    rows, calendar = regions.regions(found), rounds.calendar(round)
    return {
        "next": tuple(rounds.coming(calendar, at)[:NEXT]),
        "deadline": min((m.deadline for m in found.meetings if m.deadline > at), default=None),
        "waiting": waiting(found, silent_of(rows)),
        "progress": _progress(language, tuple(stages(found)), tuple(steps(found, calendar))),
        "meetings": tuple(_held(meeting) for meeting in found.meetings),
        "regions": _table(language, tuple(rows), tuple(date.starts for date in found.dates)),
    }


def _held(meeting: MeetingTally) -> Held:
    dates = (Evening(one.starts, one.capacity, one.seats, one.waiting, one.links, one.came) for one in meeting.dates)
    return Held(meeting.key, meeting.title, meeting.cannot, tuple(dates))


@lru_cache(16)
def _progress(language: str, stages: tuple[Stage, ...], steps: tuple[Step, ...]) -> SafeString:
    """The funnel and the steps, remembered for the same figures in the same language."""
    return render_to_string("web/desk/overview_progress.html", {"stages": stages, "steps": steps})


@lru_cache(16)
def _table(language: str, rows: tuple[Region, ...], days: tuple[datetime, ...]) -> SafeString:
    """The figures by regional council, remembered likewise; nothing when no municipality belongs to any."""
    if not rows:
        return SafeString("")
    whole = regions.whole(rows, _("The whole country"))
    return render_to_string("web/desk/overview_regions.html", {"regions": rows, "whole": whole, "days": days})
