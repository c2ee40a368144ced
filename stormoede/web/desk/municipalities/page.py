"""``/desk/rounds/<key>/municipalities/``: the round by municipality, first as a table, then as a picture; by region and role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.lib import clock, words
from stormoede.mail import tide
from stormoede.rounds.models import Round
from stormoede.web.desk import exports
from stormoede.web.desk.finding import round_of
from stormoede.web.desk.municipalities import columns, figures, maps, narrowing, sums
from stormoede.web.desk.municipalities.figures import Counted, Row
from stormoede.web.desk.municipalities.narrowing import NarrowForm, Order

GLANCE = 12


@staff_only(Permission.READ)
@require_safe
def municipalities(request: HttpRequest, key: str) -> HttpResponse:
    """The round as it stands now. Twelve rows at first; all of them when asked, or in a file."""
    round = round_of(key)
    now = clock.round_now()
    counted = _counted(round, now)
    file = _file(request, round, counted) if "as" in request.GET else None
    if file is not None:
        return file
    about = round.key, round.time_zone
    body = _body(get_language() or "en", about, request.GET.urlencode(), counted)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    values = {"round": round, "now": now, "body": body, "query": query}
    return render(request, "web/desk/municipalities.html", values)


def _counted(round: Round, at: datetime) -> Counted:
    """The figures of the minute, remembered while nothing happens."""
    minute = at.replace(second=0, microsecond=0)
    return tide.kept(("municipalities", round.pk, minute), lambda: figures.read(round, minute))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, and the rows it comes to."""

    counted: Counted
    form: NarrowForm
    share: str
    by: Order
    rows: Sequence[Row]


def _asked(query: QueryDict, counted: Counted) -> Asked:
    form = NarrowForm(query, counted.rows)
    share, by = form.value("share"), narrowing.order(query.get("sort", ""), counted)
    return Asked(counted, form, share, by, narrowing.ordered(narrowing.narrow(counted.rows, form), by, share))


def _file(request: HttpRequest, round: Round, counted: Counted) -> HttpResponse | None:
    """The list that is asked for as a file, the municipalities where none is named."""
    asked = _asked(request.GET, counted)
    if request.GET.get("list"):
        return sums.file(request, round, counted, asked.share)
    found = columns.names(round.time_zone, counted)
    return exports.asked(request, lambda: columns.table(round, asked.rows, found))


@lru_cache(16)
def _body(language: str, about: tuple[str, str], query: str, counted: Counted) -> SafeString:
    """Tables and pictures, remembered for the same address in the same language while the figures are the same.

    ``about`` is the round's key and time zone."""
    (key, zone), said = about, QueryDict(query)
    asked = _asked(said, counted)
    found = columns.names(zone, counted)
    everything = "all" in said or len(asked.rows) <= GLANCE
    lists = f"/desk/rounds/{key}/municipalities/people/"
    shown = asked.rows if everything else asked.rows[:GLANCE]
    heading = str(dict(narrowing.share_choices())[asked.share])
    values = {
        "key": key,
        "said": said,
        "form": asked.form,
        "by": asked.by,
        "columns": columns.columns(found, asked.by),
        "lines": [columns.line(row, found, asked.share, lists) for row in shown],
        "sentence": _sentence(heading, asked),
        "total": columns.total(asked.rows, found, asked.share, _("All together")),
        "number": len(asked.rows),
        "shown": len(shown),
        "whole": len(counted.rows),
        "picture": maps.picture(narrowing.narrow(counted.rows, asked.form), asked.share, heading),
        "small": sums.smalls(said, counted, found, asked.share),
    }
    return render_to_string("web/desk/municipalities_body.html", values)


def _sentence(heading: str, asked: Asked) -> str:
    """What is said aloud when the figures have moved."""
    language = get_language() or "en"
    counted = sum(narrowing.part(row, asked.share) for row in asked.rows)
    whole = sum(row.whole for row in asked.rows)
    told = {"part": words.number(counted, language), "whole": words.number(whole, language)}
    return f"{heading}: {_('%(part)s of %(whole)s') % told}"
