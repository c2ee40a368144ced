"""Making a tour and changing it."""

from datetime import datetime

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.lib import words
from stormoede.mail.actions import formers
from stormoede.members.refusals import EditedMeanwhile
from stormoede.rounds import kinds, sentences
from stormoede.rounds.actions import notices, tracks
from stormoede.rounds.core.names import key_of
from stormoede.rounds.models import Round, Track
from stormoede.talks.actions.holds import hold
from stormoede.talks.core import plans
from stormoede.talks.core.plans import TourPlan
from stormoede.talks.models import Talk, Tour
from stormoede.talks.queries import marks
from stormoede.talks.queries import tours as queries
from stormoede.talks.queries.plans import LIVING
from stormoede.talks.refusals import DatesOutside, FormRefused, TourStands


@transaction.atomic
def begin(round: Round, plan: TourPlan, *, by: Actor, at: datetime) -> Tour:
    """A tour at the end of the round's tracks. Raises FormRefused, DatesOutside."""
    _refuse(plan, round)
    key = key_of(plan.title, taken=tracks.keys(round))
    track = tracks.append(round, key=key, kind=queries.KIND, title=plan.title, text=plan.text, by=by, at=at)
    made = _make(track, plan, by, at)
    _refuse_outside(made)
    return made


@transaction.atomic
def make(track: Track, plan: TourPlan, *, by: Actor, at: datetime) -> Tour:
    """The tour of a track that has none. Raises FormRefused."""
    _refuse(plan, track.round)
    return _make(track, plan, by, at)


def _make(track: Track, plan: TourPlan, by: Actor, at: datetime) -> Tour:
    made = Tour.objects.create(track=track, first=plan.first, last=plan.last, ask_by=plan.ask_by, minutes=plan.minutes)
    notices.attach(track, plan.when)
    record("tour.made", queries.tour_subject(made), by=by, at=at, data={"round": track.round.key})
    return made


@transaction.atomic
def edit(tour: Tour, plan: TourPlan, *, mark: str = "", by: Actor, at: datetime) -> None:
    """Write a tour anew; talks stay. Raises FormRefused, DatesOutside, or TourStands when one would come to be outside.

    Raises EditedMeanwhile when it says something else than ``mark``.
    """
    hold()
    now = Tour.objects.select_related("track").get(pk=tour.pk)
    if mark and mark != marks.of_tour(now):
        raise EditedMeanwhile
    round = Round.objects.get(pk=tour.track.round_id)
    _refuse(plan, round)
    _refuse_leaving(now, plan, round.time_zone)
    track = Track.objects.select_related("round").get(pk=tour.track_id)
    if (plan.title, plan.text) != (track.title, track.text):
        tracks.edit(track, title=plan.title, text=plan.text, edit_number=round.edit_number, by=by, at=at)
    for name in ("first", "last", "ask_by", "minutes"):
        setattr(tour, name, getattr(plan, name))
    formers.keep(tour, ("ask_by",))
    tour.save(update_fields=["first", "last", "ask_by", "minutes"])
    tour.track = track
    notices.attach(track, plan.when)
    _refuse_outside(tour)
    record("tour.edited", queries.tour_subject(tour), by=by, at=at, data={"round": round.key})


def _refuse(plan: TourPlan, round: Round) -> None:
    if faults := plans.tour_faults(plan, words.local_day(plan.ask_by, round.time_zone)):
        raise FormRefused(faults)


def _refuse_leaving(tour: Tour, plan: TourPlan, zone: str) -> None:
    """A talk that lies outside already is no reason: somebody placed it there."""
    talks = Talk.objects.filter(request__tour=tour, state__in=LIVING).values_list("starts", flat=True)
    days = [words.local_day(starts, zone) for starts in talks]
    if any(tour.first <= day <= tour.last and not plan.first <= day <= plan.last for day in days):
        raise TourStands


def _refuse_outside(tour: Tour) -> None:
    track = tour.track
    dates = kinds.of(track).dates(track)
    if told := sentences.outside(track.round, dates):
        raise DatesOutside(told)
