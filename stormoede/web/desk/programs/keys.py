"""The page about other programs, and their keys: made and shown once, revoked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.api.actions import keys as acts
from stormoede.api.forms import KeyForm
from stormoede.api.models import ApiKey
from stormoede.api.queries import hooks
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.web.desk.by import by
from stormoede.web.desk.lists import Listed
from stormoede.web.desk.programs import lists


@staff_only(Permission.PROGRAMS)
@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    """Every key and every hook, and what went wrong."""
    rows, lines = lists.key_rows(clock.wall()), hooks.lines()
    listed = Listed(request, lists.of_keys())
    hook_list = Listed(request, lists.of_hooks(), name="hooks")
    file = listed.file(_("Keys"), lambda: listed.rows(rows)) or hook_list.file(
        _("Hooks"), lambda: hook_list.rows(lines)
    )
    if file is not None:
        return file
    values = {"keys": listed.rows(rows), "list": listed, "hooks": hook_list.rows(lines), "hook_list": hook_list}
    return render(request, "web/desk/programs.html", values)


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
