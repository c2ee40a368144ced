"""A file in which a virus was found is handed out to nobody: the one who asks is told so."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from stormoede.mail import queries
from stormoede.web import faults
from stormoede.web.faults import Fault

KEPT_APART = Fault(
    403,
    _("The file is kept apart"),
    _("A virus was found in it, so nobody can fetch it here. Ask the one who sent it for a clean copy."),
    mail=False,
)


def answer(request: HttpRequest, digest: str) -> HttpResponse | None:
    """The page that says so; None when nothing is known against the file."""
    return faults.shown(request, KEPT_APART) if queries.is_infected(digest) else None
