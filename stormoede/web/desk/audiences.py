"""``/desk/audiences/``: saved audiences counted live, composed part by part without a script, and their people."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.mail import tide
from stormoede.members import answers
from stormoede.members.actions import audiences
from stormoede.members.core import audiences as core
from stormoede.members.forms import AudienceForm, PartForm
from stormoede.members.models import Audience, Person
from stormoede.members.queries import audiences as queries
from stormoede.members.queries import people
from stormoede.members.queries.described import Describer
from stormoede.members.queries.places import places
from stormoede.members.refusals import AudienceEdited, SpecRefused
from stormoede.web import conflicts
from stormoede.web.desk import meanwhile
from stormoede.web.desk.by import by
from stormoede.web.desk.lists import Column, Listed, Narrow, named
from stormoede.web.desk.members import PAGE, allowed, today
from stormoede.web.desk.paging import Paginator
from stormoede.web.desk.people_lists import Row, address, reaching, seated, who
from stormoede.web.numbers import number


@dataclass(frozen=True, slots=True)
class Line:
    """One audience of the list."""

    audience: Audience
    who: str
    people: int
    reachable: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part while an audience is composed: in words, and as the hidden field carries it."""

    words: str
    value: str


@staff_only(Permission.READ)
def listing(request: HttpRequest) -> HttpResponse:
    """Every audience with who it is and how many they are today."""
    on, describe = today(), Describer(get_language() or "en")
    found = queries.saved()
    calmly = not queries.is_answering(found)
    counts = tide.kept(("audiences", on), lambda: queries.counts(found, on=on), calmly=calmly)
    lines = [Line(one, describe.sentence(one.spec), *counts[one.key]) for one in found]
    form, listed = Narrow(request.GET, _("Find an audience")), Listed(request, _columns(), start="name")
    shown = listed.rows(line for line in lines if form.fits(line.audience.name, line.who))
    file = listed.file(_("Audiences"), lambda: shown)
    if file is not None:
        return file
    values = {
        "lines": shown,
        "form": form,
        "list": listed,
        "narrowed": form.narrowed,
        "may_edit": allowed(request, Permission.MEMBERS),
    }
    return render(request, "web/desk/audiences.html", values)


@staff_only(Permission.READ)
def audience(request: HttpRequest, audience_key: str) -> HttpResponse:
    """Who is in an audience today, by name."""
    found, on, language = get_object_or_404(Audience, key=audience_key), today(), get_language() or "en"
    addresses, form = allowed(request, Permission.ADDRESSES), _narrow(request)
    listed = Listed(request, _people(addresses), start="name")
    everybody = listed.query(_narrowed(queries.people(found.spec, on=on), form).select_related("organisation"))
    file = listed.file(found.name, lambda: _rows(everybody, on))
    if file is not None:
        return file
    kept = "audience", json.dumps(found.spec), on
    calmly = queries.is_fixed(found.spec)
    number, reachable = tide.kept(kept, lambda: queries.figures(found.spec, on=on), calmly=calmly)
    known = None if form.value("q") else reaching(form.value("reach"), number, reachable)
    page = Paginator(everybody, PAGE, rows=people.shown, known=known).get_page(request.GET.get("page"))
    describe = Describer(language)
    values = {
        "audience": found,
        "any": describe.parts(found.spec, "any"),
        "but": describe.parts(found.spec, "but"),
        "page": page,
        "rows": seated(_rows(page, on), addresses),
        "form": form,
        "list": listed,
        "narrowed": form.narrowed,
        "number": number,
        "reachable": reachable,
        "addresses": addresses,
        "may_edit": allowed(request, Permission.MEMBERS),
    }
    return render(request, "web/desk/audience.html", values)


def _columns() -> list[Column[Line]]:
    return [
        Column("name", _("Audience"), lambda line: line.audience.name),
        Column("who", _("Who it is"), lambda line: line.who, opt="opt"),
        Column("people", _("People"), lambda line: line.people, opt="num"),
        Column("reachable", _("Can be reached"), lambda line: line.reachable, opt="num"),
    ]


def _people(addresses: bool) -> list[Column[Row]]:
    columns = who(_person, "", beside=True)
    columns.append(Column("seat", _("Seat"), lambda row: row.seat, opt="opt"))
    return [*columns, address(_person) if addresses else Column("mail", _("Mail"), _reach)]


def _person(row: Row) -> Person:
    return row.person


def _reach(row: Row) -> str:
    return _("Has an address") if row.person.email else _("No address")


def _narrow(request: HttpRequest) -> Narrow:
    reach = [("yes", _("Has an address")), ("no", _("Has no address"))]
    return Narrow(request.GET, _("Name"), reach=(_("Mail"), reach))


def _narrowed(found: QuerySet[Person], form: Narrow) -> QuerySet[Person]:
    found = named(found, form.value("q"), "sort_key")
    if not form.value("reach"):
        return found
    return found.filter(email="") if form.value("reach") == "no" else found.exclude(email="")


def _rows(found: Iterable[Person], on: date) -> list[Row]:
    everybody = list(found)
    titles = people.titles([person.pk for person in everybody], get_language() or "en", on=on)
    return [Row(person, titles.get(person.pk, "")) for person in everybody]


@staff_only(Permission.MEMBERS)
def new(request: HttpRequest) -> HttpResponseBase:
    """Compose a new audience."""
    return _composed(request, None)


@staff_only(Permission.MEMBERS)
def edit(request: HttpRequest, audience_key: str) -> HttpResponseBase:
    """Compose an audience anew."""
    return _composed(request, get_object_or_404(Audience, key=audience_key))


