"""No more reminders, from a mail's link: a page first, its own button then, and the way back."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from stormoede.accounts import senders, visits
from stormoede.accounts.actions import reminders
from stormoede.accounts.guards import members_only
from stormoede.accounts.models import Link
from stormoede.accounts.queries import wants_reminders
from stormoede.lib import clock

_ACTS = {"stop": reminders.stop, "resume": reminders.resume}


@members_only(Link.Purpose.REMINDERS_OFF)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Whether I get reminders of this round. The letter itself and what I have answered stay as they are.

    It takes a mark and a press: a mail scanner presses buttons, but it chooses nothing.
    """
    who = visits.visit(request, handle, Link.Purpose.REMINDERS_OFF)
    visits.prefer_language(request, who)
    subject = who.link.subject
    act = _ACTS.get(request.POST.get("act", ""))
    if act is not None:
        act(who.person.pk, subject, by=who.actor, at=clock.round_now())
        return redirect("reminders", handle=handle)
    sender = senders.of(subject)
    asked = request.method == "POST"
    wants = wants_reminders(who.person.pk, subject)
    context = {"person": who.person, "wants": wants, "sender": sender, "asked": asked}
    return render(request, "web/member/reminders.html", context, status=422 if asked else 200)
