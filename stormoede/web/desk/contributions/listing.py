"""``/desk/rounds/<key>/contributions/``: who has sent in and who has not."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.contributions.queries import questionnaires, standing
from stormoede.contributions.queries.standing import State
from stormoede.lib import clock, words
from stormoede.rounds.models import Round
from stormoede.web.desk.contributions import finding
from stormoede.web.desk.members import allowed


@staff_only(Permission.READ)
@require_safe
def listing(request: HttpRequest, key: str) -> HttpResponseBase:
    """The round's questionnaires; a single one is shown at once."""
    round = get_object_or_404(Round, key=key)
    found = list(questionnaires.of_round(round))
    if len(found) == 1:
        return redirect("contributions-track", key=key, track=found[0].track.key)
    values = {"round": round, "found": found, "may": allowed(request, Permission.CONTRIBUTIONS)}
    return render(request, "web/desk/contributions.html", values)


@staff_only(Permission.READ)
@require_safe
def track(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Every body that is asked, with where it stands; and members' own views."""
    found = finding.questionnaire(key, track)
    round, now = found.track.round, clock.round_now()
    lines = standing.lines(found, words.local_day(now, round.time_zone))
    only = request.GET.get("state", "")
    values = {
        "round": round,
        "track": found.track,
        "questionnaire": found,
        "figures": standing.figures(lines),
        "lines": [line for line in lines if line.state.value == only] if only in set(State) else lines,
        "only": only if only in set(State) else "",
        "own": list(standing.own_views(found)),
        "now": now,
        "may": allowed(request, Permission.CONTRIBUTIONS),
    }
    return render(request, "web/desk/contributions_track.html", values)
