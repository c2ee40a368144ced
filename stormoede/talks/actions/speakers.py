"""Who goes out: taken in, asked when they can, changed, out again."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from stormoede.accounts.actions import links
from stormoede.accounts.models import Link
from stormoede.deliberations.queries import region_names
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.mail.actions import outbox
from stormoede.members.models import Organisation, Person
from stormoede.members.refusals import EditedMeanwhile
from stormoede.rounds import queries as rounds
from stormoede.talks.actions import endings, mails
from stormoede.talks.actions.holds import held_speaker, hold, read_speakers
from stormoede.talks.core import plans
from stormoede.talks.core.plans import Fault, Problem, Span, SpeakerPlan
from stormoede.talks.models import Opening, Speaker, Talk, Tour
from stormoede.talks.queries import marks
from stormoede.talks.queries import tours as queries
from stormoede.talks.refusals import FormRefused, NobodyReached, SpeakerThere

_COLUMNS = ("side", "per_week", "reach_km", "on_site", "online")


@transaction.atomic
def add(tour: Tour, person: Person, plan: SpeakerPlan, *, by: Actor, at: datetime) -> Speaker:
    """The person goes out in the tour, again if they had left it. Nobody is told. Raises SpeakerThere, FormRefused."""
    hold()
    known = Speaker.objects.filter(tour=tour, person=person).first()
    if known is not None and known.left_at is None:
        raise SpeakerThere(person.name)
    speaker = known or Speaker(tour=tour, person=person)
    speaker.left_at = None
    if speaker.ill_until is None:
        # An illness without end ended when they left: who is taken in again is well.
        speaker.ill_from = None
    _set(speaker, plan, by, at)
    record("speaker.added", queries.speaker_subject(speaker), by=by, at=at, data={"tour": tour.pk})
    page(speaker)
    return speaker


@transaction.atomic
def change(speaker: Speaker, plan: SpeakerPlan, *, mark: str = "", by: Actor, at: datetime) -> None:
    """What the speaker takes is another from now on; their talks stay. Raises SpeakerGone, FormRefused.

    Raises EditedMeanwhile when it, or when they can, says something else than ``mark``.
    """
    speaker = held_speaker(speaker)
    if mark and mark != marks.of_speaker(speaker):
        raise EditedMeanwhile
    _set(speaker, plan, by, at)
    record("speaker.edited", queries.speaker_subject(speaker), by=by, at=at, data={"tour": speaker.tour_id})


@transaction.atomic
def invite(speakers: Iterable[Speaker], *, by: Actor, at: datetime) -> int:
    """Mail each the way to their page, where they say when they can; at most one a day. Returns how many were sent.

    Raises NobodyReached when one has no address.
    """
    hold()
    found = read_speakers(list(speakers))
    reach(found)
    for one in found:
        record("speaker.invited", queries.speaker_subject(one), by=by, at=at, data={"tour": one.tour_id})
    return outbox.enqueue([mails.link(one, at=at) for one in found], at=at)


@transaction.atomic
def say_openings(speaker: Speaker, spans: Sequence[Span], *, by: Actor, at: datetime) -> None:
    """When the speaker can, all of it; what lies outside the tour is left out. Their talks stay. Raises SpeakerGone."""
    speaker = held_speaker(speaker)
    first, after = _bounds(speaker.tour)
    inside = [(max(starts, first), min(ends, after)) for starts, ends in spans]
    found = plans.joined(inside)
    Opening.objects.filter(speaker=speaker).delete()
    Opening.objects.bulk_create(Opening(speaker=speaker, starts=starts, ends=ends) for starts, ends in found)
    speaker.told_at, speaker.set_at, speaker.set_by = at, at, str(by)
    speaker.save(update_fields=["told_at", "set_at", "set_by"])
    record("speaker.answered", queries.speaker_subject(speaker), by=by, at=at, data={"openings": len(found)})


@transaction.atomic
def leave(speaker: Speaker, *, by: Actor, at: datetime) -> int:
    """The speaker goes out no more: talks to come are taken back and who was told of them is told. Returns how many talks."""
    speaker = held_speaker(speaker)
    speaker.left_at, speaker.set_at, speaker.set_by = at, at, str(by)
    speaker.save(update_fields=["left_at", "set_at", "set_by"])
    freed = endings.of_speaker(speaker, Talk.Over.LEFT, by=by, at=at)
    data = {"tour": speaker.tour_id, "n": len(freed)}
    record("speaker.removed", queries.speaker_subject(speaker), by=by, at=at, data=data)
    return len(freed)


def reach(speakers: Iterable[Speaker]) -> None:
    """Each has an address, and the link to their own page. Raises NobodyReached."""
    for one in {one.pk: one for one in speakers}.values():
        if not one.person.email or one.person.erased_at is not None:
            raise NobodyReached(one.person.name)
        page(one)


def page(speaker: Speaker) -> Link:
    """The link to the speaker's own page, made where there is none."""
    about = queries.page_subject(speaker)
    made = links.ensure(
        Link.Purpose.SPEAKER, [speaker.person_id], about, closes=rounds.pages_close(speaker.tour.track.round)
    )
    return made[speaker.person_id]


def _set(speaker: Speaker, plan: SpeakerPlan, by: Actor, at: datetime) -> None:
    faults = list(plans.speaker_faults(plan, region_names()))
    home = Organisation.objects.filter(code=plan.home).first()
    if home is None:
        faults.append(Fault("home", Problem.UNKNOWN))
    if faults or home is None:
        raise FormRefused(faults)
    for name in _COLUMNS:
        setattr(speaker, name, getattr(plan, name))
    speaker.home, speaker.regions = home, list(plan.regions)
    speaker.set_at, speaker.set_by = at, str(by)
    speaker.save()


def _bounds(tour: Tour) -> Span:
    zone = tour.track.round.time_zone
    return rounds.midnight(tour.first, zone), rounds.midnight(tour.last + timedelta(days=1), zone)
