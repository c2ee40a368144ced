"""``/desk/members/<person>/…/leave/``: a member on leave, who stands in, and the leave's end."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.lib import clock, words
from stormoede.lib.refusal import Refusal
from stormoede.members.actions import leaves, people
from stormoede.members.forms import EndForm
from stormoede.members.leave_forms import ChangeForm, LeaveForm, StandInForm
from stormoede.members.models import Leave, Mandate, Organisation, Person
from stormoede.members.queries import people as queries
from stormoede.members.queries.imports import day
from stormoede.members.refusals import EditedMeanwhile
from stormoede.web import conflicts
from stormoede.web.desk.by import by


@staff_only(Permission.MEMBERS)
def begin(request: HttpRequest, person_id: UUID, seat: int) -> HttpResponseBase:
    """A leave from one seat, with a stand-in or without."""
    seats = Mandate.objects.select_related("body__organisation", "body__group", "person__organisation")
    mandate = get_object_or_404(seats, pk=seat, person=person_id, person__erased_at=None)
    form = LeaveForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data

        def act() -> None:
            who = _stand_in(request, form, mandate.body.organisation or mandate.person.organisation)
            leaves.begin(mandate, said["first"], said["last"], who, by=by(request), at=clock.round_now())

        if _done(form, "first", act):
            messages.success(
                request, _("The leave has been written down. The seat at a meeting in those days is freed.")
            )
            return redirect("member", person_id=person_id)
    title = queries.title(mandate, get_language() or "en")
    return render(request, "web/desk/leave_new.html", {"person": mandate.person, "title": title, "form": form})


@staff_only(Permission.MEMBERS)
def change(request: HttpRequest, person_id: UUID, leave: int) -> HttpResponseBase:
    """One leave: its last day, and who stands in from when."""
    rows = Leave.objects.select_related(
        "mandate__person__organisation", "mandate__body__organisation", "stand_in__person"
    )
    found = get_object_or_404(rows, pk=leave, mandate__person=person_id)
    what = request.POST.get("what", "")
    today = day(clock.round_now())
    mark = conflicts.seen(request, leaves.mark_of(found))
    more: dict[str, object] = {"seen": mark}
    ending = EndForm(request.POST if what == "end" else None, initial={"last": found.valid_to})
    other = ChangeForm(request.POST if what == "stand-in" else None, initial={"first": max(today, found.valid_from)})
    if (
        ending.is_bound
        and ending.is_valid()
        and _done(ending, "last", lambda: _end(request, found, ending, mark), more)
    ):
        messages.success(request, _("The leave has been changed."))
        return redirect("member", person_id=person_id)
    if other.is_bound and other.is_valid() and _done(other, "name", lambda: _name(request, found, other, mark), more):
        messages.success(request, _("The stand-in has been changed."))
        return redirect("member", person_id=person_id)
    values = {
        "person": found.mandate.person,
        "leave": found,
        "title": queries.title(found.mandate, get_language() or "en"),
        "ending": ending,
        "other": other,
        "form": ending if ending.is_bound else other,
        **more,
    }
    if "differences" in more:
        values["differences"] = _now(found)
    return render(request, "web/desk/leave.html", values, status=conflicts.status(more))


def _now(leave: Leave) -> list[tuple[str, str]]:
    """What the leave says now, for one who saw something else."""
    last = words.plain_day_year(leave.valid_to, get_language() or "en") if leave.valid_to else _("No end set")
    stand_in = leave.stand_in
    return [(_("To"), last), (_("Stand-in"), stand_in.person.name if stand_in else _("Nobody"))]


def _end(request: HttpRequest, leave: Leave, form: EndForm, mark: str) -> None:
    last: date = form.cleaned_data["last"]
    leaves.end(leave, last, mark=mark, by=by(request), at=clock.round_now())


def _name(request: HttpRequest, leave: Leave, form: ChangeForm, mark: str) -> None:
    mandate = leave.mandate
    who = _stand_in(request, form, mandate.body.organisation or mandate.person.organisation)
    first: date = form.cleaned_data["first"]
    leaves.name_stand_in(leave, who, first, mark=mark, by=by(request), at=clock.round_now())


def _stand_in(request: HttpRequest, form: StandInForm, place: Organisation | None) -> Person | None:
    said = form.cleaned_data
    if not said["name"]:
        return None
    return people.find_or_make(said["name"], said["email"], place, by=by(request), at=clock.round_now())


def _done(form: forms.Form, field: str, act: Callable[[], None], more: dict[str, object] | None = None) -> bool:
    """Whether the act was carried out; why not stands at ``field``. A stand-in made for nothing is not kept.

    That somebody was here meanwhile is noted in ``more``.
    """
    try:
        with transaction.atomic():
            act()
    except EditedMeanwhile as no:
        form.add_error(None, str(no))
        if more is not None:
            more["differences"] = True
        return False
    except Refusal as no:
        form.add_error(field, str(no))
        return False
    return True


urlpatterns: list[URLPattern] = [
    path("desk/members/<uuid:person_id>/seats/<int:seat>/leave/", begin, name="leave-new"),
    path("desk/members/<uuid:person_id>/leaves/<int:leave>/", change, name="leave"),
]
