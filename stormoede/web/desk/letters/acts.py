"""What is done with a letter: test on oneself, release, take back, pause, resume, delete. Each is a POST that ends on the letter's page."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stormoede.accounts.guards import staff_only
from stormoede.accounts.models import Staff
from stormoede.accounts.permissions import Permission
from stormoede.events.actor import Actor
from stormoede.letters.actions import corrections, drafts, releases, sendings, trials
from stormoede.letters.forms import ReleaseForm, TrialForm
from stormoede.letters.models import Letter
from stormoede.letters.queries import asking
from stormoede.lib import clock, words
from stormoede.lib.refusal import Refusal
from stormoede.web.desk.by import by
from stormoede.web.desk.letters import reading
from stormoede.web.desk.letters.finding import letter_of
from stormoede.web.numbers import number


@staff_only(Permission.LETTERS)
@require_POST
def test(request: HttpRequest, key: str, letter: str) -> HttpResponseBase:
    """Send the letter to the one at the desk, as one recipient would get it."""
    form, own = TrialForm(request.POST), letter_of(key, letter)
    assert isinstance(request.user, Staff)
    to = request.user.email
    if not form.is_valid():
        return redirect("letter", key=key, letter=letter)
    told = form.cleaned_data
    return _done(
        request,
        own,
        lambda who, at: trials.send(own, to=to, person=told["person"], edit_number=told["edit_number"], by=who, at=at),
        _("The letter is on its way to %(address)s.") % {"address": to},
    )


@staff_only(Permission.RELEASE)
@require_POST
def release(request: HttpRequest, key: str, letter: str) -> HttpResponseBase:
    """Let the letter go, now or at a set hour."""
    own = letter_of(key, letter)
    form = ReleaseForm(request.POST, own.round.time_zone, asking.hour(own))
    if not form.is_valid():
        return reading.show(request, own, form)
    hour, number = form.release_at, form.cleaned_data["edit_number"]
    told = _("The letter is released and is being sent.")
    if hour is not None:
        when = words.moment(hour, own.round.time_zone, request.LANGUAGE_CODE)
        told = _("The letter is released. It goes out %(when)s.") % {"when": when}
    return _done(
        request,
        own,
        lambda who, at: releases.release(own, by=who, at=at, edit_number=number, release_at=hour),
        told,
    )


@staff_only(Permission.RELEASE)
@require_POST
def cancel(request: HttpRequest, key: str, letter: str) -> HttpResponseBase:
    """Take the release back before its hour."""
    own = letter_of(key, letter)
    told = _("The release is taken back. The letter can be edited again.")
    return _done(request, own, lambda who, at: releases.cancel(own, by=who, at=at), told)


@staff_only(Permission.RELEASE)
@require_POST
def pause(request: HttpRequest, key: str, letter: str) -> HttpResponseBase:
    """Hold back what has not left yet."""
    own = letter_of(key, letter)
    told = _("Sending is paused. What has left cannot be called back.")
    return _done(request, own, lambda who, at: releases.pause(own, by=who, at=at), told)


@staff_only(Permission.RELEASE)
@require_POST
def resume(request: HttpRequest, key: str, letter: str) -> HttpResponseBase:
    """Send on."""
    own = letter_of(key, letter)
    return _done(request, own, lambda who, at: releases.resume(own, by=who, at=at), _("Sending goes on."))


@staff_only(Permission.RELEASE)
@require_POST
def catch_up(request: HttpRequest, key: str, letter: str) -> HttpResponseBase:
    """Send a letter that went out to those who have joined its audience since."""
    own = letter_of(key, letter)
    try:
        sendings.catch_up(own, by=by(request), at=clock.round_now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("The letter is on its way to those who have joined."))
    return redirect("letters", key=key)


@staff_only(Permission.LETTERS)
@require_POST
def correct(request: HttpRequest, key: str, letter: str) -> HttpResponseBase:
    """Begin a correction, and go on to write what is corrected."""
    own = letter_of(key, letter)
    try:
        made = corrections.begin(own, by=by(request), at=clock.round_now())
    except Refusal as no:
        messages.error(request, str(no))
        return redirect("letter", key=key, letter=letter)
    messages.success(request, _("The correction is a draft. Say what is corrected, and put it right in the text."))
    return redirect("letter-edit", key=key, letter=made.key)


@staff_only(Permission.LETTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, key: str, letter: str) -> HttpResponseBase:
    """Ask, and on POST delete a letter nobody was sent."""
    own = letter_of(key, letter)
    if request.method != "POST":
        return render(request, "web/desk/letter_delete.html", {"round": own.round, "letter": own})
    read = number(request.POST.get("edit_number", ""))
    try:
        at = clock.round_now()
        drafts.delete(own, edit_number=-1 if read is None else read, by=by(request), at=at)
    except Refusal as no:
        messages.error(request, str(no))
        return redirect("letter", key=key, letter=letter)
    messages.success(request, _("The letter is deleted."))
    return redirect("letters", key=key)


def _done(
    request: HttpRequest, letter: Letter, act: Callable[[Actor, datetime], object], told: str
) -> HttpResponseBase:
    """Do ``act`` and tell, or tell why not."""
    try:
        act(by(request), clock.round_now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, told)
    return redirect("letter", key=letter.round.key, letter=letter.key)
