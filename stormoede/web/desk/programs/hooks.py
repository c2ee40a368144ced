"""One hook: what it is told of, what is on its way, what went wrong, and what can be done about it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.api import wording
from stormoede.api.actions import hooks as acts
from stormoede.api.actions import postings
from stormoede.api.forms import HookForm
from stormoede.api.models import Hook, Posting
from stormoede.api.queries import hooks as queries
from stormoede.events.actor import Actor
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.members.refusals import EditedMeanwhile
from stormoede.web import conflicts
from stormoede.web.desk.by import by
from stormoede.web.desk.lists import Listed, Narrow
from stormoede.web.desk.programs import lists

_PER_PAGE = 50
State = Posting.State
type Act = Callable[[Hook, Actor, datetime], object]


@staff_only(Permission.PROGRAMS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """A new hook. Its secret stands on the page that answers, and nowhere else."""
    form = HookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = acts.make(form.cleaned_data["address"], form.acts(), by=by(request), at=clock.wall())
        except Refusal as no:
            form.add_error("address" if form.acts() else None, str(no))
        else:
            return render(request, "web/desk/program_hook_shown.html", {"hook": made, "secret": secret.reveal()})
    return render(request, "web/desk/program_hook_edit.html", {"form": form})


@staff_only(Permission.PROGRAMS)
@require_safe
def hook(request: HttpRequest, hook_id: UUID) -> HttpResponse:
    """One hook, and its postings, which are a list."""
    found, now = get_object_or_404(Hook, pk=hook_id), clock.wall()
    form = Narrow(
        request.GET, _("Event"), state=(_("Where it stands"), [(one, lists.told(one)[0]) for one in State.values])
    )
    listed = Listed(request, lists.of_postings())
    postings = listed.query(queries.postings(found, form.value("state"), form.value("q")))
    file = listed.file(_("What it has been told"), lambda: postings)
    if file is not None:
        return file
    page = Paginator(postings, _PER_PAGE).get_page(request.GET.get("page"))
    values = {
        "hook": found,
        "acts": [wording.act(act) for act in found.acts],
        "both": found.before_until is not None and found.before_until > now,
        "unsigned": not queries.secrets(found, now),
        "down": found.faults > 0 and found.stopped_at is None,
        "lost": queries.postings(found, State.FAILED).count(),
        "page": page,
        "fault": wording.fault(found.fault),
        "rows": [_row(row) for row in page],
        "form": form,
        "list": listed,
        "narrowed": form.narrowed,
    }
    return render(request, "web/desk/program_hook.html", values)


def _row(row: Posting) -> tuple[object, ...]:
    """A posting with its event in words and in the code's word, its state and ring, and what went wrong."""
    word = lists.act_of(row)
    return row, wording.act(word), word, *lists.told(row.state), wording.fault(row.fault)


@staff_only(Permission.PROGRAMS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, hook_id: UUID) -> HttpResponseBase:
    """Another address, or other events."""
    found = get_object_or_404(Hook, pk=hook_id)
    form, mark = HookForm(request.POST or None, found.acts, found.address), conflicts.seen(request, acts.mark_of(found))
    more: dict[str, object] = {"seen": mark}
    if request.method == "POST" and form.is_valid():
        try:
            acts.edit(found, form.cleaned_data["address"], form.acts(), mark=mark, by=by(request), at=clock.wall())
        except EditedMeanwhile as no:
            form.add_error(None, str(no))
            more["differences"] = conflicts.differences(form, HookForm(None, found.acts, found.address).now)
        except Refusal as no:
            form.add_error("address" if form.acts() else None, str(no))
        else:
            messages.success(request, _("The hook has been changed."))
            return redirect("program-hook", hook_id=hook_id)
    values = {"form": form, "hook": found, **more}
    return render(request, "web/desk/program_hook_edit.html", values, status=conflicts.status(more))


@staff_only(Permission.PROGRAMS)
@require_POST
def secret(request: HttpRequest, hook_id: UUID) -> HttpResponseBase:
    """A new secret, on the page that answers and nowhere else."""
    found = get_object_or_404(Hook, pk=hook_id)
    text = acts.renew_secret(found, by=by(request), at=clock.wall())
    return render(
        request, "web/desk/program_hook_shown.html", {"hook": found, "secret": text.reveal(), "renewed": True}
    )


ACTS: dict[str, tuple[Act, str]] = {
    "test": (
        lambda hook, by, at: postings.test(hook, by=by, at=at, now=at),
        gettext_noop("A test is on its way. It stands first in the list."),
    ),
    "retire": (
        lambda hook, by, at: acts.retire_secret(hook, by=by, at=at),
        gettext_noop("Only the new secret signs from now on."),
    ),
    "stop": (lambda hook, by, at: acts.stop(hook, by=by, at=at), gettext_noop("The hook is stopped.")),
    "start": (
        lambda hook, by, at: acts.start(hook, by=by, at=at),
        gettext_noop("The hook runs again, from now on. What waited is sent first."),
    ),
}


def act(name: str) -> Callable[..., HttpResponseBase]:
    """A view that carries out one of ``ACTS`` by POST, and says what came of it."""
    carry_out, done = ACTS[name]

    @staff_only(Permission.PROGRAMS)
    @require_POST
    def view(request: HttpRequest, hook_id: UUID) -> HttpResponseBase:
        found = get_object_or_404(Hook, pk=hook_id)
        try:
            carry_out(found, by(request), clock.wall())
            messages.success(request, _(done))
        except Refusal as no:
            messages.error(request, str(no))
        return redirect("program-hook", hook_id=hook_id)

    return view


@staff_only(Permission.PROGRAMS)
@require_POST
def all_again(request: HttpRequest, hook_id: UUID) -> HttpResponseBase:
    """Everything that was given up, once more."""
    found, now = get_object_or_404(Hook, pk=hook_id), clock.wall()
    try:
        count = postings.try_all_again(found, by=by(request), at=now, now=now)
        told = ngettext("%(count)s is on its way once more.", "%(count)s are on their way once more.", count)
        messages.success(request, told % {"count": count})
    except Refusal as no:
        messages.error(request, str(no))
    return redirect("program-hook", hook_id=hook_id)


@staff_only(Permission.PROGRAMS)
@require_POST
def again(request: HttpRequest, posting_id: int) -> HttpResponseBase:
    """One posting once more, now."""
    found, now = get_object_or_404(Posting.objects.select_related("hook"), pk=posting_id), clock.wall()
    try:
        postings.try_again(found, by=by(request), at=now, now=now)
        messages.success(request, _("It is on its way once more."))
    except Refusal as no:
        messages.error(request, str(no))
    return redirect("program-hook", hook_id=found.hook_id)


@staff_only(Permission.PROGRAMS)
@require_POST
def remove(request: HttpRequest, hook_id: UUID) -> HttpResponseBase:
    """The hook goes, with its postings."""
    acts.remove(get_object_or_404(Hook, pk=hook_id), by=by(request), at=clock.wall())
    messages.success(request, _("The hook has been removed."))
    return redirect("programs")
