"""The read API: each resource of the table as a list and one by one, what describes them, and a no to everything else."""

import hashlib
import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import URLPattern, path
from django.utils.http import parse_etags

from stormoede.api import document, parameters
from stormoede.api.core.schemas import plain
from stormoede.api.core.scopes import Scope
from stormoede.api.gate import View, reads
from stormoede.api.problems import NOT_FOUND, Problem
from stormoede.api.queries.wanted import Wanted
from stormoede.api.resources import RESOURCES, Resource

ROOT = "api/v1/"


def _answer(request: HttpRequest, told: object, **headers: str) -> HttpResponse:
    """``told`` as JSON, or that it is still what the program has (If-None-Match)."""
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if known == ["*"] or any(one.removeprefix("W/") == etag for one in known):
        return HttpResponseNotModified(headers={"ETag": etag})
    return HttpResponse(body, content_type="application/json", headers={"ETag": etag, **headers})


def listing(resource: Resource) -> View:
    """A page of the resource, and under ``next`` what names the page after it."""

    @reads(resource.scope)
    def view(request: HttpRequest, scopes: frozenset[Scope]) -> HttpResponse:
        wanted = parameters.wanted(request.GET, resource.parameters)
        more = Wanted(wanted.limit + 1, wanted.after, wanted.since, wanted.narrowed)
        rows = resource.listing(scopes)(more)
        shown = rows[: wanted.limit]
        onward = str(shown[-1][0]) if len(rows) > len(shown) else None
        headers = {}
        if onward is not None:
            query = request.GET.copy()
            query["cursor"] = onward
            headers["Link"] = f'<{request.path}?{query.urlencode()}>; rel="next"'
        return _answer(request, {"data": [plain(row) for _id, row in shown], "next": onward}, **headers)

    return view


def single(resource: Resource) -> View:
    """One of the resource."""

    @reads(resource.scope)
    def view(request: HttpRequest, scopes: frozenset[Scope], name: str) -> HttpResponse:
        parameters.read(request.GET, ())
        try:
            narrowed: dict[str, Any] = {resource.one.narrows: resource.one.read(name)}
        except ValueError as fault:
            raise Problem(NOT_FOUND, f"{resource.one.name}: {fault}.") from fault
        rows = resource.listing(scopes)(Wanted(1, narrowed=narrowed))
        if not rows:
            raise Problem(NOT_FOUND, f"None of the {resource.name} has this {resource.one.name}.")
        return _answer(request, plain(rows[0][1]))

    return view


@reads()
def described(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description. It says nothing of anybody, and anybody may read it."""
    return _answer(request, document.document())


@reads()
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Every other address under the API's."""
    raise Problem(NOT_FOUND, "No such address. What there is stands in /api/v1/openapi.json.")


def _of(resource: Resource) -> list[URLPattern]:
    return [
        path(f"{ROOT}{resource.name}", listing(resource), name=f"api-{resource.name}"),
        path(f"{ROOT}{resource.name}/<str:name>", single(resource), name=f"api-{resource.name}-one"),
    ]


urlpatterns = [
    *(pattern for resource in RESOURCES for pattern in _of(resource)),
    path(f"{ROOT}openapi.json", described, name="api-description"),
    path("api/<path:rest>", nothing, name="api-nothing"),
]
