"""``/desk/rounds/<key>/contributions/``: who has sent in and who has not."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.contributions.models import Questionnaire
from stormoede.contributions.queries import mailed, questionnaires, standing
from stormoede.contributions.queries.standing import Line
from stormoede.lib import clock, words
from stormoede.rounds.models import Round
from stormoede.web.desk.contributions import finding, lists
from stormoede.web.desk.contributions.lists import Row
from stormoede.web.desk.finding import round_of
from stormoede.web.desk.lists import Listed, Narrow
from stormoede.web.desk.members import allowed


@staff_only(Permission.READ)
@require_safe
def listing(request: HttpRequest, key: str) -> HttpResponseBase:
    """The round's questionnaires; a single one is shown at once."""
    round = round_of(key)
    found = list(questionnaires.of_round(round))
    if len(found) == 1 and "as" not in request.GET:
        return redirect("contributions-track", key=key, track=found[0].track.key)
    listed = Listed(request, lists.questionnaires(round.time_zone))
    rows = listed.rows(_row(one, round) for one in found)
    file = listed.file(f"{round.short} {_('Sent in')}", lambda: rows)
    if file is not None:
        return file
    may = allowed(request, Permission.CONTRIBUTIONS)
    mails, any_mail = mailed.waiting(round), mailed.of_round(round, "all").exists()
    values = {"round": round, "rows": rows, "list": listed, "may": may, "mails": mails, "any_mail": any_mail}
    return render(request, "web/desk/contributions.html", values)


@staff_only(Permission.READ)
@require_safe
def track(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Every body that is asked, with where it stands; and members' own views."""
    found = finding.questionnaire(key, track)
    round, now = found.track.round, clock.round_now()
    lines = standing.lines(found, words.local_day(now, round.time_zone))
    form = Narrow(request.GET, _("Find a municipality"), state=(_("Standing"), lists.states().items()))
    listed = Listed(request, lists.bodies(round.time_zone))
    own = Listed(request, lists.own(round.time_zone), name="own")
    shown, views = listed.rows(_narrowed(lines, form)), own.rows(standing.own_views(found))
    file = listed.file(found.track.title, lambda: shown) or own.file(_("Members' own views"), lambda: views)
    if file is not None:
        return file
    values = {
        "round": round,
        "track": found.track,
        "questionnaire": found,
        "figures": standing.figures(lines),
        "form": form,
        "list": listed,
        "lines": shown,
        "narrowed": form.narrowed,
        "own": views,
        "own_list": own,
        "now": now,
        "mails": mailed.waiting(round),
        "may": allowed(request, Permission.CONTRIBUTIONS),
    }
    return render(request, "web/desk/contributions_track.html", values)


def _row(one: Questionnaire, round: Round) -> Row:
    lines = standing.lines(one, words.local_day(clock.round_now(), round.time_zone))
    return Row(one, standing.figures(lines), standing.own_views(one).count())


def _narrowed(lines: Iterable[Line], form: Narrow) -> Iterable[Line]:
    state = form.value("state")
    return (line for line in lines if form.fits(line.name, line.group) and state in ("", line.state.value))
