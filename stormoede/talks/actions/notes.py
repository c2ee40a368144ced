"""A talk has been held: the speaker is asked what they heard, and what they write is input, the talk its source."""

from datetime import datetime

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.mail.actions import outbox
from stormoede.passages.actions import texts
from stormoede.passages.actions.texts import NewText
from stormoede.passages.core.kinds import Basis
from stormoede.talks.actions import mails, speakers
from stormoede.talks.actions.holds import held, hold
from stormoede.talks.core.plans import NOTES
from stormoede.talks.models import Talk, TalkNotes, Tour
from stormoede.talks.queries.tours import talk_subject
from stormoede.talks.refusals import NothingWritten, NotYet, TalkOver

_ON = (Talk.State.ACCEPTED, Talk.State.HELD)


@transaction.atomic
def hold_talks(tour: Tour, *, by: Actor, at: datetime) -> int:
    """Agreed talks that are over have been held, and their speakers are asked for notes, once. Returns how many talks."""
    hold()
    found = Talk.objects.filter(request__tour=tour, state=Talk.State.ACCEPTED, ends__lte=at)
    talks = list(found.select_related("notes", "speaker__person", "speaker__tour__track__round").order_by("pk"))
    for talk in talks:
        talk.state, talk.state_at, talk.state_by = Talk.State.HELD, at, str(by)
        talk.save(update_fields=["state", "state_at", "state_by"])
        record("talk.held", talk_subject(talk), by=by, at=at, data={"request": talk.request_id})
    for speaker in {talk.speaker_id: talk.speaker for talk in talks}.values():
        speakers.page(speaker)
    asked = [mails.notes(one) for one in talks if one.speaker.person.email and not hasattr(one, "notes")]
    outbox.enqueue(asked, at=at)
    return len(talks)


@transaction.atomic
def write(talk: Talk, words: str, *, by: Actor, at: datetime) -> TalkNotes:
    """Keep what was heard, internal until somebody rules otherwise. Written again it takes the place of what was there.

    Raises TalkOver, NotYet, NothingWritten, passages.refusals.Erased.
    """
    talk = held(talk)
    if talk.state not in _ON:
        raise TalkOver
    if talk.starts > at:
        raise NotYet
    if not words.strip():
        raise NothingWritten
    told = words.strip()[:NOTES]
    before = TalkNotes.objects.select_related("text").filter(talk=talk).first()
    if before is not None and before.text.words == told:
        return before
    notes = before or TalkNotes(talk=talk)
    if before is None:
        new = NewText(f"talk:{talk.pk}", told, talk.request.body_id, talk.speaker.person_id)
        notes.text = texts.keep(talk.request.tour.track.round_id, [new], basis=Basis.INTERNAL, at=at)[0]
    else:
        notes.text = texts.edit(before.text_id, told, by=by, at=at)
    notes.written_at, notes.written_by = at, str(by)
    notes.save()
    data = {"request": talk.request_id, "again": before is not None}
    record("talk.written", talk_subject(talk), by=by, at=at, data=data)
    return notes
