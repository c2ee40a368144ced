"""One's own passkeys and sign-ins."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.internal.flows.logout import logout
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.internal import flows
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stormoede.accounts import alarms, guards, queries, sessions, signins
from stormoede.accounts.actions import staff as staff_actions
from stormoede.accounts.actions import staff_sessions
from stormoede.accounts.actors import staff as actor_of
from stormoede.accounts.forms import PasskeyForm
from stormoede.accounts.models import Staff
from stormoede.accounts.refusals import LastPasskey
from stormoede.accounts.signins import Means
from stormoede.lib import clock

HERE = "/staff/passkeys/"


@dataclass(frozen=True, slots=True)
class Shown:
    """A passkey as its owner sees it."""

    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None
    waits: bool


def _me(request: HttpRequest) -> Staff:
    who = signins.staff_of(request)
    if who is None:
        raise LookupError("only behind a guard")
    return who


def _passkeys(who: Staff) -> list[Shown]:
    rows = Authenticator.objects.filter(user=who, type=Authenticator.Type.WEBAUTHN).order_by("created_at")
    return [
        Shown(row.pk, row.wrap().name, row.created_at, row.last_used_at, staff_actions.is_waiting(row)) for row in rows
    ]


def _may_add(request: HttpRequest, who: Staff) -> bool:
    """Whoever came to make their first passkey, and whoever has just signed in with one."""
    means = signins.means_of(request)
    if not signins.is_fresh(request, clock.wall()):
        return False
    return means in {Means.LINK, Means.CODE} or signins.is_whole(request, who)


@guards.signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """What opens the desk for me, and where I am signed in. One who came with a code sees only how to make a passkey."""
    who = _me(request)
    whole = signins.is_whole(request, who)
    here = sessions.name_of(request.session.session_key or "")
    context = {
        "form": PasskeyForm(user=who),
        "may_add": _may_add(request, who),
        "fresh": signins.is_fresh(request, clock.wall()),
        "whole": whole,
        "by_code": signins.means_of(request) is Means.CODE,
        "passkeys": _passkeys(who) if whole else [],
        "others": queries.sessions_of(who, clock.wall()).exclude(pk=here) if whole else [],
    }
    return render(request, "web/staff/passkeys.html", context)


@guards.signed_in
@require_POST
def begin(request: HttpRequest) -> HttpResponseBase:
    """What the browser needs to make a passkey."""
    who = _me(request)
    if not _may_add(request, who):
        alarms.sound("passkey_not_made", request, staff=who.pk, why="stale")
        return JsonResponse({}, status=403)
    return JsonResponse(webauthn.begin_registration(who, True))


@guards.signed_in
@require_POST
def add(request: HttpRequest) -> HttpResponseBase:
    """The passkey the browser has made. After a one-time sign-in it opens the desk; after a code it waits for approval."""
    who, at = _me(request), clock.wall()
    form = PasskeyForm(data=request.POST, user=who)
    may = _may_add(request, who)
    if not may or not form.is_valid():
        alarms.sound("passkey_not_made", request, staff=who.pk, why="unproved" if may else "stale")
        messages.error(request, _("The passkey was not made. Try once more."))
        return redirect(HERE)
    by_code = signins.means_of(request) is Means.CODE
    passkey, _codes = flows.add_authenticator(request, form.cleaned_data["name"], form.cleaned_data["credential"])
    staff_actions.passkey_added(who, passkey, by_code=by_code, by=actor_of(who), at=at)
    if by_code:
        logout(request, show_message=False)
        return redirect("/staff/waiting/")
    signins.complete(request, at)
    messages.success(request, _("Your passkey has been made. You sign in with it from now on."))
    return redirect(HERE)


@guards.signed_in
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One passkey less. Only lately signed in with a passkey, and never the last one."""
    who, at = _me(request), clock.wall()
    if not signins.is_whole(request, who) or not signins.is_fresh(request, at):
        messages.error(request, _("Sign in again before you change your passkeys."))
        return redirect(HERE)
    try:
        staff_actions.remove_passkey(who, pk, by=actor_of(who), at=at)
    except LastPasskey as no:
        messages.error(request, str(no))
    return redirect(HERE)


@guards.signed_in
@require_POST
def end_others(request: HttpRequest) -> HttpResponseBase:
    """Signed out everywhere but here."""
    who = _me(request)
    here = sessions.name_of(request.session.session_key or "")
    staff_sessions.end(who, by=actor_of(who), at=clock.wall(), but=here)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect(HERE)
