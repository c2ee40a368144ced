"""In without a passkey, in order to make one: by a one-time sign-in, or by a code sent to a colleague's mail address."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from stormoede.accounts import alarms, bursts, network, onetimes, signins
from stormoede.accounts.actions import codes, limits, lost
from stormoede.accounts.actions import staff as staff_actions
from stormoede.accounts.actors import staff as actor_of
from stormoede.accounts.forms import AddressForm, CodeForm
from stormoede.accounts.guards import anyone, personal
from stormoede.accounts.models import Staff
from stormoede.accounts.refusals import TooManyCodes
from stormoede.accounts.signins import Means
from stormoede.lib import clock
from stormoede.lib.hidden import ENVIRON_KEY, Hidden

PASSKEYS = "/staff/passkeys/"
ENTER = "/staff/code/enter/"
_ASKED_FOR = "code-for"
_NONCE = "code-nonce"


def _secret(request: HttpRequest) -> str:
    hidden = request.META.get(ENVIRON_KEY)
    return hidden.reveal() if isinstance(hidden, Hidden) else request.POST.get("secret", "")


@anyone
@sensitive_variables("secret", "context")
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def one_time(request: HttpRequest) -> HttpResponseBase:
    """A one-time sign-in: looking at it uses nothing up, and so does pressing its button without the mark."""
    here = network.prefix_of(request)
    if bursts.over(bursts.BAD_LINKS, here):
        return personal(alarms.too_fast(request, "too_many_links"))
    secret = _secret(request)
    who = onetimes.staff_of(secret, clock.wall())
    if who is None:
        alarms.bad_link(request, "sign-in")
        return personal(render(request, "web/staff/used.html", status=404))
    if request.POST.get("me") != "yes":
        asked = request.method == "POST"
        context = {"who": who, "secret": secret, "asked": asked}
        return personal(render(request, "web/staff/one_time.html", context, status=422 if asked else 200))
    _sign_in(request, who, Means.LINK)
    return personal(redirect(settings.LOGIN_REDIRECT_URL if signins.is_whole(request, who) else PASSKEYS))


def _sign_in(request: HttpRequest, who: Staff, means: Means) -> None:
    at = clock.wall()
    signins.begin(request, who, means, at)
    staff_actions.signed_in(who, means, by=actor_of(who), at=at)


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    """A code to a colleague's address. What is answered does not tell whether the address is a colleague's."""
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return personal(render(request, "web/staff/ask_code.html", {"form": form}))
    here, at = network.prefix_of(request), clock.wall()
    if not limits.use("staff-code", here, most=lost.PER_NETWORK, within=lost.HOUR, at=at):
        return personal(alarms.too_fast(request, "too_many_asked"))
    _send(request, form.cleaned_data["email"])
    return personal(redirect(ENTER))


def _send(request: HttpRequest, email: str) -> None:
    nonce, at = secrets.token_hex(16), clock.wall()
    who = Staff.objects.filter(email__iexact=email, is_active=True).first()
    request.session[_NONCE] = nonce
    request.session[_ASKED_FOR] = str(who.pk) if who else ""
    if who is not None:
        try:
            codes.ask(who, nonce=nonce, by=actor_of(who), at=at, dated=at, network=network.prefix_of(request))
        except TooManyCodes:
            # Saying so would tell that the address is known; the page says how many there are.
            return


@anyone
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponseBase:
    """The six digits, in the browser that asked for them."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who = _owner(request, form.cleaned_data["code"])
        if who is not None:
            _sign_in(request, who, Means.CODE)
            return personal(redirect(PASSKEYS))
        form.add_error("code", _("That is not the code, or its time is over. Look in the newest mail."))
    return personal(render(request, "web/staff/enter_code.html", {"form": form}))


def _owner(request: HttpRequest, typed: str) -> Staff | None:
    pk, nonce = request.session.get(_ASKED_FOR), request.session.get(_NONCE, "")
    who = Staff.objects.filter(pk=pk, is_active=True).first() if pk else None
    if who is None:
        alarms.sound("code_refused", request, whose="nobody")
        return None
    right = codes.check(who, typed, nonce=nonce, at=clock.wall(), network=network.prefix_of(request))
    return who if right else None


@anyone
@require_safe
def waiting(request: HttpRequest) -> HttpResponseBase:
    """A passkey has been made with a code: now a second person has to say yes."""
    return personal(render(request, "web/staff/waiting.html"))
