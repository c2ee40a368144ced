"""Which mails an act of this room puts into the outbox. What is asked for again under the same key is not sent again."""

from collections.abc import Mapping
from datetime import datetime

from stormoede.lib import words
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.models import Message
from stormoede.talks.models import Speaker, SpeakerRequest, Talk, TalkEntry

LINK = "talks.link"
ASKED = "talks.asked"
OFFER = "talks.offer"
OVER = "talks.over"
ENTRY = "talks.entry"
NOTES = "talks.notes"


def link(speaker: Speaker, *, at: datetime) -> NewMessage:
    """The way to a speaker's page, to say when they can: at most one a day."""
    day = words.local_day(at, speaker.tour.track.round.time_zone).isoformat()
    return _to_speaker(LINK, f"{LINK}:{speaker.pk}:{day}", f"speaker:{speaker.pk}", speaker, {})


def asked(request: SpeakerRequest) -> NewMessage:
    """To the contact: we have your request, and what happens now."""
    return NewMessage(f"{ASKED}:{request.pk}", ASKED, f"speaker_request:{request.pk}", address=request.contact_email)


def offer(talk: Talk, *, again: str = "") -> NewMessage:
    """Will you give this talk? Asked again when it has been changed since; ``again`` marks a copy to another address."""
    return _about(OFFER, talk, {"sequence": talk.sequence, "changed": talk.sequence > 0}, again)


def over(talk: Talk) -> NewMessage:
    """To a speaker who was asked and has not answered: it is not to be."""
    return _about(OVER, talk, {"sequence": talk.sequence})


def notes(talk: Talk) -> NewMessage:
    """What did you hear?"""
    return _to_speaker(NOTES, f"{NOTES}:{talk.pk}", f"talk:{talk.pk}", talk.speaker, {})


def entry(one: TalkEntry, facts: Mapping[str, object], *, again: str = "") -> NewMessage:
    """The talk as it stands now, to one who has it in their calendar. ``again`` marks a copy to another address."""
    return NewMessage(
        key=":".join(filter(None, (ENTRY, str(one.pk), str(one.sequence), again))),
        kind=ENTRY,
        ref=f"talk_entry:{one.pk}",
        person=str(one.person_id) if one.person_id else "",
        address="" if one.person_id else one.email,
        facts={**facts, "sequence": one.sequence},
        priority=Message.Priority.URGENT,
    )


def _about(kind: str, talk: Talk, facts: Mapping[str, object], again: str = "") -> NewMessage:
    key = ":".join(filter(None, (kind, str(talk.pk), str(talk.sequence), again)))
    told = {"starts": talk.starts.isoformat(), "ends": talk.ends.isoformat(), **facts}
    return _to_speaker(kind, key, f"talk:{talk.pk}", talk.speaker, told)


def _to_speaker(kind: str, key: str, ref: str, speaker: Speaker, facts: Mapping[str, object]) -> NewMessage:
    return NewMessage(
        key=key,
        kind=kind,
        ref=ref,
        person=str(speaker.person_id),
        facts=facts,
        priority=Message.Priority.URGENT,
    )
