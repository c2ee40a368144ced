"""Who may open a view. Every view of the house wears one of these; ``view.may_open`` says which, for the test that walks the URLs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from stormoede.accounts import access, addresses, alarms, bursts, fresh_codes, signins, visits
from stormoede.accounts.models import Link
from stormoede.accounts.permissions import Permission, may
from stormoede.accounts.visits import Level
from stormoede.lib import language

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class MayOpen:
    """Who may open a view: "anyone", "member" (with a link for ``purpose``, or ``also``, and perhaps a fresh ``code``) or "staff"
    (with ``permission``, if any). ``reads``: what of it is noted in the log of readings."""

    who: str
    purpose: str = ""
    also: str = ""
    permission: Permission | None = None
    code: bool = False
    reads: str = ""


def personal(response: HttpResponseBase) -> HttpResponseBase:
    """Keep a page out of caches and search engines."""
    response.headers["Cache-Control"] = "no-store, private"
    patch_vary_headers(response, ["Cookie"])
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def anyone[**P](view: View[P]) -> View[P]:
    """A page for strangers too."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        with _no_place():
            return view(request, *args, **kwargs)

    return _says(guarded, MayOpen("anyone"))


def members_only(
    purpose: str, level: Level = Level.L1, *, also: str = "", acts: int = bursts.PER_MINUTE
) -> Callable[[View[...]], View[...]]:
    """A page behind a personal link. The view takes ``(request, handle, …)`` and asks ``visits.visit`` for who it is.

    At ``Level.L2`` the page is shown only after a code sent to the registered address was given in this browser, within
    half an hour; the guard asks for it at the page's own address, and a form posted meanwhile goes on with what was typed.
    A link for ``also`` opens it too: the view looks at what the link is for. A form that carries a ``handle`` other than the page's is refused; more than ``acts`` a minute are not carried out.
    """
    Link.Purpose(purpose)

    def guard(view: View[...]) -> View[...]:
        @wraps(view)
        def guarded(request: HttpRequest, handle: str, **kwargs: object) -> HttpResponseBase:
            try:
                who = visits.visit(request, handle, purpose, also)
            except visits.NoVisit as absent:
                alarms.sound("ended_visit" if absent.ended else "no_visit", request, link=handle)
                return no_visit(request, absent)
            refusal: HttpResponseBase | None = _refused(request, who, acts) if request.method == "POST" else None
            with _no_place():
                if refusal is None and level >= Level.L2:
                    refusal = fresh_codes.answer(request, who, lambda: view(request, handle=handle, **kwargs))
                return personal(refusal or view(request, handle=handle, **kwargs))

        return _says(guarded, MayOpen("member", purpose=purpose, also=also, code=level >= Level.L2))

    return guard


def staff_only(permission: Permission, *, reads: str = "") -> Callable[[View[...]], View[...]]:
    """A page of the desk. ``request.user`` is an approved member of staff, signed in with a passkey, whose role may.

    ``reads`` says whose or what confidential things the page shows ("person:{person_id}"): who has read them is noted.
    """

    def guard(view: View[...]) -> View[...]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            who = signins.staff_of(request)
            if who is None or not signins.is_whole(request, who):
                return personal(redirect(signins.where_to(request, who)))
            language.prefer(request, who.language)
            if not may(who, permission):
                alarms.sound("refused", request, staff=who.pk, permission=permission)
                return personal(render(request, "accounts/may_not.html", status=403))
            with _no_place():
                response = view(request, *args, **kwargs)
            if reads and response.status_code == 200:
                access.note(who, access.READ, reads.format(**kwargs))
            return personal(response)

        return _says(guarded, MayOpen("staff", permission=permission, reads=reads))

    return guard


def signed_in(view: View[...]) -> View[...]:
    """A page for staff who have signed in by any means: where they make the passkey that opens the rest."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if signins.staff_of(request) is None:
            return personal(redirect(signins.where_to(request, None)))
        return personal(view(request, *args, **kwargs))

    return _says(guarded, MayOpen("staff"))


def no_visit(request: HttpRequest, absent: visits.NoVisit, *, pressed: bool = False) -> HttpResponseBase:
    """The page for one whose link is not open here: open the mail's link, or ask for a new mail. ``pressed``: they just did."""
    status, told = 410 if absent.ended else 404, {"ended": absent.ended, "pressed": pressed}
    return personal(render(request, "accounts/no_visit.html", told, status=status))


def _no_place() -> timezone.override:
    """A page about a round tells its times as they are where the round is (web/where.py), and the next page does not."""
    return timezone.override(None)


def _refused(request: HttpRequest, who: visits.Visit, acts: int) -> HttpResponse | None:
    meant = request.POST.get("handle", who.handle)
    if meant != who.handle:
        alarms.sound("other_person", request, link=who.handle)
        return render(
            request,
            "accounts/other_person.html",
            {"person": who.person, "page": addresses.page_of(who.link)},
            status=403,
        )
    # What is saved as it is typed is counted by itself, so that it takes nothing from what is pressed.
    kind = bursts.ACTS if acts == bursts.PER_MINUTE else bursts.SAVES
    if bursts.count(kind, who.handle) > acts:
        return alarms.too_fast(request, "too_fast", link=who.handle)
    return None


def _says[**P](view: View[P], may_open: MayOpen) -> View[P]:
    view.may_open = may_open  # type: ignore[attr-defined]
    return view
