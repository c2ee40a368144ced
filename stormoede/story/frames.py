"""The phone in the story is a frame. Pages may stand in a frame of our own there, and nowhere else."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.csp import CSP

from stormoede.lib import clock


def framed(request: HttpRequest) -> bool:
    """Whether the page was asked for by a frame on our own page."""
    return request.headers.get("Sec-Fetch-Dest") == "iframe" and request.headers.get("Sec-Fetch-Site") == "same-origin"


class Frames:
    """In a story, lets a frame of our own origin show what it asked for; the policy is as strict as ever otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if clock.installed() is not None and framed(request) and not hasattr(response, "_csp_config"):
            response._csp_config = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}  # type: ignore[attr-defined]
        return response
