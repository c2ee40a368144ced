"""The colleagues: who they are, who waits to be let in, and what each may do. For administrators."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stormoede.accounts import actors, queries, signins
from stormoede.accounts.actions import staff as acts
from stormoede.accounts.actions import staff_sessions
from stormoede.accounts.forms import InvitationForm, RoleForm
from stormoede.accounts.guards import staff_only
from stormoede.accounts.models import Staff
from stormoede.accounts.permissions import Permission
from stormoede.events.actor import Actor
from stormoede.lib import clock, seen
from stormoede.lib.danish import sort_key
from stormoede.lib.refusal import Refusal
from stormoede.members.refusals import EditedMeanwhile
from stormoede.web import conflicts
from stormoede.web.desk.lists import Column, Listed, Narrow, moment


class Act(Protocol):
    """What is done about a colleague."""

    def __call__(self, staff: Staff, /, *, by: Actor, at: datetime) -> object: ...


def _me(request: HttpRequest) -> Actor:
    who = signins.staff_of(request)
    if who is None:
        raise LookupError("only behind a guard")
    return actors.staff(who)


@staff_only(Permission.STAFF)
@require_safe
def colleagues(request: HttpRequest) -> HttpResponseBase:
    """Everybody, those who wait for approval in sight."""
    everybody = list(queries.colleagues(clock.wall()))
    form = Narrow(request.GET, _("Name or address"), role=(_("Role"), _roles().items()))
    listed = Listed(request, _columns(), start="access")
    rows = listed.rows(row for row in everybody if _wanted(row, form))
    file = listed.file(_("Staff"), lambda: rows)
    if file is not None:
        return file
    context = {"rows": rows, "waiting": queries.waiting(everybody), "form": form, "list": listed}
    context["narrowed"] = form.narrowed
    return render(request, "web/desk/staff.html", context)


def _roles() -> dict[str, str]:
    return {
        Staff.Role.ADMIN: _("Administrator"),
        Staff.Role.SECRETARIAT: _("Secretariat"),
        Staff.Role.READER: _("Reader"),
    }


def _columns() -> list[Column[Staff]]:
    roles = _roles()
    access = [_("waits for approval"), _("has access"), _("invited"), _("stopped")]
    return [
        Column("name", _("Name"), lambda row: row.name),
        Column("email", _("Mail address"), lambda row: row.email, opt=None),
        Column("role", _("Role"), lambda row: roles[row.role], opt="opt"),
        Column(
            "access", _("Access"), lambda row: access[_access(row)], rank=lambda row: (_access(row), sort_key(row.name))
        ),
        Column("passkeys", _("Passkeys"), lambda row: int(getattr(row, "passkeys", 0)), opt="opt num"),
        Column("last", _("Last signed in"), lambda row: moment(row.last_login), opt="opt"),
    ]


def _access(row: Staff) -> int:
    """What they can do, as a place in a list: those who wait for an administrator stand first."""
    if not row.is_active:
        return 3
    if getattr(row, "waiting", 0):
        return 0
    return 1 if getattr(row, "passkeys", 0) else 2


def _wanted(row: Staff, form: Narrow) -> bool:
    return form.fits(row.name, row.email) and form.value("role") in ("", row.role)


@staff_only(Permission.STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponseBase:
    """A new colleague gets a mail with which they make their passkey."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            who = acts.invite(data["email"], data["name"], data["role"], by=_me(request), at=clock.wall())
        except Refusal as no:
            form.add_error("email", str(no))
        else:
            messages.success(request, _("%(name)s has been invited.") % {"name": who.name})
            return redirect("staff")
    return render(request, "web/desk/staff_invite.html", {"form": form})


@staff_only(Permission.STAFF)
@require_safe
def colleague(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One colleague, and what can be done about them."""
    who = get_object_or_404(queries.colleagues(clock.wall()), pk=pk)
    context = {"who": who, "form": RoleForm(initial={"role": who.role}), "self": _me(request).id == str(pk)}
    context["seen"] = seen.mark(who.role)
    return render(request, "web/desk/staff_one.html", context)


def _act(act: Act, done: str) -> Callable[..., HttpResponseBase]:
    """A view that carries out ``act`` on a colleague by POST, and says what came of it."""

    @staff_only(Permission.STAFF)
    @require_POST
    def view(request: HttpRequest, pk: UUID) -> HttpResponseBase:
        who = get_object_or_404(Staff, pk=pk)
        try:
            act(who, by=_me(request), at=clock.wall())
        except Refusal as no:
            messages.error(request, str(no))
        else:
            messages.success(request, _(done))
        return redirect("staff-one", pk=pk)

    return view


@staff_only(Permission.STAFF)
@require_POST
def change_role(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Another role, from the next page on."""
    who, form = get_object_or_404(Staff, pk=pk), RoleForm(request.POST)
    try:
        if form.is_valid():
            mark = request.POST.get("seen", "")
            acts.change_role(who, form.cleaned_data["role"], mark=mark, by=_me(request), at=clock.wall())
            messages.success(request, _("The role has been changed."))
    except EditedMeanwhile as no:
        form.add_error(None, str(no))
        return conflicts.page(request, form, {"role": who.role}, heading=who.name, back=reverse("staff-one", args=[pk]))
    except Refusal as no:
        messages.error(request, str(no))
    return redirect("staff-one", pk=pk)


ACTS: dict[str, tuple[Act, str]] = {
    "approve": (acts.approve, gettext_noop("The passkey has been approved.")),
    "refuse": (acts.refuse, gettext_noop("The passkey has been taken away.")),
    "stop": (acts.stop, gettext_noop("They no longer have access, and are signed out.")),
    "again": (acts.let_in_again, gettext_noop("They have access again.")),
    "sign-out": (staff_sessions.end, gettext_noop("They are signed out everywhere.")),
    "invite-again": (acts.send_one_time, gettext_noop("A new sign-in is on its way by mail.")),
}

urlpatterns = [
    path("desk/staff/", colleagues, name="staff"),
    path("desk/staff/invite", invite, name="staff-invite"),
    path("desk/staff/<uuid:pk>/", colleague, name="staff-one"),
    path("desk/staff/<uuid:pk>/role", change_role, name="staff-role"),
    *[
        path(f"desk/staff/<uuid:pk>/{name}", _act(act, done), name=f"staff-{name}")
        for name, (act, done) in ACTS.items()
    ],
]
