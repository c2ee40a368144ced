"""``/desk/members/``: the list, one person's page, an address corrected, a seat ended, one person made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.accounts import queries as accounts
from stormoede.accounts.guards import staff_only
from stormoede.accounts.models import Staff
from stormoede.accounts.permissions import Permission, may
from stormoede.lib import clock, seen
from stormoede.lib.cells import Table
from stormoede.lib.danish import sort_key
from stormoede.lib.refusal import Refusal
from stormoede.members.actions import people
from stormoede.members.forms import AddressForm, EndForm, PersonForm, WantedForm, own_bodies
from stormoede.members.models import Body, Leave, Mandate, Organisation, Person
from stormoede.members.queries import leaves as leave_queries
from stormoede.members.queries import people as queries
from stormoede.members.queries.imports import day
from stormoede.members.refusals import EditedMeanwhile
from stormoede.web import conflicts
from stormoede.web.desk import exports, leaves, person_standing, proposals
from stormoede.web.desk.by import by
from stormoede.web.desk.history import subjects
from stormoede.web.desk.history.glances import glance
from stormoede.web.desk.paging import Paginator
from stormoede.web.desk.people_lists import Row, seated

PAGE = 50


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat on a person's page, with its leaves. ``stands_in`` is the leave it is held in, if it is."""

    seat: Mandate
    title: str
    over: bool
    leaves: Sequence[Leave]
    stands_in: Leave | None


def today() -> date:
    """The round's day, on which mandates count."""
    return day(clock.round_now())


def allowed(request: HttpRequest, permission: Permission) -> bool:
    """Whether the one at the desk may."""
    return isinstance(request.user, Staff) and may(request.user, permission)


@staff_only(Permission.READ)
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody, narrowed and ordered as the page's address says. Addresses are for those who may see them."""
    on, addresses = today(), allowed(request, Permission.ADDRESSES)
    places = Organisation.objects.order_by("sort_key", "pk").values_list("code", "name")
    form = WantedForm(request.GET, places)
    form.is_valid()
    wanted = queries.Wanted(form.value("q"), form.value("organisation"), form.value("role"), form.value("reach"))
    found = queries.listing(wanted, on=on, order=form.value("sort") or "name", addresses=addresses)
    file = exports.asked(request, lambda: _table(found, on, addresses))
    if file is not None:
        return file
    page = Paginator(found, PAGE, rows=queries.shown).get_page(request.GET.get("page"))
    titles = queries.titles([person.pk for person in page], get_language() or "en", on=on)
    values = {
        "form": form,
        "page": page,
        "rows": seated([Row(one, titles.get(one.pk, "")) for one in page], addresses, to_place=True),
        "narrowed": wanted != queries.Wanted(),
        "addresses": addresses,
        "may_edit": allowed(request, Permission.MEMBERS),
        "proposed": accounts.proposals().count() if addresses else 0,
        "may_import": allowed(request, Permission.IMPORTS),
    }
    return render(request, "web/desk/members.html", values)


def _table(found: QuerySet[Person], on: date, addresses: bool) -> Table:
    """The list with the heads that an import knows. Addresses are for those who may see them."""
    people = list(found)
    titles = queries.titles([person.pk for person in people], get_language() or "en", on=on)
    head = [_("Name"), _("Member number"), _("Code"), _("Municipality"), _("Seat")]
    rows = [[*_line(person), titles.get(person.pk, "")] for person in people]
    if addresses:
        head = [*head, _("Mail address")]
        rows = [[*row, person.email] for row, person in zip(rows, people, strict=True)]
    return Table(_("Members"), head, rows)


def _line(person: Person) -> list[str]:
    place = person.organisation
    return [person.name, person.number or "", place.code if place else "", place.name if place else ""]


