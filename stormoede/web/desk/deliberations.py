"""``/desk/rounds/<key>/deliberations/``: what councils discuss, who has a day, who has none, who has sent in."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.deliberations import kits, queries
from stormoede.deliberations.actions import deliberations, matters, secretaries
from stormoede.deliberations.core.standings import Standing
from stormoede.deliberations.forms import MatterForm, NewMatterForm, SaidForm, WantedForm
from stormoede.deliberations.models import Matter
from stormoede.deliberations.queries import Line
from stormoede.deliberations.refusals import DatesOutside, MatterRefused
from stormoede.letters.models import Letter
from stormoede.lib import clock, words
from stormoede.lib.danish import name_key
from stormoede.lib.refusal import Refusal
from stormoede.members.actions import audiences
from stormoede.members.models import Body, Mandate
from stormoede.members.refusals import EditedMeanwhile
from stormoede.rounds.models import Round
from stormoede.web import conflicts
from stormoede.web.council.deliberations import beginning, kit_of, mark, refuse
from stormoede.web.desk import matter_lists
from stormoede.web.desk.by import by
from stormoede.web.desk.finding import here, round_of
from stormoede.web.desk.history import telling
from stormoede.web.desk.lists import Listed
from stormoede.web.desk.members import allowed


@staff_only(Permission.READ)
@require_safe
def listing(request: HttpRequest, key: str) -> HttpResponseBase:
    """The round's matters in figures; a single one is shown at once."""
    round, at = round_of(key), clock.round_now()
    found = queries.of_round(round)
    if len(found) == 1 and "as" not in request.GET:
        return redirect("matter", key=key, track=found[0].track.key)
    listed = Listed(request, matter_lists.matters(round.time_zone))
    rows = listed.rows((matter, queries.figures(queries.lines(matter, at=at))) for matter in found)
    file = listed.file(f"{round.short} {_('Discussions')}", lambda: rows)
    if file is not None:
        return file
    values = {
        "round": round,
        "rows": [(matter, [counted[one] for one in Standing]) for matter, counted in rows],
        "list": listed,
        "may_edit": allowed(request, Permission.DELIBERATIONS),
    }
    return render(request, "web/desk/matters.html", values)


@staff_only(Permission.READ)
@require_safe
def one(request: HttpRequest, key: str, track: str) -> HttpResponse:
    """Every body that is asked, in Danish order, or those that are looked for."""
    matter, at = _matter(key, track), clock.round_now()
    lines, names = queries.lines(matter, at=at), queries.region_names()
    form, own = WantedForm(request.GET, names), queries.own_deadlines(matter)
    listed = Listed(request, matter_lists.bodies(matter, own=bool(own)), start="name")
    shown = listed.rows(_narrowed(lines, form))
    file = listed.file(matter.track.title, lambda: shown)
    if file is not None:
        return file
    values = {
        **_about(request, matter),
        "form": form,
        "list": listed,
        "lines": shown,
        "all": len(lines),
        "narrowed": len(shown) < len(lines),
        "figures": _figures(lines),
        "may_remind": allowed(request, Permission.MEMBERS) and allowed(request, Permission.LETTERS),
        "none": sum(line.standing == Standing.NONE for line in lines),
        "late": sum(line.late for line in lines),
        "own": [(names.get(one.region, one.region), one.deadline) for one in own],
    }
    return render(request, "web/desk/matter.html", values)


@staff_only(Permission.DELIBERATIONS)
def new(request: HttpRequest, key: str) -> HttpResponseBase:
    """Ask councils to take a matter up."""
    round = round_of(key)
    start = {"edit_number": round.edit_number, "bodies": Matter.Bodies.COUNCIL.value}
    form = NewMatterForm(request.POST or None, letters=_letters(round), initial=start)
    if form.is_valid():
        head = {"title": form.cleaned_data["title"], "text": form.cleaned_data["text"]}
        number = form.cleaned_data["edit_number"]
        try:
            made = matters.begin(
                round, **head, plan=form.plan(), edit_number=number, by=by(request), at=clock.round_now()
            )
        except Refusal as no:
            _refuse(form, no)
        else:
            messages.success(request, _("The matter has been made."))
            return redirect("matter", key=key, track=made.track.key)
    return _form(request, round, form, _("Ask councils to take a matter up"))


