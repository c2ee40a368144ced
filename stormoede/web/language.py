"""Which language a page speaks: the one its reader chose, else the one known of them, else the browser's."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from stormoede.accounts.guards import anyone


@anyone
@require_POST
def switch(request: HttpRequest) -> HttpResponseBase:
    """Remember the language pressed in the foot, in a cookie, and go back to the page."""
    return set_language(request)
