"""Tours of rounds long over: who spoke gives way to people without names, and whom one could ask goes; every talk stays."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from stormoede.events.actor import Actor
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
        speaker.set_by = erasures.actor(speaker.set_by, nobodies)
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
    erasures.retell(_about(round, speakers, entries), nobodies)


# Who did it is not told any more; the columns want a word.
_SOMEBODY = "system:talks"


def _about(round: Round, speakers: list[Speaker], entries: list[TalkEntry]) -> list[str]:
    """What is told of in the record and in mails."""
    talks = Talk.objects.filter(**{f"request__{_WAY}": round}).values_list("pk", flat=True)
    requests = SpeakerRequest.objects.filter(**{_WAY: round}).values_list("pk", flat=True)
    return [
        *(f"speaker:{one.pk}" for one in speakers),
        *(f"talk_entry:{one.pk}" for one in entries),
        *(f"talk:{pk}" for pk in talks),
        *(f"speaker_request:{pk}" for pk in requests),
    ]
