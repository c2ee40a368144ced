"""``/oplaegsholder/<handle>/``: what is offered, where one is going, when one can, and what was heard.

Behind a personal link and no sign-in. Every act takes a choice or a mark as well as a press: mail scanners press buttons.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stormoede.accounts.guards import members_only
from stormoede.deliberations.queries import region_names
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.talks.actions import notes as written
from stormoede.talks.actions import talks
from stormoede.talks.forms.talks import NotesForm
from stormoede.talks.models import Talk
from stormoede.web import talk_words
from stormoede.web.council.deliberations import kit_of
from stormoede.web.council.talks import entry_of
from stormoede.web.speaker import here, openings
from stormoede.web.speaker.here import SPEAKER


@members_only(SPEAKER)
@require_safe
def page(request: HttpRequest, handle: str) -> HttpResponse:
    """Offers first, then where one is going, then where one has been; who has left the tour sees that alone."""
    return _show(request, handle)


@members_only(SPEAKER)
@require_POST
def answer(request: HttpRequest, handle: str, talk: int) -> HttpResponseBase:
    """Yes or no to an offer; without a choice nothing happens but a sentence about it."""
    who, speaker = here.of(request, handle)
    mine, at = here.talk(speaker, talk), clock.asked_at(request.META)
    choice, words = request.POST.get("choice"), request.POST.get("words", "").strip()[:500]
    if choice not in {"yes", "no"}:
        return _show(request, handle, _("Choose yes or no"), asked=talk)
    try:
        if choice == "yes":
            talks.accept(mine.talk, by=who.actor, at=at)
            messages.success(request, _("You take it. The appointment is on its way to you both."))
        else:
            talks.decline(mine.talk, words, by=who.actor, at=at)
            messages.success(request, _("You do not take it. We find another."))
    except Refusal as no:
        return _show(request, handle, str(no))
    return redirect("speaker", handle=handle)


@members_only(SPEAKER)
@require_POST
def ill(request: HttpRequest, handle: str, talk: int) -> HttpResponseBase:
    """They cannot come after all."""
    who, speaker = here.of(request, handle)
    mine = here.talk(speaker, talk)
    if not request.POST.get("sure"):
        return _show(request, handle, _("Put a mark in the box first"))
    try:
        talks.fall_ill(mine.talk, by=who.actor, at=clock.asked_at(request.META))
    except Refusal as no:
        return _show(request, handle, str(no))
    messages.success(request, _("We have told %(council)s, and look for another. Get well.") % {"council": mine.name})
    return redirect("speaker", handle=handle)


@members_only(SPEAKER)
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: HttpRequest, handle: str, talk: int) -> HttpResponseBase:
    """What they said; it can be mended here as long as the link lives."""
    who, speaker = here.of(request, handle, left=True)
    mine = here.talk(speaker, talk)
    before = here.notes(mine.talk)
    form = NotesForm(request.POST or None, initial={"text": before})
    if form.is_valid():
        try:
            written.write(mine.talk, form.cleaned_data["text"], by=who.actor, at=clock.asked_at(request.META))
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Thank you. Your notes have come in."))
            return redirect("speaker", handle=handle)
    values = {"visit": who, "tour": speaker.tour, "round": speaker.tour.track.round, "one": mine}
    values |= {"form": form, "noted": bool(before)}
    return render(request, "web/speaker/notes.html", values, status=422 if form.errors else 200)


@members_only(SPEAKER)
@require_safe
def kit(request: HttpRequest, handle: str, talk: int, track: str, ending: str) -> HttpResponse:
    """The case kit of the council one comes to; of no other."""
    _who, speaker = here.of(request, handle)
    mine = here.talk(speaker, talk)
    matter = next((one for one in mine.matters if one.track.key == track), None)
    if matter is None:
        raise Http404
    return kit_of(matter, mine.talk.request.body, ending)


@members_only(SPEAKER)
@require_safe
def calendar(request: HttpRequest, handle: str, talk: int) -> HttpResponse:
    """The appointment as a file for the calendar."""
    _who, speaker = here.of(request, handle)
    return entry_of(here.talk(speaker, talk).talk, speaks=True)


def _show(request: HttpRequest, handle: str, problem: str = "", *, asked: int | None = None) -> HttpResponse:
    who, speaker = here.of(request, handle, left=True)
    found, at = here.talks(speaker), clock.round_now()
    agreed = [one for one in found if one.talk.state != Talk.State.OFFERED]
    regions = region_names() if speaker.regions else {}
    values = {
        "visit": who,
        "speaker": speaker,
        "tour": speaker.tour,
        "round": speaker.tour.track.round,
        "offers": [one for one in found if one.talk.state == Talk.State.OFFERED],
        "coming": [one for one in agreed if one.talk.ends > at],
        "told": [one for one in agreed if one.talk.ends <= at],
        "days": openings.days(speaker),
        "where": talk_words.takes(speaker, [regions.get(code, code) for code in speaker.regions]),
        "problem": problem,
        "asked": asked,
    }
    return render(request, "web/speaker/page.html", values, status=422 if problem else 200)
