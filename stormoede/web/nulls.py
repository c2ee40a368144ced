"""What no text has, and PostgreSQL keeps none of: the null byte. It is left out of what a form or an address brings."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, QueryDict

# What a program sends is refused by its name instead (api/parameters.py).
_PROGRAMS = "/api/"


class NoNulls:
    """No page meets a null byte: it reads what was sent as if it had not been there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        """The form has been read by now: its mark has been looked at."""
        if request.path.startswith(_PROGRAMS):
            return
        if request.META.get("QUERY_STRING"):
            request.GET = _without(request.GET)  # type: ignore[assignment]
        if request.method == "POST":
            request.POST = _without(request.POST)  # type: ignore[assignment]


def _without(given: QueryDict) -> QueryDict:
    if not any("\0" in one for _name, told in given.lists() for one in told):
        return given
    clean = given.copy()
    for name, told in given.lists():
        clean.setlist(name, [str(one).replace("\0", "") for one in told])
    return clean
