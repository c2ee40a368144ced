"""Playing the tour: councils ask for a speaker, everybody is placed at once, one says no, one falls ill, and what they heard is told.

Whatever the one at the keyboard has done already is left as it is.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from stormoede.accounts import actors
from stormoede.accounts.models import Staff
from stormoede.events.actor import Actor
from stormoede.lib import words
from stormoede.lib.refusal import Refusal
from stormoede.members.actions import people
from stormoede.members.models import Body, Person
from stormoede.story.core import cast
from stormoede.story.core import tours as core
from stormoede.story.core.tours import Asks, Goes
from stormoede.talks.actions import illness, notes, plans, requests, speakers, talks
from stormoede.talks.core.plans import Asked, SpeakerPlan
from stormoede.talks.models import Speaker, Talk, Tour

ROUND = "oea26"


def work(after: datetime, until: datetime) -> None:
    """Do what belongs to the tour in the time after ``after`` and up to ``until``."""
    tour = Tour.objects.filter(track__round__key=ROUND, track__key=core.TRACK).select_related("track__round").first()
    if tour is None:
        return
    told = sorted([*_DEEDS.items(), *((asks.at, _asking(asks)) for asks in core.REQUESTS)], key=lambda deed: deed[0])
    for at, deed in told:
        if after < at <= until:
            deed(tour, at)
    _write_notes(tour, after, until)


def _may[**P](act: Callable[P, object], *given: P.args, **named: P.kwargs) -> None:
    """What the page would refuse is left undone."""
    with suppress(Refusal), transaction.atomic():
        act(*given, **named)


def _desk() -> Actor:
    return actors.staff(Staff.objects.get(email=cast.SECRETARY.email))


def _take_in(tour: Tour, at: datetime) -> None:
    for goes in core.SPEAKERS:
        _may(_add, tour, goes, at)
    _may(speakers.invite, _speakers(tour), by=_desk(), at=at)


def _add(tour: Tour, goes: Goes, at: datetime) -> None:
    who = people.find_or_make(goes.name, goes.email, None, by=_desk(), at=at)
    plan = SpeakerPlan(goes.side, goes.home, (), goes.per_week, goes.reach_km, on_site=True, online=goes.online)
    speakers.add(tour, who, plan, by=_desk(), at=at)


def _say_openings(tour: Tour, at: datetime) -> None:
    known = {goes.name: goes for goes in core.SPEAKERS}
    for speaker in _speakers(tour):
        goes = known.get(speaker.person.name)
        if goes is not None and speaker.told_at is None:
            _may(speakers.say_openings, speaker, list(core.openings(goes)), by=actors.person(speaker.person), at=at)


def _asking(asks: Asks) -> Callable[[Tour, datetime], None]:
    def ask(tour: Tour, at: datetime) -> None:
        body = (
            Body.objects.filter(kind=Body.Kind.COUNCIL, organisation__code=asks.code)
            .select_related("organisation")
            .first()
        )
        secretary = Person.objects.filter(number__startswith="S", organisation__code=asks.code).first()
        if body is None or secretary is None:
            return
        wishes = tuple((starts, starts + timedelta(minutes=tour.minutes)) for starts in asks.wishes)
        said = Asked(asks.side, asks.form, asks.topic, asks.place, asks.note, secretary.name, secretary.email, wishes)
        _may(requests.ask, tour, body, said, by=actors.person(secretary), at=at)

    return ask


def _propose(tour: Tour, at: datetime) -> None:
    """All at once, and every speaker is asked."""
    _may(plans.propose, tour, by=_desk(), at=at)
    _may(talks.offer_all, tour, by=_desk(), at=at)


def _answer(tour: Tour, at: datetime) -> None:
    """Everybody takes what they were offered, but for one talk."""
    refused = False
    for talk in _offered(tour):
        by = actors.person(talk.speaker.person)
        if talk.speaker.person.name == core.DECLINES and not refused:
            refused = True
            _may(talks.decline, talk, "Jeg skal til byrådsmøde den aften.", by=by, at=at)
        else:
            _may(talks.accept, talk, by=by, at=at)


def _take(tour: Tour, at: datetime) -> None:
    for talk in _offered(tour):
        _may(talks.accept, talk, by=actors.person(talk.speaker.person), at=at)


def _fall_ill(tour: Tour, at: datetime) -> None:
    for speaker in _speakers(tour).filter(person__name=core.FALLS_ILL):
        _may(illness.fall_ill, speaker, core.WELL_AT, by=_desk(), at=at)


def _offer(tour: Tour, at: datetime) -> None:
    _may(talks.offer_all, tour, by=_desk(), at=at)


def _write_notes(tour: Tour, after: datetime, until: datetime) -> None:
    """The morning after, those who heard something write it down."""
    on = (Talk.State.ACCEPTED, Talk.State.HELD)
    found = Talk.objects.filter(request__tour=tour, state__in=on, ends__lte=until, notes__isnull=True)
    zone = tour.track.round.time_zone
    for talk in found.select_related("speaker__person", "request__body__organisation"):
        day = words.local_day(talk.ends, zone) + timedelta(days=1)
        morning = datetime.combine(day, time(8, 10), ZoneInfo(zone))
        place = talk.request.body.organisation
        heard = core.NOTES.get(place.code, "") if place else ""
        if heard and after < morning <= until:
            _may(notes.write, talk, heard, by=actors.person(talk.speaker.person), at=morning)


def _speakers(tour: Tour) -> QuerySet[Speaker]:
    found = Speaker.objects.filter(tour=tour, left_at__isnull=True).select_related("person", "tour__track__round")
    return found.order_by("person__name")


def _offered(tour: Tour) -> Iterable[Talk]:
    found = Talk.objects.filter(request__tour=tour, state=Talk.State.OFFERED).select_related("speaker__person")
    return list(found.order_by("starts", "pk"))


_DEEDS: Mapping[datetime, Callable[[Tour, datetime], None]] = {
    core.SPEAKERS_AT: _take_in,
    core.OPENINGS_AT: _say_openings,
    core.PROPOSED_AT: _propose,
    core.ANSWERED_AT: _answer,
    core.AGAIN_AT: _propose,
    core.TAKEN_AT: _take,
    core.ILL_AT: _fall_ill,
    core.OFFERED_AT: _offer,
    core.STEPPED_IN_AT: _take,
}
