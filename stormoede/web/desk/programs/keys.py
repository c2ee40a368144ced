"""The page about other programs, and their keys: made and shown once, revoked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.api import wording
from stormoede.api.actions import keys as acts
from stormoede.api.core.scopes import Scope
from stormoede.api.forms import KeyForm
from stormoede.api.models import ApiKey
from stormoede.api.queries import hooks, keys
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.web.desk.by import by


@staff_only(Permission.PROGRAMS)
@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    """Every key and every hook, and what went wrong."""
    now = clock.wall()
    rows = [
        (key, keys.is_open(key, now), [wording.SCOPES[Scope(scope)] for scope in key.scopes]) for key in keys.listing()
    ]
    return render(request, "web/desk/programs.html", {"keys": rows, "hooks": hooks.lines(), "now": now})


@staff_only(Permission.PROGRAMS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """A new key. Its text stands on the page that answers, and nowhere else."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made, text = acts.make(data["name"], data["scopes"], data["days"], by=by(request), at=clock.wall())
        except Refusal as no:
            form.add_error("scopes", str(no))
        else:
            return render(request, "web/desk/program_key_shown.html", {"key": made, "text": text.reveal()})
    return render(request, "web/desk/program_key_new.html", {"form": form})


@staff_only(Permission.PROGRAMS)
@require_POST
def revoke(request: HttpRequest, key_id: UUID) -> HttpResponseBase:
    """The key opens nothing from now on."""
    key = get_object_or_404(ApiKey, pk=key_id)
    try:
        acts.revoke(key, by=by(request), at=clock.wall())
        messages.success(request, _("The key of %(name)s opens nothing any more.") % {"name": key.name})
    except Refusal as no:
        messages.error(request, str(no))
    return redirect("programs")
