"""Tours of rounds long over: who spoke gives way to people without names, and whom one could ask goes; every talk stays."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from stormoede.events.actor import Actor
from stormoede.events.models import Event
from stormoede.mail.models import Message
from stormoede.members.actions import erasures
from stormoede.rounds import endings
from stormoede.rounds.models import Round
from stormoede.talks.models import Opening, Speaker, SpeakerRequest, Talk, TalkEntry, TalkNotes

_WAY = "tour__track__round"
_AT_ONCE = 500


def _speakers() -> QuerySet[Speaker]:
    return Speaker.objects.filter(person__erased_at__isnull=True)


def _requests() -> QuerySet[SpeakerRequest]:
    return SpeakerRequest.objects.filter(Q(contact_email__gt="") | Q(contact_name__gt="") | Q(note__gt=""))


def waiting(before: datetime) -> int:
    """How many speakers and requests of rounds that ended before ``before`` still name somebody."""
    old = endings.ended(before, _WAY)
    return _speakers().filter(old).count() + _requests().filter(old).count()


def first() -> datetime | None:
    """When the first round whose tour names somebody ended."""
    found = (endings.first(_speakers(), _WAY), endings.first(_requests(), _WAY))
    return min((moment for moment in found if moment is not None), default=None)


@transaction.atomic
def forget(before: datetime, *, by: Actor, at: datetime) -> int:
    """The speakers of the oldest such round are nobody's from now on, in the record too, and whom to ask goes. Returns how many."""
    for round in endings.held(before):
        speakers = list(_speakers().filter(**{_WAY: round}).order_by("pk"))
        asked = _requests().filter(**{_WAY: round}).count()
        if speakers or asked:
            _forget(round, speakers, at)
            return len(speakers) + asked
    return 0


def _forget(round: Round, speakers: list[Speaker], at: datetime) -> None:
    of_requests, of_talks = {_WAY: round}, {f"request__{_WAY}": round}
    entries = list(TalkEntry.objects.filter(**{f"talk__request__{_WAY}": round}).order_by("pk"))
    people = {speaker.person_id for speaker in speakers} | {entry.person_id for entry in entries if entry.person_id}
    nobodies = erasures.nobodies(people, at=at)
    for speaker in speakers:
        speaker.person_id = nobodies[speaker.person_id]
        speaker.set_by = _actor(speaker.set_by, nobodies)
        speaker.ill_from = speaker.ill_until = None
    for entry in entries:
        entry.person_id = nobodies.get(entry.person_id, entry.person_id) if entry.person_id else None
        entry.name = entry.email = ""
    Speaker.objects.bulk_update(speakers, ["person", "set_by", "ill_from", "ill_until"], batch_size=_AT_ONCE)
    TalkEntry.objects.bulk_update(entries, ["person", "name", "email"], batch_size=_AT_ONCE)
    Opening.objects.filter(**{f"speaker__{_WAY}": round}).delete()
    SpeakerRequest.objects.filter(**of_requests).update(contact_name="", contact_email="", note="", asked_by=_SOMEBODY)
    SpeakerRequest.objects.filter(**of_requests, withdrawn_at__isnull=False).update(withdrawn_by=_SOMEBODY)
    Talk.objects.filter(**of_talks, over=Talk.Over.ILL).update(over=Talk.Over.SPEAKER)
    Talk.objects.filter(**of_talks).update(words="", state_by=_SOMEBODY)
    TalkNotes.objects.filter(**{f"talk__request__{_WAY}": round}).update(written_by=_SOMEBODY)
    _retell(round, speakers, entries, nobodies)


# Who did it is not told any more; the columns want a word.
_SOMEBODY = "system:talks"


def _retell(round: Round, speakers: list[Speaker], entries: list[TalkEntry], nobodies: Mapping[UUID, UUID]) -> None:
    """The record and the mails keep their rows and their order; whose id stands in them is nobody's."""
    talks = Talk.objects.filter(**{f"request__{_WAY}": round}).values_list("pk", flat=True)
    requests = SpeakerRequest.objects.filter(**{_WAY: round}).values_list("pk", flat=True)
    about = [
        *(f"speaker:{one.pk}" for one in speakers),
        *(f"talk_entry:{one.pk}" for one in entries),
        *(f"talk:{pk}" for pk in talks),
        *(f"speaker_request:{pk}" for pk in requests),
    ]
    for start in range(0, len(about), _AT_ONCE):
        wanted = about[start : start + _AT_ONCE]
        events = list(Event.objects.filter(subject__in=wanted))
        for event in events:
            event.actor_id = str(nobodies.get(_id(event.actor_id), event.actor_id))
        Event.objects.bulk_update(events, ["actor_id"], batch_size=_AT_ONCE)
        mails = list(Message.objects.filter(ref__in=wanted))
        for mail in mails:
            mail.person, mail.address = str(nobodies.get(_id(mail.person), mail.person)), ""
        Message.objects.bulk_update(mails, ["person", "address"], batch_size=_AT_ONCE)


def _actor(text: str, nobodies: Mapping[UUID, UUID]) -> str:
    kind, _, told = text.partition(":")
    return f"{kind}:{nobodies.get(_id(told), told)}"


def _id(text: object) -> UUID:
    """An id as text; what is none is nobody's."""
    try:
        return UUID(str(text))
    except ValueError:
        return UUID(int=0)
