"""``/desk/rounds/<key>/municipalities/people/``: those who were asked, one by one: who has not answered, and whom the letter did not reach."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.letters.models import Delivery
from stormoede.letters.queries import figures, reach
from stormoede.letters.queries.reach import Wanted
from stormoede.lib import clock, words
from stormoede.lib.cells import Cell, Table
from stormoede.meetings.queries import answered_any
from stormoede.members.forms import body_choices, role_choices
from stormoede.members.queries import foremost
from stormoede.members.queries import people as members
from stormoede.rounds.models import Round
from stormoede.web.desk import exports
from stormoede.web.desk.finding import round_of
from stormoede.web.desk.letters.deliveries import DeliveryRow, row_of
from stormoede.web.desk.members import PAGE, allowed
from stormoede.web.desk.paging import Paginator
from stormoede.web.desk.tabled import NOTHING, Html, cell, chip, head, link, muted, rows, seat, text
from stormoede.web.templatetags.roof import page_of


class AskedForm(forms.Form):
    """What the list is narrowed to, and its order; kept in the page's address."""

    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=100)
    state = forms.ChoiceField(label=gettext_lazy("Show"), required=False)
    organisation = forms.ChoiceField(label=gettext_lazy("Municipality"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role or body"), required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Order"), required=False)

    def __init__(self, data: Mapping[str, str], on: date, states: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        places, everything = foremost.places(on), ("", _("All"))
        regions = dict(sorted({(one.region_name, one.region) for one in places if one.region}))
        self.fields["q"].widget = forms.TextInput(attrs={"type": "search"})
        self._choose("state", [("", _("Everybody asked")), *states])
        self._choose("organisation", [everything, *((one.code, one.name) for one in places)])
        self._choose("region", [everything, *((code, name) for name, code in regions.items())])
        self._choose("role", [everything, *role_choices(), *body_choices()])
        orders = [("", _("By name")), ("organisation", _("By municipality")), ("-name", _("By name, from the end"))]
        self._choose("sort", orders)
        self.is_valid()

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def value(self, name: str) -> str:
        """What is asked for; a value nobody offered asks for nothing."""
        return str(self.cleaned_data.get(name, ""))

    @property
    def narrowed(self) -> bool:
        return any(self.value(name) for name in self.fields if name != "sort")

    @property
    def wanted(self) -> Wanted:
        of = {name: self.value(name) for name in ("organisation", "region", "role")}
        return Wanted(search=self.value("q"), lost=self.value("state") == "lost", **of)


@staff_only(Permission.READ)
@require_safe
def people(request: HttpRequest, key: str) -> HttpResponse:
    """Those whom the first letter was for. What became of each delivery is for those who may see addresses."""
    round = round_of(key)
    on, addresses = words.local_day(clock.round_now(), round.time_zone), allowed(request, Permission.ADDRESSES)
    states = [("silent", _("Has not answered"))] + ([("lost", _("Not reached by the letter"))] if addresses else [])
    form = AskedForm(request.GET, on, states)
    found = _found(round, form, on)
    file = exports.asked(request, lambda: _table(round, found, on, addresses))
    if file is not None:
        return file
    page = Paginator(found, PAGE, rows=figures.shown).get_page(request.GET.get("page"))
    values = {
        "round": round,
        "form": form,
        "page": page,
        "rows": _rows(list(page), on, addresses),
        "narrowed": form.narrowed,
        "addresses": addresses,
        "state": form.value("state"),
        "heading": dict(states).get(form.value("state")) or _("Everybody asked"),
    }
    return render(request, "web/desk/round_people.html", values)


def _found(round: Round, form: AskedForm, on: date) -> QuerySet[Delivery]:
    letter = reach.invitation(round)
    if letter is None:
        return Delivery.objects.none()
    found = reach.asked(letter, form.wanted, on, form.value("sort") or "name")
    return (
        found.exclude(Exists(answered_any(round.pk).filter(person=OuterRef("person"))))
        if form.value("state") == "silent"
        else found
    )


def _titles(found: Sequence[Delivery], on: date) -> Mapping[UUID, str]:
    return members.titles([one.person_id for one in found], get_language() or "en", on=on)


def _rows(found: Sequence[Delivery], on: date, addresses: bool) -> SafeString:
    """The lines of a page."""
    titles, nowhere, nobody = _titles(found, on), _("No municipality"), _("Erased")
    lines = []
    for one in found:
        who, place = one.person, one.person.organisation
        page = link(page_of(one.person_id, "member"), who.name or nobody)
        line = [head(page, muted(text(place.name if place else nowhere))), seat(titles.get(one.person_id, ""))]
        lines.append([*line, *_reached(row_of(one))] if addresses else line)
    return rows(lines)


def _reached(row: DeliveryRow) -> tuple[Html, Html]:
    """What became of the letter, and the address, with the way to correct it."""
    who, mend = row["person"], NOTHING
    if row["ring"] == "stop":
        whose = text(_("for %(name)s") % {"name": who.name})
        whose = Html(f'<span class="hidden"> {whose}</span>')
        mend = muted(link(page_of(who.pk, "member"), _("Correct the address"), whose))
    told = chip(row["ring"], row["name"], row["why"])
    return cell(told), cell(Html(text(who.email or _("No address")) + mend))


def _table(round: Round, found: QuerySet[Delivery], on: date, addresses: bool) -> Table:
    everybody = list(found)
    titles = _titles(everybody, on)
    head = [_("Name"), _("Member number"), _("Code"), _("Municipality"), _("Seat")]
    rows = [_told(one, titles.get(one.person_id, "")) for one in everybody]
    if addresses:
        head = [*head, _("Mail address"), _("The letter"), _("Why")]
        known = [(one.person.email, row_of(one)) for one in everybody]
        rows = [
            [*row, email, str(more["name"]), str(more["why"])] for row, (email, more) in zip(rows, known, strict=True)
        ]
    return Table(f"{round.short} {_('people asked')}", head, rows)


def _told(one: Delivery, seat: str) -> list[Cell]:
    who, place = one.person, one.person.organisation
    return [who.name, who.number or "", place.code if place else "", place.name if place else "", seat]
