"""``/desk/``: straight to the round that is on."""

from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.lib import clock, words
from stormoede.rounds.models import Round


@staff_only(Permission.READ)
def home(request: HttpRequest) -> HttpResponseBase:
    """To the one round that is on; to the list when there is none, or several."""
    on = [round for round in Round.objects.all() if round.starts_on <= _today(round) <= round.ends_on]
    return redirect("overview", key=on[0].key) if len(on) == 1 else redirect("/desk/rounds/")


def _today(round: Round) -> date:
    return words.local_day(clock.round_now(), round.time_zone)
