"""A talk that is on its way and is not to be: nobody heard of it and it is gone, or those who did are told."""

from datetime import datetime

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.mail.actions import outbox
from stormoede.talks.actions import entries, mails
from stormoede.talks.models import Speaker, Talk
from stormoede.talks.queries.plans import TOLD
from stormoede.talks.queries.tours import talk_subject

_ACTS = {Talk.State.CANCELLED: "talk.cancelled", Talk.State.DECLINED: "talk.declined"}


def of_speaker(
    speaker: Speaker, over: Talk.Over, *, by: Actor, at: datetime, until: datetime | None = None
) -> list[int]:
    """End the speaker's talks to come, those before ``until`` only. Returns the requests that are open again."""
    found = Talk.objects.filter(speaker=speaker, starts__gt=at).exclude(
        state__in=[Talk.State.CANCELLED, Talk.State.DECLINED, Talk.State.HELD]
    )
    if until is not None:
        found = found.filter(starts__lt=until)
    talks = list(found.select_related("request__tour__track__round", "speaker__person"))
    for talk in talks:
        end(talk, over, by=by, at=at)
    return [talk.request_id for talk in talks]


def end(
    talk: Talk, over: Talk.Over, *, words: str = "", state: str = Talk.State.CANCELLED, by: Actor, at: datetime
) -> None:
    """The talk is not to be, as part of an act that holds the tours. A mere proposal is taken away."""
    data: dict[str, str | int | bool | None] = {
        "request": talk.request_id,
        "over": over.value,
        "state": talk.state,
    }
    if talk.state not in TOLD:
        record("talk.freed", talk_subject(talk), by=by, at=at, data=data)
        talk.delete()
        return
    accepted = talk.state == Talk.State.ACCEPTED
    talk.state, talk.over, talk.words = state, over.value, words.strip()[:500]
    talk.sequence, talk.state_at, talk.state_by = talk.sequence + 1, at, str(by)
    talk.save(update_fields=["state", "over", "words", "sequence", "state_at", "state_by"])
    record(_ACTS[Talk.State(state)], talk_subject(talk), by=by, at=at, data=data)
    if accepted:
        entries.end(talk, at=at)
    elif over is not Talk.Over.SPEAKER and talk.starts > at:
        outbox.enqueue_one(mails.over(talk), at=at)
