"""Pages for what cannot be shown: plain words, in the page's language, and the way on."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stormoede.accounts import alarms
from stormoede.accounts.models import Staff


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong, said to the one who sees it, and what they can do."""

    status: int
    heading: str | Promise
    words: str | Promise
    mail: bool = True


FAULTS = {
    fault.status: fault
    for fault in (
        Fault(400, _("The page could not read what was sent"), _("Go back and try once more.")),
        Fault(
            403,
            _("This page is not open to you"),
            _("It may be for others, or for somebody who has signed in."),
        ),
        Fault(
            404,
            _("There is nothing here"),
            _(
                "The address may have been cut in two on its way. Open the link in your mail once more, and press the whole of it."
            ),
        ),
        Fault(
            410,
            _("The page has been closed"),
            _("It was open for a time, and that time is over."),
        ),
        Fault(429, _("Wait a little"), _("It has been tried many times in a short while. Try again in ten minutes.")),
        Fault(
            500,
            _("Something went wrong here"),
            _("It is our fault and not yours. Nothing has been lost of what was saved before. Try again in a moment."),
            mail=False,
        ),
    )
}
FORM_TOO_OLD = Fault(
    403,
    _("The page had been open for too long"),
    _("Nothing was sent. Go back, load the page anew, and press once more. Cookies must be allowed."),
    mail=False,
)


# Who has signed in at the desk has no link in a mail: the way on is the desk.
GONE_FROM_THE_DESK = Fault(
    404,
    _("There is nothing here"),
    _("It may have been removed since, or a part of the address is missing."),
    mail=False,
)


def shown(request: HttpRequest, fault: Fault) -> HttpResponse:
    """The page of ``fault``, with its status."""
    desk = request.path.startswith("/desk/") and isinstance(getattr(request, "user", None), Staff)
    told = GONE_FROM_THE_DESK if desk and fault.status == GONE_FROM_THE_DESK.status else fault
    return render(request, "web/fault.html", {"fault": told, "desk": desk}, status=fault.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A host that is not ours, a file or a form that is none. The exception's words quote what was sent; its type does not."""
    alarms.sound("bad_request", request, why=type(exception).__name__)
    return shown(request, FAULTS[400])


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    alarms.sound("refused", request)
    return shown(request, FAULTS[403])


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return shown(request, FAULTS[404])


def too_many_sign_ins(request: HttpRequest) -> HttpResponse:
    """What allauth shows one whose answers of passkeys come too fast."""
    alarms.sound("too_many_sign_ins", request)
    return shown(request, FAULTS[429])


def server_error(request: HttpRequest) -> HttpResponse:
    """No context processors: whatever failed may fail in them too."""
    return HttpResponse(loader.render_to_string("web/fault.html", {"fault": FAULTS[500]}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """``reason`` is Django's, for logs only; it quotes what was sent, so the log tells that there was one."""
    alarms.sound("foreign_form", request)
    return shown(request, FORM_TOO_OLD)
