"""All letters of a round, each with how far it has come."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.letters.models import Letter
from stormoede.letters.queries import figures, joiners, standing
from stormoede.letters.queries.figures import Delivered
from stormoede.lib import clock
from stormoede.rounds.models import Round
from stormoede.web.desk.letters.finding import granted


@staff_only(Permission.READ)
@require_safe
def listing(request: HttpRequest, key: str) -> HttpResponse:
    """The letters, by date."""
    round = get_object_or_404(Round, key=key)
    letters = Letter.objects.filter(round=round).select_related("audience", "batch").order_by("dated", "title", "key")
    counted = figures.by_letter(round)
    rows = [
        {"letter": letter, "figures": told, "standing": standing.of(letter, told)}
        for letter in letters
        for told in [counted.get(letter.pk, Delivered())]
    ]
    context = {"round": round, "rows": rows, "may_write": granted(request, Permission.LETTERS)}
    context["joined"] = joiners.of_round(round, clock.round_now())
    context["may_release"] = granted(request, Permission.RELEASE)
    return render(request, "web/desk/letters.html", context)