@staff_only(Permission.MEMBERS)
def remove(request: HttpRequest, audience_key: str) -> HttpResponseBase:
    """Let an audience go, on POST."""
    found = get_object_or_404(Audience, key=audience_key)
    if request.method != "POST":
        return redirect("audience", audience_key=audience_key)
    try:
        audiences.remove(audience_key, by=by(request), at=clock.round_now())
    except Refusal as no:
        messages.warning(request, str(no))
        return redirect("audience", audience_key=audience_key)
    messages.success(request, _("%(name)s has been deleted.") % {"name": found.name})
    return redirect("audiences")


def _composed(request: HttpRequest, found: Audience | None) -> HttpResponseBase:
    """The form at work: a part is added or taken out by its own button, and nothing is kept until it is saved."""
    posted = request.method == "POST"
    spec = _posted(request) if posted else dict(found.spec) if found else {"any": [], "but": []}
    others = [(one.key, one.name) for one in queries.saved() if found is None or one != found]
    answered = answers.known().groups(get_language() or "en")
    act = request.POST.get("act", "")
    adds = act in {"add", "add-but"}
    part = PartForm(request.POST if adds else None, places(), others, answered)
    form = AudienceForm(request.POST if act == "save" else None, initial=_begun(request, found))
    if adds and part.is_valid() and (added := _added(part)) is not None:
        spec["any" if act == "add" else "but"].append(added)
        part = PartForm(None, places(), others, answered)
    elif act.startswith("out-"):
        _take_out(spec, act)
    elif act == "save" and form.is_valid():
        try:
            key = found.key if found else audiences.free_key(form.cleaned_data["name"])
            seen = meanwhile.seen(request, found)
            saved = audiences.save(
                key, form.cleaned_data["name"], spec, seen=seen, by=by(request), at=clock.round_now()
            )
        except AudienceEdited as no:
            form.add_error(None, str(no))
            return _composing(request, found, spec, form, part, adds, conflict=True)
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("%(name)s has been saved.") % {"name": saved.name})
            return redirect("audience", audience_key=saved.key)
    return _composing(request, found, spec, form, part, adds)


def _composing(
    request: HttpRequest, found: Audience | None, spec: dict[str, Any], form: AudienceForm, part: PartForm, adds: bool,
    *, conflict: bool = False,
) -> HttpResponse:  # fmt: skip
    describe = Describer(get_language() or "en")
    values: dict[str, Any] = {
        "audience": found,
        "form": part if adds and part.errors else form,
        "name_form": form,
        "part": part,
        "any": [Part(describe.part(one), json.dumps(one)) for one in spec["any"]],
        "but": [Part(describe.part(one), json.dumps(one)) for one in spec["but"]],
    }
    if spec["any"]:
        try:
            everybody = queries.people(spec, on=today())
            values |= {"number": everybody.count(), "reachable": queries.reachable(everybody).count()}
        except core.SpecFault as fault:
            form.add_error(None, str(SpecRefused(fault)))
    if found is not None:
        values |= meanwhile.told(request, found, describe, conflict)
    return render(request, "web/desk/audience_edit.html", values, status=conflicts.CONFLICT if conflict else 200)


def _begun(request: HttpRequest, found: Audience | None) -> dict[str, str]:
    return {"name": request.POST.get("name") or (found.name if found else "")}


def _posted(request: HttpRequest) -> dict[str, list[dict[str, Any]]]:
    """The parts the hidden fields carry; what is no part is left out."""
    spec: dict[str, list[dict[str, Any]]] = {}
    for word in ("any", "but"):
        parts = []
        for text in request.POST.getlist(word)[:200]:
            try:
                parts += core.write(core.read({"any": [json.loads(text)]}))["any"]
            except (ValueError, RecursionError, core.SpecFault):
                continue
        spec[word] = parts
    return spec


def _take_out(spec: Mapping[str, list[dict[str, Any]]], act: str) -> None:
    _, word, text = act.split("-", 2) if act.count("-") == 2 else ("", "", "")
    if number(text) in range(len(spec.get(word, ()))):
        del spec[word][int(text)]


def _added(form: PartForm) -> dict[str, Any] | None:
    """The part that is asked for; a sentence on the form when it says nothing, or somebody nobody knows."""
    said = form.cleaned_data
    if said["person"]:
        known = Person.objects.filter(erased_at__isnull=True)
        text = said["person"].strip()
        found = known.filter(number=text) | known.filter(email=text.lower())
        if len(found) != 1:
            one = (
                _("Several people have that address. Write a number instead.")
                if found
                else _("Nobody is known by that.")
            )
            form.add_error("person", one)
            return None
        return {"people": [str(found[0].pk)]}
    if said["audience"]:
        return {"audience": said["audience"]}
    if said["answer"]:
        return {"answer": said["answer"]}
    word = "groups" if ":" in said["place"] else "organisations"
    seats = {"roles": said["role"], "bodies": said["body"], word: said["place"]}
    added = {name: [value] for name, value in seats.items() if value}
    if not added:
        form.add_error(None, _("Choose a role, a body, a place, an audience, an answer or a person."))
        return None
    return added


urlpatterns: list[URLPattern] = [
    path("desk/audiences/", listing, name="audiences"),
    path("desk/audiences/new/", new, name="audience-new"),
    path("desk/audiences/<slug:audience_key>/", audience, name="audience"),
    path("desk/audiences/<slug:audience_key>/edit/", edit, name="audience-edit"),
    path("desk/audiences/<slug:audience_key>/remove/", remove, name="audience-remove"),
]
