"""``/desk/rounds/<key>/municipalities/``: the round by municipality, first as a table, then as a picture; by region and role."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.lib import clock
from stormoede.rounds.models import Round
from stormoede.web.desk import exports
from stormoede.web.desk.municipalities import columns, figures, maps, narrowing
from stormoede.web.desk.municipalities.columns import Line
from stormoede.web.desk.municipalities.figures import NOWHERE, Counted, Row

GLANCE = 12


@staff_only(Permission.READ)
@require_safe
def municipalities(request: HttpRequest, key: str) -> HttpResponse:
    """The round as it stands now. Twelve rows at first; all of them when asked, or in a file."""
    round = get_object_or_404(Round, key=key)
    now = clock.round_now()
    counted = figures.read(round, now)
    form = narrowing.NarrowForm(request.GET, counted.rows)
    share, by = form.value("share"), narrowing.order(request.GET.get("sort", ""), counted)
    rows = narrowing.ordered(narrowing.narrow(counted.rows, form), by, share)
    found = columns.names(round, counted)
    file = exports.asked(request, lambda: columns.table(round, rows, found))
    if file is not None:
        return file
    everything = "all" in request.GET or len(rows) <= GLANCE
    share_words = dict(narrowing.share_choices())[share]
    lists = f"/desk/rounds/{round.key}/municipalities/people/"
    values = {
        "round": round,
        "now": now,
        "form": form,
        "by": by,
        "columns": columns.columns(found, by),
        "lines": [columns.line(row, found, share, lists) for row in (rows if everything else rows[:GLANCE])],
        "total": columns.total(rows, found, share, _("All together")),
        "number": len(rows),
        "shown": len(rows) if everything else GLANCE,
        "whole": len(counted.rows),
        "picture": maps.picture(narrowing.narrow(counted.rows, form), share, str(share_words)),
        "small": [
            (_("By region"), _("Region"), "regions", _regions(counted, found, share)),
            (_("By role"), _("Role"), "roles", _roles(counted, found, share)),
        ],
    }
    return render(request, "web/desk/municipalities.html", values)


def _regions(counted: Counted, found: Sequence[tuple[str, str]], share: str) -> list[Line]:
    return [columns.total(rows, found, share, name) for name, rows in columns.by_region(counted.rows)]


def _roles(counted: Counted, found: Sequence[tuple[str, str]], share: str) -> list[Line]:
    return [
        columns.total([Row(NOWHERE, told)], found, share, columns.role_words(role))
        for role, told in counted.by_role.items()
    ]