@staff_only(Permission.DELIBERATIONS)
def edit(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Change whom it is for, until when, and its text."""
    matter = _matter(key, track)
    round = matter.track.round
    start = MatterForm.values(matters.plan_of(matter), round.edit_number)
    form = MatterForm(request.POST or None, letters=_letters(round), initial=start)
    if form.is_valid() and not _unknown(matter, form):
        number = form.cleaned_data["edit_number"]
        try:
            matters.edit(matter, form.plan(), edit_number=number, by=by(request), at=clock.round_now())
        except Refusal as no:
            _refuse(form, no)
        else:
            messages.success(request, _("The matter has been saved."))
            return redirect("matter", key=key, track=track)
    return _form(request, round, form, matter.track.title, matter)


@staff_only(Permission.READ)
def body(request: HttpRequest, key: str, track: str, body: int) -> HttpResponseBase:
    """One body's discussion: its day, who sees to it, its kit, and what has happened."""
    matter, at = _matter(key, track), clock.round_now()
    own = get_object_or_404(queries.bodies(matter), pk=body)
    form, may_edit = SaidForm(request.POST or None), allowed(request, Permission.DELIBERATIONS)
    line = queries.line(matter, own, at=at)
    form.initial = beginning(line)
    more = conflicts.mark(request, mark(line))
    if may_edit and form.is_valid():
        try:
            deliberations.plan(matter, own, form.said(), mark=str(more["seen"]), by=by(request), at=at)
        except EditedMeanwhile as no:
            more = conflicts.told(no, more, (form, form.initial))
        except Refusal as no:
            refuse(form, no)
        else:
            messages.success(request, _("It has been saved."))
            return redirect("deliberation", key=key, track=track, body=body)
    return _body(request, matter, own, line, form, at, more)


@staff_only(Permission.DELIBERATIONS)
@require_POST
def invite(request: HttpRequest, key: str, track: str, body: int) -> HttpResponseBase:
    """Mail the body's secretaries their page."""
    matter = _matter(key, track)
    own = get_object_or_404(queries.bodies(matter), pk=body)
    try:
        secretaries.invite(matter, own, by=by(request), at=clock.round_now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("The page has been sent."))
    return redirect("deliberation", key=key, track=track, body=body)


@staff_only(Permission.MEMBERS)
@require_POST
def remind(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Make the audience of those where nothing has happened, counted anew each time, and go on to a letter to it."""
    matter, at = _matter(key, track), clock.round_now()
    who: dict[str, list[str]] = {"roles": [Mandate.Role.SECRETARY]}
    if matter.bodies == Matter.Bodies.REGIONAL_COUNCIL:
        who = {"bodies": [Body.Kind.REGIONAL_COUNCIL]}
    begun = [{"answer": f"{key}/{track}/{one}"} for one in Standing if one is not Standing.NONE]
    name = _("No date yet: %(track)s") % {"track": matter.track.title}
    audiences.save(f"{key}-{track}-none"[:60], name[:120], {"any": [who], "but": begun}, by=by(request), at=at)
    messages.success(request, _("The audience “%(name)s” is there to be chosen.") % {"name": name[:120]})
    return redirect("letter-new", key=key)


@staff_only(Permission.READ)
@require_safe
def kit(request: HttpRequest, key: str, track: str, body: int, ending: str) -> HttpResponse:
    """A body's kit, as its secretary gets it."""
    matter = _matter(key, track)
    return kit_of(matter, get_object_or_404(queries.bodies(matter), pk=body), ending)


def _matter(key: str, track: str) -> Matter:
    rows = Matter.objects.select_related("track__round").prefetch_related("regions")
    found = get_object_or_404(rows, track__round__key=key, track__key=track)
    here(found.track.round)
    return found


def _about(request: HttpRequest, matter: Matter) -> dict[str, object]:
    may_edit = allowed(request, Permission.DELIBERATIONS)
    return {"round": matter.track.round, "track": matter.track, "matter": matter, "may_edit": may_edit}


def _body(
    request: HttpRequest,
    matter: Matter,
    own: Body,
    line: Line,
    form: SaidForm,
    at: datetime,
    more: Mapping[str, object],
) -> HttpResponse:
    on = words.local_day(at, matter.track.round.time_zone)
    values = {
        **_about(request, matter),
        "body": own,
        "line": line,
        "form": form,
        "secretaries": queries.secretaries(own, on=on),
        "addresses": allowed(request, Permission.ADDRESSES),
        "past": telling.tell(queries.history(matter, own)),
        **more,
    }
    status = conflicts.status(more, form.errors)
    return render(request, "web/desk/deliberation.html", values, status=status)


def _figures(lines: Iterable[Line]) -> list[tuple[str, str, int]]:
    """Each standing: its word in addresses, its title, and how many bodies stand there."""
    found = queries.figures(lines)
    return [(one.value, str(queries.TITLES[one]), found[one]) for one in Standing]


def _narrowed(lines: Iterable[Line], form: WantedForm) -> Iterable[Line]:
    form.is_valid()
    search, region, standing = (form.wanted(name) for name in ("q", "region", "standing"))
    key = name_key(search)
    for line in lines:
        if (
            key in name_key(line.name)
            and (not region or line.region == region)
            and (not standing or line.standing == standing)
        ):
            yield line


def _letters(round: Round) -> dict[str, str]:
    return dict(Letter.objects.filter(round=round).order_by("dated", "key").values_list("key", "title"))


def _unknown(matter: Matter, form: MatterForm) -> bool:
    """Put the fields nobody could fill at the text they stand in."""
    told = form.cleaned_data
    for name, text in (("case", told["case"]), ("questions", "\n".join(told["questions"]))):
        if unknown := kits.unknown_fields(matter, text):
            named = ", ".join(f"(({field}))" for field in unknown)
            form.add_error(name, _("There is no field %(named)s.") % {"named": named})
    return bool(form.errors)


def _refuse(form: MatterForm, no: Refusal) -> None:
    if isinstance(no, MatterRefused | DatesOutside):
        form.add_error("deadline", list(no.sentences))
    else:
        form.add_error(None, str(no))


def _form(
    request: HttpRequest, round: Round, form: MatterForm, heading: str, matter: Matter | None = None
) -> HttpResponse:
    values = {"round": round, "form": form, "heading": heading, "matter": matter}
    return render(request, "web/desk/matter_edit.html", values, status=422 if form.errors else 200)


_HERE = "desk/rounds/<slug:key>/deliberations/"
_ONE = f"{_HERE}<slug:track>/"

urlpatterns: list[URLPattern] = [
    path(_HERE, listing, name="matters"),
    path(f"{_HERE}new/", new, name="matter-new"),
    path(_ONE, one, name="matter"),
    path(f"{_ONE}edit/", edit, name="matter-edit"),
    path(f"{_ONE}remind/", remind, name="matter-remind"),
    path(f"{_ONE}<int:body>/", body, name="deliberation"),
    path(f"{_ONE}<int:body>/invite/", invite, name="deliberation-invite"),
    path(f"{_ONE}<int:body>/kit/<slug:ending>/", kit, name="deliberation-kit"),
]
