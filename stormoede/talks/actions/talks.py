"""One talk on its way: kept, offered, taken or not, changed, cancelled, its speaker ill."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.mail.actions import formers, outbox
from stormoede.members.refusals import EditedMeanwhile
from stormoede.talks.actions import endings, entries, mails, plans, speakers
from stormoede.talks.actions.holds import held, hold, read
from stormoede.talks.core.plans import Spot
from stormoede.talks.models import Form, Talk, Tour
from stormoede.talks.queries import marks
from stormoede.talks.queries import plans as queries
from stormoede.talks.queries.plans import TOLD
from stormoede.talks.queries.tours import talk_subject
from stormoede.talks.refusals import PlanOvertaken, TalkOver

_COLUMNS = ("starts", "ends", "form", "place", "link")


@transaction.atomic
def fix(talk: Talk, *, by: Actor, at: datetime) -> None:
    """A proposal stays when others are proposed anew. Raises TalkOver."""
    _fix(talk, True, "talk.fixed", by, at)


@transaction.atomic
def unfix(talk: Talk, *, by: Actor, at: datetime) -> None:
    """A proposal may be moved again. Raises TalkOver."""
    _fix(talk, False, "talk.unfixed", by, at)


def _fix(talk: Talk, fixed: bool, act: str, by: Actor, at: datetime) -> None:
    talk = held(talk)
    if talk.state != Talk.State.PROPOSED:
        raise TalkOver
    if talk.fixed != fixed:
        talk.fixed = fixed
        talk.save(update_fields=["fixed"])
        record(act, talk_subject(talk), by=by, at=at, data={"request": talk.request_id})


@transaction.atomic
def offer(talks: Iterable[Talk], *, by: Actor, at: datetime) -> int:
    """Ask the speakers. Returns how many are asked. Raises TalkOver when one is no proposal to come, NobodyReached."""
    hold()
    return _offer(read(list(talks)), by, at)


@transaction.atomic
def offer_all(tour: Tour, *, by: Actor, at: datetime) -> int:
    """Ask the speakers of every proposal to come. Returns how many are asked. Raises NobodyReached."""
    hold()
    found = Talk.objects.filter(request__tour=tour, state=Talk.State.PROPOSED, starts__gt=at)
    return _offer(read(list(found.order_by("starts", "pk"))), by, at)


def _offer(talks: Sequence[Talk], by: Actor, at: datetime) -> int:
    if any(talk.state != Talk.State.PROPOSED or talk.starts <= at for talk in talks):
        raise TalkOver
    speakers.reach(talk.speaker for talk in talks)
    for talk in talks:
        _to(talk, Talk.State.OFFERED, "talk.offered", by, at)
    return outbox.enqueue([mails.offer(talk) for talk in talks], at=at)


@transaction.atomic
def accept(talk: Talk, *, by: Actor, at: datetime) -> None:
    """The speaker takes it: speaker, contact and secretaries get it in their calendars. Again changes nothing. Raises TalkOver."""
    talk = held(talk)
    if talk.state == Talk.State.ACCEPTED:
        return
    if talk.state != Talk.State.OFFERED or talk.starts <= at:
        raise TalkOver
    _to(talk, Talk.State.ACCEPTED, "talk.accepted", by, at)
    entries.settle(talk, at=at)


@transaction.atomic
def decline(talk: Talk, words: str = "", *, by: Actor, at: datetime) -> None:
    """The speaker does not take it, or cannot after all; who had it in their calendar is told. Raises TalkOver."""
    talk = held(talk)
    if talk.state == Talk.State.DECLINED:
        return
    if talk.state not in TOLD or talk.starts <= at:
        raise TalkOver
    endings.end(talk, Talk.Over.SPEAKER, words=words, state=Talk.State.DECLINED, by=by, at=at)


@transaction.atomic
def change(talk: Talk, spot: Spot, *, confirmed: bool = False, mark: str = "", by: Actor, at: datetime) -> None:
    """Another time, form, place or address; who has been told of it is told. A proposal stays there from now on.

    On site without a place it is where the council said.
    Raises TalkOver, what plans.place raises of a spot, and EditedMeanwhile when it says something else than ``mark``.
    """
    talk = held(talk)
    if mark and mark != marks.of_talk(talk):
        raise EditedMeanwhile
    if talk.state not in (*TOLD, Talk.State.PROPOSED) or talk.starts <= at:
        raise TalkOver
    if spot.form == Form.ON_SITE and not spot.place:
        spot = replace(spot, place=talk.request.place)
    was = Spot(*(getattr(talk, name) for name in _COLUMNS))
    if spot == was:
        return
    request, speaker = queries.one_request(talk.request_id), queries.one_speaker(talk.speaker_id)
    moved = (spot.starts, spot.ends, spot.form) != (was.starts, was.ends, was.form)
    placing = plans.checked(request, speaker, spot, confirmed=confirmed or not moved, at=at)
    for name in _COLUMNS:
        setattr(talk, name, getattr(spot, name))
    talk.rank, talk.km, talk.fixed, talk.reason = placing.rank, placing.km, True, {}
    talk.sequence += talk.state in TOLD
    formers.keep(talk, _COLUMNS)
    talk.save()
    record("talk.edited", talk_subject(talk), by=by, at=at, data={"request": talk.request_id, "moved": moved})
    _tell_change(talk, was, at)


@transaction.atomic
def cancel(talk: Talk, words: str = "", *, by: Actor, at: datetime) -> None:
    """The talk is not held; who was told of it is told so, with ``words``. The request is open again. Raises TalkOver."""
    talk = held(talk)
    if talk.state not in TOLD or talk.starts <= at:
        raise TalkOver
    endings.end(talk, Talk.Over.DESK, words=words, by=by, at=at)


def fall_ill(talk: Talk, *, by: Actor, at: datetime) -> None:
    """The speaker cannot come for illness: who was told is told, and somebody is proposed in their place, all others staying.

    They are proposed for nothing else that day. Raises TalkOver.
    """
    with transaction.atomic():
        talk = held(talk)
        if talk.state not in TOLD or talk.starts <= at:
            raise TalkOver
        endings.end(talk, Talk.Over.ILL, by=by, at=at)
    again(talk.request.tour, [talk.request_id], by=by, at=at)


def again(tour: Tour, requests: list[int], *, by: Actor, at: datetime) -> None:
    """Propose for requests that were freed, all others staying; it waits where requests and speakers change too quickly for it."""
    if requests:
        with suppress(PlanOvertaken):
            plans.propose(tour, requests, by=by, at=at)


def _to(talk: Talk, state: Talk.State, act: str, by: Actor, at: datetime) -> None:
    talk.state, talk.state_at, talk.state_by = state, at, str(by)
    talk.save(update_fields=["state", "state_at", "state_by"])
    record(act, talk_subject(talk), by=by, at=at, data={"request": talk.request_id})


def _tell_change(talk: Talk, was: Spot, at: datetime) -> None:
    changed = {name: True for name in ("form", "place", "link") if getattr(talk, name) != getattr(was, name)}
    if (talk.starts, talk.ends) != (was.starts, was.ends):
        changed["time"] = True
    if talk.state == Talk.State.ACCEPTED:
        entries.settle(talk, {**changed, "was": was.starts.isoformat()}, at=at)
    elif talk.state == Talk.State.OFFERED:
        outbox.enqueue_one(mails.offer(talk), at=at)
