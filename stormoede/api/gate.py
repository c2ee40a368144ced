"""Who may read: a program with a key that is open and holds the scope, and not more than so often."""

from collections.abc import Callable, Mapping
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from stormoede.accounts import access, alarms, bursts
from stormoede.accounts.guards import MayOpen
from stormoede.accounts.network import prefix_of
from stormoede.api.actions import keys as acts
from stormoede.api.core import keys
from stormoede.api.core.scopes import Scope
from stormoede.api.models import ApiKey
from stormoede.api.problems import METHOD, NO_KEY, SCOPE, TOO_MANY, Problem
from stormoede.api.queries import keys as queries
from stormoede.events.actor import system
from stormoede.lib import clock

READS, WRONG = "api-read", "api-key"
PER_MINUTE = 600
ALLOWED = "GET, HEAD"
_BY = system("api")

type View = Callable[..., HttpResponseBase]


def reads(scope: Scope | None = None) -> Callable[[View], View]:
    """A view for programs. With ``scope`` only with a key that holds it; the view takes ``(request, scopes, …)``.

    Nothing here looks at cookies, so no form elsewhere can make a browser use it.
    """

    def guard(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, **place: object) -> HttpResponseBase:
            try:
                if request.method not in {"GET", "HEAD"}:
                    raise Problem(METHOD, "Use GET or HEAD.", {"Allow": ALLOWED})
                if scope is None:
                    return _personal(view(request, **place))
                key = _key(request)
                _measured(request, key)
                if scope.value not in key.scopes:
                    alarms.sound("scope_refused", request, key=key.pk, scope=scope.value)
                    raise Problem(SCOPE, f"The key's scopes are {', '.join(key.scopes)}; this needs {scope.value}.")
                acts.used(key, by=_BY, at=clock.wall())
                response = view(request, frozenset(map(Scope, key.scopes)), **place)
                _noted(key, scope, place, response)
                return _personal(response)
            except Problem as no:
                return _personal(no.response())

        guarded.may_open = MayOpen("key", purpose=scope.value) if scope else MayOpen("anyone")  # type: ignore[attr-defined]
        return guarded

    return guard


def _key(request: HttpRequest) -> ApiKey:
    """The key shown. Who shows wrong ones again and again from one network waits, unread."""
    network = prefix_of(request)
    if bursts.over(WRONG, network):
        alarms.sound("too_many_keys", request)
        raise _too_many()
    text = keys.of_header(request.headers.get("Authorization", ""))
    key = queries.holding(text, clock.wall()) if text else None
    if key is None:
        if text:
            bursts.count(WRONG, network)
            alarms.sound("no_key", request)
        raise Problem(
            NO_KEY,
            "Send a key that is open as Authorization: Bearer sm_….",
            {"WWW-Authenticate": 'Bearer realm="Stormoede"'},
        )
    return key


def _measured(request: HttpRequest, key: ApiKey) -> None:
    if bursts.count(READS, str(key.pk)) > PER_MINUTE:
        alarms.sound("too_many_reads", request, key=key.pk)
        raise _too_many()


def _noted(key: ApiKey, scope: Scope, place: Mapping[str, object], response: HttpResponseBase) -> None:
    """Who reads people's names and addresses stands in the log of readings."""
    if scope is Scope.MEMBERS and Scope.PERSONAL in key.scopes and response.status_code == 200:
        access.note_program(str(key.pk), f"person:{place['name']}" if place else "list:api-members")


def _too_many() -> Problem:
    return Problem(TOO_MANY, "Wait as long as Retry-After says.", {"Retry-After": str(bursts.seconds_left())})


def _personal(response: HttpResponseBase) -> HttpResponseBase:
    """What a key opens is kept by nobody on the way."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers.setdefault("Content-Language", "en")
    patch_vary_headers(response, ["Authorization"])
    return response
