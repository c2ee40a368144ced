"""The staff's way in and out: a passkey."""

from allauth.account.internal.flows.logout import logout
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stormoede.accounts import alarms, bursts, network, signins
from stormoede.accounts.actions import staff as staff_actions
from stormoede.accounts.actors import staff as actor_of
from stormoede.accounts.forms import SignInForm
from stormoede.accounts.guards import anyone, personal
from stormoede.accounts.signins import Means
from stormoede.lib import clock

SIGN_INS = "sign-in"


@anyone
@require_safe
def login(request: HttpRequest) -> HttpResponseBase:
    """One button, and the way to a first passkey."""
    who = signins.staff_of(request)
    if who is not None and signins.is_whole(request, who):
        return personal(redirect(settings.LOGIN_REDIRECT_URL))
    return personal(render(request, "web/staff/login.html", {"next": request.GET.get("next", "")}))


@anyone
@require_POST
def begin(request: HttpRequest) -> HttpResponseBase:
    """What the browser asks its passkeys for. A POST, because the question is remembered until it is answered."""
    if bursts.count(SIGN_INS, network.prefix_of(request)) > bursts.PER_MINUTE:
        alarms.sound("too_many_sign_ins", request)
        return personal(JsonResponse({}, status=429))
    return personal(JsonResponse(webauthn.begin_authentication(user=None)))


class PasskeySignIn(LoginWebAuthnView):  # type: ignore[misc]
    """The answer of a passkey: signed in, or told why not."""

    http_method_names = ["post"]
    form_class = SignInForm

    def form_valid(self, form: BaseForm) -> HttpResponseBase:
        passkey = form.cleaned_data["credential"]
        if staff_actions.is_waiting(passkey) or passkey.user.approved_at is None:
            alarms.sound("passkey_refused", self.request, staff=passkey.user.pk, why="waits")
            return self._no(_("Your passkey has been made, but an administrator has to approve it first."))
        if not passkey.user.is_active:
            alarms.sound("passkey_refused", self.request, staff=passkey.user.pk, why="stopped")
            return self._no(_("You no longer have access. Ask an administrator."))
        response: HttpResponseBase = super().form_valid(form)
        alarms.sound("signed_in", self.request, staff=passkey.user.pk, means=Means.PASSKEY.value)
        staff_actions.signed_in(passkey.user, Means.PASSKEY, by=actor_of(passkey.user), at=clock.wall())
        return response

    def form_invalid(self, form: SignInForm) -> HttpResponseBase:
        alarms.sound("passkey_refused", self.request, why=form.why_not or "unreadable")
        return self._no(_("That passkey is not known here. Choose another one, or get a new one by mail."))

    def _no(self, words: str) -> HttpResponseBase:
        messages.error(self.request, words)
        return HttpResponseRedirect(settings.LOGIN_URL)


@anyone
@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Out, and nothing personal left in the browser's caches."""
    logout(request, show_message=False)
    response = personal(redirect(settings.LOGIN_URL))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
