"""What no text has, and PostgreSQL keeps none of: the null byte. It is left out of what a form or an address brings."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponseBase, QueryDict

if TYPE_CHECKING:
    from django.http.request import _ImmutableQueryDict

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
            request.GET = _without(request.GET)
        if request.method == "POST":
            request.POST = _without(request.POST)


def _without(given: "_ImmutableQueryDict") -> "_ImmutableQueryDict":
    if not any("\0" in one for _name, told in given.lists() for one in told):
        return given
    return QueryDict(given.urlencode().replace("%00", ""), encoding=given.encoding)
