"""``/desk/organisations/``: municipalities with seats and people, and one municipality's page."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.mail import tide
from stormoede.members.core.titles import role_word
from stormoede.members.models import Body, Organisation
from stormoede.members.queries import organisations as queries
from stormoede.members.queries.organisations import Line
from stormoede.members.queries.people import figures
from stormoede.web.desk.history import subjects
from stormoede.web.desk.history.glances import glance
from stormoede.web.desk.lists import Column, Listed, Narrow
from stormoede.web.desk.members import allowed, today


@dataclass(frozen=True, slots=True)
class Seat:
    """One line of a body's table."""

    person_id: str
    name: str
    role: str
    email: str


@dataclass(frozen=True, slots=True)
class BodyTable:
    """One body with those who sit in it."""

    name: str
    seats: list[Seat]


@staff_only(Permission.READ)
def listing(request: HttpRequest) -> HttpResponse:
    """Every municipality, or those that are asked for."""
    names = queries.regions(today())
    form = Narrow(request.GET, _("Find a municipality"), region=(_("Region"), [(name, name) for name in names]))
    search, on = form.value("q"), today()
    found = tide.kept(("organisations", search, on), lambda: queries.lines(search, on=on), calmly=True)
    listed = Listed(request, _columns(), start="name")
    lines = listed.rows(line for line in found if form.value("region") in ("", line.region))
    file = listed.file(_("Municipalities"), lambda: lines)
    if file is not None:
        return file
    totals = {
        "seats": sum(line.place.seats or 0 for line in lines),
        "people": sum(line.figures.people for line in lines),
        "reachable": sum(line.figures.reachable for line in lines),
    }
    values = {"lines": lines, "totals": totals, "form": form, "list": listed, "narrowed": form.narrowed}
    return render(request, "web/desk/organisations.html", values)


def _columns() -> list[Column[Line]]:
    return [
        Column("code", _("Code"), lambda line: line.place.code, opt=None),
        Column("name", _("Municipality"), lambda line: line.place.name),
        Column("region", _("Region"), lambda line: line.region, opt="opt"),
        Column("kkr", _("KKR"), lambda line: line.council, opt="opt"),
        Column("seats", _("Seats"), lambda line: line.place.seats, opt="num"),
        Column("people", _("People"), lambda line: line.figures.people, opt="num"),
        Column("reachable", _("Can be reached"), lambda line: line.figures.reachable, opt="num"),
    ]


def _seated(addresses: bool) -> list[Column[tuple[str, Seat]]]:
    columns: list[Column[tuple[str, Seat]]] = [
        Column("body", _("Body"), lambda row: row[0]),
        Column("name", _("Name"), lambda row: row[1].name),
        Column("role", _("Sits as"), lambda row: row[1].role),
    ]
    return [*columns, Column("email", _("Mail address"), lambda row: row[1].email)] if addresses else columns


@staff_only(Permission.READ)
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """One municipality: its groups by their days, and who sits in its bodies today."""
    place, on, language = get_object_or_404(Organisation, code=code), today(), get_language() or "en"
    names = _body_names()
    tables = [
        BodyTable(
            names[body.kind],
            [
                Seat(str(seat.person_id), seat.person.name, role_word(seat.role, language), seat.person.email)
                for seat in seats
            ],
        )
        for body, seats in queries.seated(place, on=on)
        if seats or body.kind == Body.Kind.COUNCIL
    ]
    addresses = allowed(request, Permission.ADDRESSES)
    listed = Listed(request, _seated(addresses))
    file = listed.file(place.full_name or place.name, lambda: [(of.name, seat) for of in tables for seat in of.seats])
    if file is not None:
        return file
    values = {
        "list": listed,
        "place": place,
        "figures": figures(on=on, organisation=place),
        "past": glance(subjects.of_organisation(place), reverse("organisation-history", kwargs={"code": code})),
        "memberships": queries.memberships(place),
        "tables": tables,
        "on": on,
        "addresses": addresses,
        "may_edit": allowed(request, Permission.MEMBERS),
    }
    return render(request, "web/desk/organisation.html", values)


def _body_names() -> dict[str, str]:
    return {
        Body.Kind.COUNCIL: _("The council"),
        Body.Kind.FINANCE_COMMITTEE: _("The finance committee"),
        Body.Kind.ADMINISTRATION: _("The administration"),
        Body.Kind.REGIONAL_COUNCIL: _("The regional council"),
        Body.Kind.BOARD: _("The board"),
    }


urlpatterns: list[URLPattern] = [
    path("desk/organisations/", listing, name="organisations"),
    path("desk/organisations/<slug:code>/", organisation, name="organisation"),
]
