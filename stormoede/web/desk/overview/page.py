"""``/desk/rounds/<key>/``"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.lib import clock
from stormoede.rounds import queries as rounds
from stormoede.rounds.models import Round
from stormoede.web.desk.overview import regions, state
from stormoede.web.desk.overview.funnel import stages
from stormoede.web.desk.overview.steps import steps
from stormoede.web.desk.overview.waiting import silent_of, waiting

NEXT = 4


@staff_only(Permission.READ)
def overview(request: HttpRequest, key: str) -> HttpResponse:
    """The round as it stands now."""
    round = get_object_or_404(Round, key=key)
    now = clock.round_now()
    found = state.read(round, now)
    rows = regions.regions(found)
    return render(
        request,
        "web/desk/overview.html",
        {
            "round": round,
            "now": now,
            "next": rounds.coming(rounds.calendar(round), now)[:NEXT],
            "deadline": min((m.deadline for m in found.meetings if m.deadline > now), default=None),
            "waiting": waiting(found, silent_of(rows)),
            "stages": stages(found),
            "steps": steps(found),
            "meetings": found.meetings,
            "dates": found.dates,
            "regions": rows,
            "whole": regions.whole(rows, _("The whole country")) if rows else None,
        },
    )
