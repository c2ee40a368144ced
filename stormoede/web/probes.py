"""For machines that watch: ``/healthz`` for whoever shares out requests, ``/metrics`` (OpenMetrics) for whom STORMOEDE_METRICS names.

Nothing in them names anybody: figures, states, and the program's own version.
"""

from collections.abc import Callable
from ipaddress import ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path

from stormoede.accounts import alarms
from stormoede.accounts.guards import anyone
from stormoede.accounts.network import address_of
from stormoede.web.figures import told

PATHS = ("/healthz", "/metrics")
KIND = "application/openmetrics-text; version=1.0.0; charset=utf-8"


class ByNumber:
    """Watchers ask by a machine's number, where people ask by name: for them, whatever host they say is ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path in PATHS:
            request.META["HTTP_HOST"] = urlsplit(settings.ORIGIN).netloc
        return self._get_response(request)


@anyone
def health(request: HttpRequest) -> HttpResponse:
    """200 while this process can use the database, else 503. Says nothing of the worker: pages are answered without it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return _plain("The database cannot be used.\n", status=503)
    return _plain("ok\n")


@anyone
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for those whom the operator has named; for others there is no such page."""
    asker = address_of(request)
    if asker is None or not any(asker in ip_network(one, strict=False) for one in settings.METRICS):
        alarms.sound("figures_refused", request)
        raise Http404
    return _plain(told(), kind=KIND)


def _plain(text: str, *, status: int = 200, kind: str = "text/plain; charset=utf-8") -> HttpResponse:
    return HttpResponse(text, status=status, content_type=kind, headers={"Cache-Control": "no-store"})


urlpatterns = [path("healthz", health, name="healthz"), path("metrics", metrics, name="metrics")]