@staff_only(Permission.READ, reads="person:{person_id}")
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One person: how they stand in the rounds that are on, seats, what has happened, and the address."""
    return _person(request, _found(person_id))


@staff_only(Permission.MEMBERS)
def correct(request: HttpRequest, person_id: UUID) -> HttpResponseBase:
    """Correct the address."""
    found = _found(person_id)
    form = AddressForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        return _person(request, found, form)
    mark = request.POST.get("seen", "")
    try:
        differs = people.correct_address(
            found, form.cleaned_data["email"], mark=mark, by=by(request), at=clock.round_now()
        )
    except EditedMeanwhile as no:
        return conflict(request, found, form, no, reverse("member", args=[person_id]))
    except Refusal as no:
        form.add_error("email", str(no))
        return _person(request, found, form)
    text = _("The address has been corrected.") if differs else _("The address was like that already.")
    messages.success(request, text)
    return redirect("member", person_id=person_id)


def conflict(request: HttpRequest, found: Person, form: Form, no: Refusal, back: str) -> HttpResponse:
    """What the second is shown who corrects one and the same address, wherever the form stood."""
    now = Person.objects.values_list("email", flat=True).get(pk=found.pk)
    form.add_error(None, str(no))
    return conflicts.page(request, form, {"email": now}, heading=_("Correct the address"), back=back)


@staff_only(Permission.MEMBERS)
def end(request: HttpRequest, person_id: UUID, seat: int) -> HttpResponseBase:
    """Ask for a seat's last day, and end it."""
    found = _found(person_id)
    mandate = get_object_or_404(Mandate.objects.select_related("body__organisation"), pk=seat, person=found)
    form, mark = EndForm(request.POST or None), conflicts.seen(request, seen.mark(mandate.valid_to))
    more: dict[str, object] = {"seen": mark}
    if form.is_valid():
        try:
            people.end_seat(mandate, form.cleaned_data["last"], mark=mark, by=by(request), at=clock.round_now())
        except EditedMeanwhile as no:
            form.add_error(None, str(no))
            more["differences"] = conflicts.differences(form, {"last": mandate.valid_to})
        except Refusal as no:
            form.add_error("last", str(no))
        else:
            messages.success(request, _("The seat has been ended."))
            return redirect("member", person_id=person_id)
    title = queries.title(mandate, get_language() or "en")
    values = {"person": found, "seat": mandate, "title": title, "form": form, **more}
    return render(request, "web/desk/member_end.html", values, status=conflicts.status(more))


@staff_only(Permission.MEMBERS)
def new(request: HttpRequest) -> HttpResponseBase:
    """Make one person with one seat."""
    regional = sorted(Body.objects.filter(organisation__isnull=True), key=lambda body: sort_key(body.name))
    start = {"organisation": request.GET.get("organisation", ""), "first": today()}
    form = PersonForm(request.POST or None, own_bodies(regional), initial=start)
    if form.is_valid():
        made = _made(request, form)
        if made is not None:
            messages.success(request, _("%(name)s has been added.") % {"name": made.name})
            return redirect("member", person_id=made.pk)
    return render(request, "web/desk/member_new.html", {"form": form})


def _made(request: HttpRequest, form: PersonForm) -> Person | None:
    said = form.cleaned_data
    place: Organisation = said["organisation"]
    own = not said["body"].isdigit()
    chosen = {"kind": said["body"], "organisation": place} if own else {"pk": int(said["body"])}
    body = Body.objects.filter(**chosen).first()
    if body is None:
        form.add_error("body", _("%(place)s has no such body.") % {"place": place.name})
        return None
    seat = (body, said["role"], said["first"], said["last"])
    number, actor, at = said["number"], by(request), clock.round_now()
    try:
        return people.make(said["name"], said["email"], place, [seat], number=number, by=actor, at=at)
    except Refusal as no:
        form.add_error(None, str(no))
        return None


def _found(person_id: UUID) -> Person:
    found = Person.objects.select_related("organisation").filter(pk=person_id, erased_at__isnull=True).first()
    if found is None:
        raise Http404
    return found


def _person(request: HttpRequest, found: Person, form: AddressForm | None = None) -> HttpResponse:
    on, language = today(), get_language() or "en"
    seats = queries.seats([found.pk]).get(found.pk, [])
    addresses = allowed(request, Permission.ADDRESSES)
    values = {
        "person": found,
        "title": queries.mandates_text(found, language, on=on),
        "standing": person_standing.standing(found, on, clock.round_now(), addresses=addresses),
        "seats": _rows(seats, on, language),
        "past": glance(subjects.of_person(found), reverse("member-history", kwargs={"person_id": found.pk})),
        "form": form or AddressForm(initial={"email": found.email}),
        "seen": conflicts.seen(request, seen.mark(found.email)),
        "addresses": addresses,
        "may_edit": allowed(request, Permission.MEMBERS),
        "may_protect": allowed(request, Permission.PROTECTION),
    }
    return render(request, "web/desk/member.html", values)


def _rows(seats: Sequence[Mandate], on: date, language: str) -> list[SeatRow]:
    away, stands_in = leave_queries.of_mandates([seat.pk for seat in seats])
    return [
        SeatRow(
            seat,
            queries.title(seat, language),
            bool(seat.valid_to and seat.valid_to < on),
            away.get(seat.pk, ()),
            stands_in.get(seat.pk),
        )
        for seat in seats
    ]


urlpatterns: list[URLPattern] = [
    path("desk/members/", listing, name="members"),
    path("desk/members/new/", new, name="member-new"),
    path("desk/members/<uuid:person_id>/", person, name="member"),
    path("desk/members/<uuid:person_id>/address/", correct, name="member-address"),
    path("desk/members/<uuid:person_id>/seats/<int:seat>/end/", end, name="member-end"),
    *leaves.urlpatterns,
    *proposals.urlpatterns,
]
