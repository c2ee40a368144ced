"""``/desk/rounds/<key>/``"""

from datetime import datetime
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.lib import clock
from stormoede.rounds import queries as rounds
from stormoede.rounds.refusals import NoSuchRound
from stormoede.web.desk.overview import regions, state
from stormoede.web.desk.overview.funnel import Stage, stages
from stormoede.web.desk.overview.regions import Region
from stormoede.web.desk.overview.steps import Step, steps
from stormoede.web.desk.overview.waiting import silent_of, waiting

NEXT = 4


@staff_only(Permission.READ)
def overview(request: HttpRequest, key: str) -> HttpResponse:
    """The round as it stands now."""
    try:
        round = rounds.by_key(key)
    except NoSuchRound as refusal:
        raise Http404 from refusal
    now = clock.round_now()
    found = state.read(round, now)
    rows = regions.regions(found)
    language = get_language() or "en"
    return render(
        request,
        "web/desk/overview.html",
        {
            "round": round,
            "now": now,
            "next": rounds.coming(rounds.calendar(round), now)[:NEXT],
            "deadline": min((m.deadline for m in found.meetings if m.deadline > now), default=None),
            "waiting": waiting(found, silent_of(rows)),
            "progress": _progress(language, tuple(stages(found)), tuple(steps(found))),
            "meetings": found.meetings,
            "dates": found.dates,
            "regions": _table(language, tuple(rows), tuple(date.starts for date in found.dates)),
        },
    )


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
