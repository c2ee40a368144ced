"""The files a letter carries: added, taken off, and looked at."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.letters.actions import enclosures
from stormoede.letters.core.content import Attached
from stormoede.letters.core.enclosures import ONE
from stormoede.letters.forms import EnclosureForm
from stormoede.letters.queries import files
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.web import withheld
from stormoede.web.desk.by import by
from stormoede.web.desk.letters.finding import letter_of

SANDBOX = {"default-src": ["'none'"], "sandbox": [""]}


def download(request: HttpRequest, one: Attached) -> HttpResponse:
    """A file as it was given to us, to be kept and not shown: nothing in it may run here. One with a virus is kept apart."""
    if kept := withheld.answer(request, one.digest):
        return kept
    response = HttpResponse(files.content(one.digest), content_type=one.type)
    response.headers["Content-Disposition"] = content_disposition_header(True, one.name) or "attachment"
    return response


@staff_only(Permission.READ)
@require_safe
@csp_override(SANDBOX)
def file(request: HttpRequest, key: str, letter: str, number: int) -> HttpResponse:
    """The file of that number, counted from 0."""
    carried = files.of(letter_of(key, letter))
    if number >= len(carried):
        raise Http404
    return download(request, carried[number])


@staff_only(Permission.LETTERS)
@require_POST
def add(request: HttpRequest, key: str, letter: str) -> HttpResponseBase:
    """Let the letter carry a file."""
    own = letter_of(key, letter)
    form = EnclosureForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("letter", key=key, letter=letter)
    given = form.cleaned_data["file"]
    try:
        # One byte more than may be is enough to be refused.
        enclosures.add(own, given.name, given.read(ONE + 1), by=by(request), at=clock.round_now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("The letter carries the file. Test it once more before it is released."))
    return redirect("letter", key=key, letter=letter)


@staff_only(Permission.LETTERS)
@require_POST
def remove(request: HttpRequest, key: str, letter: str, number: int) -> HttpResponseBase:
    """Take a file off."""
    own = letter_of(key, letter)
    held = list(own.enclosures.all())
    try:
        if number < len(held):
            enclosures.remove(own, held[number].pk, by=by(request), at=clock.round_now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("The file is taken off."))
    return redirect("letter", key=key, letter=letter)
