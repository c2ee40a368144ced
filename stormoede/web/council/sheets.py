"""A sheet on paper with a QR code for each member without mail: printed from a page, never kept as a file.

Why the sheet may carry a personal link when no PDF may: docs/adr/0012.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from stormoede.accounts import addresses
from stormoede.accounts.actions import links
from stormoede.accounts.guards import members_only
from stormoede.accounts.visits import Level
from stormoede.lib import clock
from stormoede.meetings.models import Meeting
from stormoede.members.models import Person
from stormoede.web.council import scope
from stormoede.web.council.scope import Scope


@dataclass(frozen=True, slots=True)
class Sheet:
    """One member's sheet: the address in letters, and as a picture."""

    person: Person
    address: str
    code: str


@members_only(scope.PAGE, level=Level.L2)
@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: HttpRequest, handle: str) -> HttpResponse:
    """Whom sheets can be printed for; by POST the sheets themselves. The links are made then, and the act is noted."""
    here, now = scope.of(request, handle), clock.round_now()
    open_ones = list(
        Meeting.objects.filter(track__round=here.round, deadline__gte=now).select_related("track").order_by("deadline")
    )
    people = [person for person, _title in here.members.values() if not person.email]
    chosen = [person for person in people if str(person.pk) in request.POST.getlist("person")]
    context = {
        "visit": here.visit,
        "round": here.round,
        "organisation": here.organisation,
        "people": people,
        "meetings": open_ones,
        "asked": request.method == "POST" and not chosen,
    }
    if not chosen or not open_ones:
        status = 422 if request.method == "POST" else 200
        return render(request, "web/council/sheets.html", context, status=status)
    context["sheets"] = _printed(here, chosen, open_ones[-1].deadline, "anew" in request.POST, now)
    return render(request, "web/council/print.html", context)


def _printed(here: Scope, people: list[Person], deadline: datetime, anew: bool, now: datetime) -> list[Sheet]:
    found = links.print_sheets(
        [person.pk for person in people],
        here.subject,
        closes=deadline + timedelta(seconds=1),
        anew=anew,
        by=here.visit.actor,
        at=now,
    )
    made = [(person, addresses.of(found[person.pk])) for person in people]
    return [Sheet(person, address, qr(address)) for person, address in made]


def qr(text: str) -> str:
    """The QR code of ``text`` as a picture's address. A quarter of it may be dirty or torn."""
    return segno.make(text, error="q", micro=False).svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
