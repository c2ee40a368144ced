"""From a form to the page that shows what came of it."""

from django.http import HttpResponseRedirect
from django.urls import reverse


def to(name: str, handle: str) -> HttpResponseRedirect:
    """303: the browser fetches the page ``name`` of ``handle``."""
    response = HttpResponseRedirect(reverse(name, args=(handle,)))
    response.status_code = 303
    return response
