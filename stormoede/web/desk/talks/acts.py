"""What is done with one talk: offered, fixed, freed, changed, cancelled, its speaker ill."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.contributions.queries.standing import name_of
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.members.refusals import EditedMeanwhile
from stormoede.talks.actions import plans, talks
from stormoede.talks.forms.fields import refuse
from stormoede.talks.forms.talks import CancelForm, ChangeForm
from stormoede.talks.models import Talk
from stormoede.talks.queries import marks
from stormoede.talks.refusals import Doubtful
from stormoede.web import conflicts
from stormoede.web.desk.by import by
from stormoede.web.desk.talks.finding import about, done, marked, talk_of, tour_of


@staff_only(Permission.TALKS)
@require_POST
def offer(request: HttpRequest, key: str, track: str, pk: int) -> HttpResponseBase:
    """Send one offer."""
    talk = talk_of(tour_of(key, track), pk)
    told = _("The offer has been sent.")
    return done(request, lambda: talks.offer([talk], by=by(request), at=clock.round_now()), told, _back(talk))


@staff_only(Permission.TALKS)
@require_POST
def fix(request: HttpRequest, key: str, track: str, pk: int) -> HttpResponseBase:
    """Keep a proposal as it is when others are proposed anew, or let it be moved again."""
    talk = talk_of(tour_of(key, track), pk)
    keep = request.POST.get("fixed") == "yes"
    act = talks.fix if keep else talks.unfix
    told = _("It stays as it is when you propose anew.") if keep else _("It may be moved when you propose anew.")
    return done(request, lambda: act(talk, by=by(request), at=clock.round_now()), told, _back(talk))


@staff_only(Permission.TALKS)
@require_POST
def free(request: HttpRequest, key: str, track: str, pk: int) -> HttpResponseBase:
    """Take a proposal away that nobody has been told of."""
    talk = talk_of(tour_of(key, track), pk)
    told = _("The request is open again.")
    return done(request, lambda: plans.free(talk, by=by(request), at=clock.round_now()), told, _back(talk))


@staff_only(Permission.TALKS)
@require_POST
def ill(request: HttpRequest, key: str, track: str, pk: int) -> HttpResponseBase:
    """The speaker cannot come. It takes a mark as well as a press."""
    talk = talk_of(tour_of(key, track), pk)
    if not marked(request):
        return redirect("talk-cancel", key=key, track=track, pk=pk)
    told = _("The council is told, and all others stay. See below who is proposed instead.")
    return done(request, lambda: talks.fall_ill(talk, by=by(request), at=clock.round_now()), told, _back(talk))


@staff_only(Permission.TALKS)
def change(request: HttpRequest, key: str, track: str, pk: int) -> HttpResponseBase:
    """Another time or place; both are told."""
    talk = talk_of(tour_of(key, track), pk)
    now, more = ChangeForm.beginning(talk), conflicts.mark(request, marks.of_talk(talk))
    form = ChangeForm(request.POST or None, initial=now)
    doubts: Sequence[str] = ()
    if form.is_valid():
        sure = bool(request.POST.get("sure"))
        try:
            mark = str(more["seen"])
            talks.change(talk, form.spot, confirmed=sure, mark=mark, by=by(request), at=clock.round_now())
        except Doubtful as doubt:
            doubts = doubt.sentences
        except EditedMeanwhile as no:
            more = conflicts.told(no, more, (form, now))
        except Refusal as no:
            refuse(form, no)
        else:
            messages.success(request, _("The talk has been changed."))
            return _back(talk)
    then = _("Council and speaker get a mail, and the entry in their calendars changes.") if talk.state == Talk.State.ACCEPTED else _("The speaker gets a mail.")  # fmt: skip
    told = {"heading": _("Change time or place"), "press": _("Change the talk"), "then": then, "doubts": doubts}
    return _form(request, talk, form, {**told, **more})


@staff_only(Permission.TALKS)
def cancel(request: HttpRequest, key: str, track: str, pk: int) -> HttpResponseBase:
    """The talk is not held; whoever was told of it is told so, and why. Or its speaker is ill."""
    talk = talk_of(tour_of(key, track), pk)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            talks.cancel(talk, form.cleaned_data["why"], by=by(request), at=clock.round_now())
        except Refusal as no:
            refuse(form, no)
        else:
            messages.success(request, _("The talk is cancelled, and the request is open again."))
            return _back(talk)
    then = _("Council and speaker get a mail, and it goes out of their calendars. The request stays, and is open again.") if talk.state == Talk.State.ACCEPTED else _("The speaker gets a mail. The request stays, and is open again.")  # fmt: skip
    told = {"heading": _("Cancel the talk"), "press": _("Cancel the talk"), "then": then, "stop": True}
    return _form(request, talk, form, told)


def _form(request: HttpRequest, talk: Talk, form: Form, told: Mapping[str, object]) -> HttpResponse:
    values = {
        **about(request, talk.request.tour),
        "talk": talk,
        "name": name_of(talk.request.body),
        "form": form,
        **told,
    }
    status = conflicts.status(told, form.errors or told.get("doubts"))
    return render(request, "web/desk/talks/talk_change.html", values, status=status)


def _back(talk: Talk) -> HttpResponseBase:
    track = talk.request.tour.track
    return redirect("request", key=track.round.key, track=track.key, pk=talk.request_id)
