"""A speaker is ill for a time, gets well, has another address, or is erased: their talks to come follow."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor, system
from stormoede.events.models import Event
from stormoede.mail.actions import outbox
from stormoede.talks.actions import endings, entries, mails, speakers, talks
from stormoede.talks.actions.holds import held_speaker, hold
from stormoede.talks.core.plans import Fault, Problem
from stormoede.talks.models import Speaker, Talk, TalkEntry
from stormoede.talks.queries.tours import speaker_subject
from stormoede.talks.refusals import FormRefused

BY: Final = system("talks")


def fall_ill(speaker: Speaker, until: datetime | None = None, *, by: Actor, at: datetime) -> None:
    """The speaker can do nothing from now on, until they are well or ``until``: those talks are taken back, and proposed again.

    All others stay, and whoever had been told is told. Raises FormRefused when ``until`` has passed, SpeakerGone.
    """
    if until is not None and until <= at:
        raise FormRefused([Fault("last", Problem.PASSED)])
    with transaction.atomic():
        found = held_speaker(speaker)
        found.ill_from, found.ill_until = at, until
        found.set_at, found.set_by = at, str(by)
        found.save(update_fields=["ill_from", "ill_until", "set_at", "set_by"])
        freed = endings.of_speaker(found, Talk.Over.ILL, until=found.ill_until, by=by, at=at)
        data = {"tour": found.tour_id, "n": len(freed)}
        record("speaker.ill", speaker_subject(found), by=by, at=at, data=data)
    talks.again(found.tour, freed, by=by, at=at)


@transaction.atomic
def recover(speaker: Speaker, *, by: Actor, at: datetime) -> None:
    """The speaker is well, and can what they said they can. What was taken back stays so."""
    hold()
    found = Speaker.objects.get(pk=speaker.pk)
    if found.ill_from is not None:
        found.ill_from = found.ill_until = None
        found.set_at, found.set_by = at, str(by)
        found.save(update_fields=["ill_from", "ill_until", "set_at", "set_by"])
        record("speaker.well", speaker_subject(found), by=by, at=at, data={"tour": found.tour_id})


def of_erased(event: Event) -> None:
    """Handler of an erasure: the person goes out of every tour, and their talks to come are taken back."""
    person = UUID(event.subject.partition(":")[2])
    hold()
    TalkEntry.objects.filter(person=person, out_at__isnull=True, speaks=False).update(out_at=event.at)
    for speaker in Speaker.objects.filter(person=person, left_at__isnull=True).order_by("pk"):
        speakers.leave(speaker, by=BY, at=event.at)


def of_address(event: Event) -> None:
    """Handler of another mail address: talks to come, and what waits for an answer, go there too."""
    person, mark = UUID(event.subject.partition(":")[2]), f"e{event.pk}"
    entries.follow(person, mark, at=event.at)
    waiting = Talk.objects.filter(speaker__person=person, state=Talk.State.OFFERED, starts__gt=event.at)
    related = waiting.select_related("speaker__tour__track__round").order_by("pk")
    outbox.enqueue([mails.offer(talk, again=mark) for talk in related], at=event.at)
