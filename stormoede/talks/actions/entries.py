"""Who has a talk in their calendar: the speaker, the council's secretaries and the request's contact. Each is told once a change."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stormoede.deliberations import queries as deliberations
from stormoede.deliberations.actions import secretaries
from stormoede.lib import words
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.members.models import Person
from stormoede.talks.actions import mails
from stormoede.talks.models import Talk, TalkEntry

PLACED, CHANGED, LEFT_OUT = "placed", "changed", "left_out"


@dataclass(frozen=True, slots=True)
class _Guest:
    """Who is to have it: a person we know, or the contact by name and address."""

    speaks: bool
    person_id: UUID | None
    name: str = ""
    email: str = ""


def settle(talk: Talk, changed: Mapping[str, object] | None = None, *, at: datetime) -> int:
    """Let exactly those have it who are to, and tell each what is new to them; those who had it only of what ``changed``.

    As part of an act that leaves its own event. Returns how many are told.
    """
    wanted = {_key(guest): guest for guest in _guests(talk, at)}
    had = {_key(one): one for one in TalkEntry.objects.filter(talk=talk)}
    told: list[NewMessage] = []
    for key, one in had.items():
        if one.out_at is None and key not in wanted:
            told.append(_out(one, LEFT_OUT, talk, at))
        elif one.out_at is None and changed is not None:
            told.append(_again(one, _facts(CHANGED, talk, **changed)))
    for key, guest in wanted.items():
        known = had.get(key)
        if known is None:
            told.append(mails.entry(_new(talk, guest, at), _facts(PLACED, talk)))
        elif known.out_at is not None:
            known.out_at = None
            told.append(_again(known, _facts(PLACED, talk)))
    return outbox.enqueue(told, at=at)


def end(talk: Talk, *, at: datetime) -> int:
    """Take it out of every calendar it is in, and tell why (``talk.over``). As part of an act that leaves its own event."""
    had = TalkEntry.objects.filter(talk=talk, out_at__isnull=True).order_by("pk")
    return outbox.enqueue([_out(one, talk.over, talk, at) for one in had], at=at)


def follow(person: UUID, mark: str, *, at: datetime) -> int:
    """The person has another address: the talks to come go there too, once for each ``mark``. Returns how many."""
    found = TalkEntry.objects.filter(
        person=person, out_at__isnull=True, talk__state=Talk.State.ACCEPTED, talk__ends__gt=at
    )
    told = [
        mails.entry(one, _facts(PLACED, one.talk), again=mark) for one in found.select_related("talk").order_by("pk")
    ]
    return outbox.enqueue(told, at=at)


def _guests(talk: Talk, at: datetime) -> Sequence[_Guest]:
    """The speaker, and those of the council who can be reached; a contact who is one of them is not asked twice."""
    request, who = talk.request, talk.speaker.person
    round = request.tour.track.round
    found = [_Guest(True, who.pk)] if who.email and who.erased_at is None else []
    on = words.local_day(at, round.time_zone)
    own = list(deliberations.secretaries(request.body, on=on).exclude(email=""))
    if own:
        secretaries.pages(round, request.body, own)
    found += [_Guest(False, one.pk) for one in own if one.pk != who.pk]
    if request.contact_email and request.contact_email.lower() not in _addresses([*own, who]):
        found.append(_Guest(False, None, request.contact_name, request.contact_email))
    return found


def _addresses(people: Sequence[Person]) -> set[str]:
    return {one.email.lower() for one in people}


def _new(talk: Talk, guest: _Guest, at: datetime) -> TalkEntry:
    return TalkEntry.objects.create(
        talk=talk,
        person_id=guest.person_id,
        name=guest.name,
        email=guest.email,
        speaks=guest.speaks,
        uid=secrets.token_hex(16),
        made_at=at,
    )


def _again(one: TalkEntry, facts: Mapping[str, object]) -> NewMessage:
    one.sequence += 1
    one.save(update_fields=["sequence", "out_at"])
    return mails.entry(one, facts)


def _out(one: TalkEntry, act: str, talk: Talk, at: datetime) -> NewMessage:
    one.sequence, one.out_at = one.sequence + 1, at
    one.save(update_fields=["sequence", "out_at"])
    return mails.entry(one, _facts(act, talk))


def _facts(act: str, talk: Talk, **more: object) -> Mapping[str, object]:
    return {"act": act, "starts": talk.starts.isoformat(), "ends": talk.ends.isoformat(), **more}


def _key(one: _Guest | TalkEntry) -> tuple[bool, str]:
    return one.speaks, str(one.person_id or one.email.lower())
