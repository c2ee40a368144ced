"""When a speaker can, and what they can take: the same form on their own page and at the desk."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import BoundField
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stormoede.accounts.guards import members_only
from stormoede.deliberations.queries import region_names
from stormoede.events.actor import Actor
from stormoede.lib import clock, holidays, words
from stormoede.lib.refusal import Refusal
from stormoede.members.refusals import EditedMeanwhile
from stormoede.talks.actions import speakers
from stormoede.talks.core import hours
from stormoede.talks.core.hours import Hours
from stormoede.talks.core.plans import Span
from stormoede.talks.forms.speakers import HoursForm, TakesForm
from stormoede.talks.models import Speaker
from stormoede.talks.queries import marks
from stormoede.web import conflicts
from stormoede.web.speaker import here
from stormoede.web.speaker.here import SPEAKER

_WEEKDAYS = 5


@dataclass(frozen=True)
class Both:
    """The two forms of one page."""

    takes: TakesForm
    days: HoursForm

    @property
    def valid(self) -> bool:
        return self.takes.is_valid() and self.days.is_valid()

    def weeks(self) -> Iterator[tuple[int, list[tuple[date, str, BoundField]]]]:
        """The weeks by their number; each day with the name of its holiday, if it is one, and its field."""
        language = get_language() or "en"
        for week in self.days.weeks():
            yield week[0][0].isocalendar().week, [(day, holidays.name(day, language), field) for day, field in week]


def both(speaker: Speaker, regions: Mapping[str, str], posted: QueryDict | None) -> Both:
    """The forms as they are to be shown; a press that fills the days in alike changes what is typed, and saves nothing."""
    tour, zone = speaker.tour, speaker.tour.track.round.time_zone
    spans = spans_of(speaker)
    own = {day: _own(found, zone) for day, found in hours.by_day(spans, zone).items()}
    said = hours.said(spans, tour.first, tour.last, zone)
    weeks = hours.weeks(tour.first, tour.last)
    fill = posted.get("fill", "") if posted else ""
    taken: Mapping[str, Any] = _typed(posted) if posted and fill else TakesForm.beginning(speaker)
    chosen = _filled(posted, weeks, fill) if posted and fill else HoursForm.beginning(said)
    return Both(
        TakesForm(None if fill else posted, regions, initial=taken),
        HoursForm(
            None if fill else posted,
            weeks,
            {day: told for day, told in own.items() if said.get(day) is Hours.OWN},
            initial=chosen,
        ),
    )


def say(speaker: Speaker, form: Both, *, days: bool = True, mark: str = "", by: Actor, at: datetime) -> None:
    """What was typed holds from now on, all of it or nothing. Without ``days`` it is not said of them that they were said.

    Raises what speakers.change raises, EditedMeanwhile when somebody was first.
    """
    plan, zone = form.takes.plan(speaker.side), speaker.tour.track.round.time_zone
    spans = hours.openings(form.days.told, spans_of(speaker), zone)
    with transaction.atomic():
        speakers.change(speaker, plan, mark=mark, by=by, at=at)
        if days:
            speakers.say_openings(speaker, spans, by=by, at=at)


def spans_of(speaker: Speaker) -> list[Span]:
    return [(one.starts, one.ends) for one in speaker.openings.all()]


def days(speaker: Speaker) -> int:
    """On how many days a speaker can."""
    return len(hours.by_day(spans_of(speaker), speaker.tour.track.round.time_zone))


def _own(spans: Sequence[Span], zone: str) -> str:
    language = get_language() or "en"
    return words.listing([words.span(starts, ends, zone, language) for starts, ends in spans], language)


def _typed(posted: QueryDict) -> dict[str, Any]:
    """What was typed beside the days, to be shown again without a word about it."""
    marks = {name: name in posted for name in ("on_site", "online")}
    return {**posted.dict(), "regions": posted.getlist("regions"), **marks}


def _filled(posted: QueryDict, weeks: Sequence[Sequence[date]], fill: str) -> dict[str, str]:
    """The weekdays alike, and the others as they were typed; holidays are no weekdays. "none" clears every day."""
    told: dict[str, str] = {}
    for day in (day for week in weeks for day in week):
        like = fill == Hours.NONE or (day.weekday() < _WEEKDAYS and not holidays.name(day, "en"))
        told[HoursForm.name(day)] = fill if like else posted.get(HoursForm.name(day), "")
    return told


@members_only(SPEAKER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Say day by day when one can, and what one can take."""
    who, speaker = here.of(request, handle)
    form = both(speaker, region_names(), request.POST if request.method == "POST" else None)
    more = conflicts.mark(request, marks.of_speaker(speaker))
    if form.valid:
        try:
            say(speaker, form, mark=str(more["seen"]), by=who.actor, at=clock.asked_at(request.META))
        except EditedMeanwhile as no:
            more = conflicts.told(no, more, *((one, one.initial) for one in (form.takes, form.days)))
        except Refusal as no:
            form.takes.add_error(None, str(no))
        else:
            messages.success(request, _("Thank you. We offer you what fits."))
            return redirect("speaker", handle=handle)
    tour = speaker.tour
    values = {
        "visit": who,
        "tour": tour,
        "round": tour.track.round,
        "both": form,
        "form": form.takes,
        **more,
    }
    status = conflicts.status(more, form.takes.errors or form.days.errors)
    return render(request, "web/speaker/hours.html", values, status=status)
