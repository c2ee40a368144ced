"""All letters of a round, each with how far it has come."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.letters.models import Letter
from stormoede.letters.queries import figures, joiners, standing
from stormoede.letters.queries.figures import Delivered
from stormoede.letters.queries.standing import Standing
from stormoede.lib import clock
from stormoede.mail import tide
from stormoede.members.queries.audiences import is_fixed
from stormoede.web.desk.finding import round_of
from stormoede.web.desk.letters.finding import granted
from stormoede.web.desk.lists import Column, Listed, Narrow


@dataclass(frozen=True, slots=True)
class Row:
    """One letter of the list."""

    letter: Letter
    figures: Delivered
    standing: Standing


@staff_only(Permission.READ)
@require_safe
def listing(request: HttpRequest, key: str) -> HttpResponse:
    """The letters, by date."""
    round = round_of(key)
    letters = Letter.objects.filter(round=round).select_related("audience", "batch").order_by("dated", "title", "key")
    counted = tide.kept(("letters", round.pk), lambda: figures.by_letter(round))
    rows = [
        Row(letter, told, standing.of(letter, told))
        for letter in letters
        for told in [counted.get(letter.pk, Delivered())]
    ]
    form = Narrow(request.GET, _("Title or audience"), stands=(_("How far it is"), _standings().items()))
    listed = Listed(request, _columns())
    shown = listed.rows(row for row in rows if _wanted(row, form))
    file = listed.file(f"{round.short} {_('Letters')}", lambda: shown)
    if file is not None:
        return file
    context = {"round": round, "rows": shown, "may_write": granted(request, Permission.LETTERS)}
    context |= {"form": form, "list": listed, "narrowed": form.narrowed}
    now = clock.round_now().replace(second=0, microsecond=0)
    # By their seats people join whatever anybody answers; a correction looks at how far mails have come.
    calmly = all(one.nature != Letter.Nature.CORRECTION and is_fixed(one.audience.spec) for one in letters)
    context["joined"] = tide.kept(("joined", round.pk, now), lambda: joiners.of_round(round, now), calmly=calmly)
    context["may_release"] = granted(request, Permission.RELEASE)
    return render(request, "web/desk/letters.html", context)


def _standings() -> dict[str, str]:
    return {
        Standing.DRAFT: _("Draft"),
        Standing.TESTED: _("Tested"),
        Standing.WAITING: _("Released"),
        Standing.SENDING: _("Being sent"),
        Standing.PAUSED: _("On pause"),
        Standing.SENT: _("Sent"),
    }


def _columns() -> list[Column[Row]]:
    stands, order = _standings(), list(Standing)
    return [
        Column("title", _("Letter"), lambda row: row.letter.title),
        Column("dated", _("Dated"), lambda row: row.letter.dated, opt="opt"),
        Column(
            "stands", _("How far it is"), lambda row: stands[row.standing], rank=lambda row: order.index(row.standing)
        ),
        Column("audience", _("Audience"), lambda row: row.letter.audience.name, opt="opt"),
        Column("asked", _("Asked"), lambda row: row.figures.asked, opt=None),
        Column("delivered", _("Delivered"), lambda row: row.figures.accepted, opt="num"),
        Column("lost", _("Not reached"), lambda row: row.figures.lost, opt=None),
    ]


def _wanted(row: Row, form: Narrow) -> bool:
    stands = form.value("stands")
    return form.fits(row.letter.title, row.letter.audience.name) and stands in ("", row.standing.value)
