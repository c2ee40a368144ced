"""A mail that may be a contribution: begun when it is claimed, filled when its files have been read, corrected by the one who sent it."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from uuid import UUID

from django.db import transaction

from stormoede.accounts.core import tokens
from stormoede.contributions.core import matching, versions
from stormoede.contributions.core.claims import Why
from stormoede.contributions.core.matching import Match
from stormoede.contributions.models import Backer, Reading, Submission
from stormoede.contributions.queries import evidence, questionnaires
from stormoede.contributions.queries.known import Known
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor, system
from stormoede.intake.core import kinds
from stormoede.intake.core import values as intake
from stormoede.intake.core.values import Mailed
from stormoede.lib import bell, words
from stormoede.mail import claimants
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.core import headers
from stormoede.mail.core.headers import HeaderRefused
from stormoede.mail.models import Incoming, Message
from stormoede.members.models import Body
from stormoede.rounds.models import Round

ACKNOWLEDGED = "contributions.acknowledged"
BY = system("mail")
State = Submission.State
# Covering words are not the answer; so many of them are.
_COVER = 80
_MOST_A_DAY = 10
_CORRECTION = 4000
_ALIKE = 0.96


def begin(
    incoming: int, round: Round, why: Why, *, subject: str, sender: str, by: Actor = BY, at: datetime
) -> Submission:
    """Note that a mail may be a contribution, in the caller's transaction. Doing it twice is harmless."""
    row = Incoming.objects.only("arrived_at", "received_at").get(pk=incoming)
    made, new = Submission.objects.get_or_create(
        incoming_id=incoming,
        defaults={
            "round": round, "handle": tokens.handle_of(secrets.token_bytes(6)), "why": why.value, "subject": subject,
            "sender": sender, "arrived_at": row.arrived_at or row.received_at,
        },
    )  # fmt: skip
    if new:
        record("submission.claimed", of(made), by=by, at=at, data={"why": why.value})
        bell.ring()
    return made


@dataclass(frozen=True, slots=True)
class _Found:
    """What reading a mail came to, before it is written."""

    match: Match
    readings: Sequence[Reading]
    print: str
    newer: bool


@transaction.atomic
def read(pk: int, mailed: Mailed, known: Known, *, by: Actor = BY, at: datetime) -> Submission | None:
    """Write down what was read out of a mail, whose it seems to be, and what it is to earlier ones. None: it was read before.

    The sender gets one acknowledgement of what was understood; a copy of what was here already gets none.
    """
    found = Submission.objects.select_for_update(no_key=True, of=("self",)).select_related("round", "incoming__message").get(pk=pk)  # fmt: skip
    row = found.incoming
    if found.state != State.UNREAD or row is None:
        return None
    told = _judge(found, row, mailed, known)
    found.arrived_at = row.arrived_at or row.received_at
    found.rule, found.doubt, found.print = told.match.rule.value, told.match.doubt.value, told.print
    found.person_id = UUID(row.person) if row.person else None
    found.late = _is_late(found, told.match.bodies)
    earlier = _earlier(found, told.match.bodies)
    found.copy_of = next((one for one in earlier if told.print and one.print == told.print), None)
    found.newer_than = None if found.copy_of else _older(earlier, told)
    found.state = State.COPY if found.copy_of else State.WAITING
    found.save()
    Reading.objects.bulk_create(told.readings)
    back(found, told.match.bodies)
    record("submission.read", of(found), by=by, at=at, data={"rule": told.match.rule.value, "state": found.state})
    _acknowledge(found, row, at)
    return found


@transaction.atomic
def correct(pk: int, words_said: str, *, by: Actor, at: datetime) -> None:
    """Keep what the sender says was understood wrongly. It changes nothing by itself: somebody looks."""
    found = Submission.objects.select_for_update(no_key=True).get(pk=pk)
    told = "\n\n".join(filter(None, (found.correction, words_said.strip())))
    found.correction, found.corrected_at = told[-_CORRECTION:], at
    found.save(update_fields=["correction", "corrected_at"])
    record("submission.corrected", of(found), by=by, at=at)


def back(found: Submission, bodies: Sequence[int]) -> None:
    """Say on whose behalf it was sent, in the caller's transaction."""
    Backer.objects.filter(submission=found).delete()
    Backer.objects.bulk_create(Backer(submission=found, body_id=body, position=n) for n, body in enumerate(bodies))


def of(found: Submission) -> str:
    """The submission as events name it."""
    return f"submission:{found.pk}"


def _judge(found: Submission, row: Incoming, mailed: Mailed, known: Known) -> _Found:
    day = words.local_day(found.arrived_at, found.round.time_zone)
    match = matching.match(evidence.clues(row, mailed, known, day))
    readings = list(_readings(found, mailed))
    taken = [one for one in readings if one.taken]
    cover = [one.words for one in readings if one.kind == kinds.MAIL][:1]
    places = [row.subject, *(one.name for one in readings), *(words_[:1500] for words_ in cover)]
    return _Found(match, readings, versions.print_of([one.words for one in taken]), versions.says_newer(places))


def _readings(found: Submission, mailed: Mailed) -> Iterator[Reading]:
    taken = set(_taken(mailed.readings))
    for number, one in enumerate(mailed.readings):
        yield Reading(
            submission=found, position=number, part=one.part, within=list(one.within), name=one.name[:300], kind=one.kind,
            state=one.state.value, size=one.size, digest=one.digest, words=one.text, count=one.words, pages=one.pages,
            blocks=[asdict(block) for block in one.blocks], remarks=dict(one.remarks), sender=one.sender, taken=number in taken,
        )  # fmt: skip


def _taken(readings: Sequence[intake.Reading]) -> Iterator[int]:
    """Which of them are what was sent in: documents, each once; the mail's words where they are more than a covering note."""
    able = [(number, one) for number, one in enumerate(readings) if one.state is intake.State.READ and one.text]
    files = [(number, one) for number, one in able if one.kind != kinds.MAIL]
    seen: list[str] = []
    for number, one in files:
        key = versions.print_of([one.text])
        if not any(key == other or _alike(one.text, other) for other in seen):
            seen += [key, one.text]
            yield number
    spoken = [(number, one) for number, one in able if one.kind == kinds.MAIL]
    if files:
        yield from (number for number, one in spoken if one.words >= _COVER)
    elif spoken:
        most = max(one.words for _number, one in spoken)
        yield from (number for number, one in spoken if one.words >= min(_COVER, most))


def _alike(text: str, other: str) -> bool:
    """Are these two the same document in two forms? Told by their words, without regard to how they were laid out."""
    if not 0.9 < (len(text) + 1) / (len(other) + 1) < 1.1:
        return False
    return SequenceMatcher(None, text.split()[:600], other.split()[:600], autojunk=False).ratio() >= _ALIKE


def _is_late(found: Submission, bodies: Sequence[int]) -> bool:
    """After the deadline of whoever it is from, by our own mail server's clock."""
    day = words.local_day(found.arrived_at, found.round.time_zone)
    senders: list[Body | None] = [*Body.objects.filter(pk__in=bodies)] or [None]
    for asked in questionnaires.of_round(found.round):
        own = [one for one in senders if one is None or one.kind in asked.bodies]
        if own:
            deadlines = questionnaires.deadlines(asked, day)
            return all(found.arrived_at > deadlines.of(one) for one in own)
    return False


def _earlier(found: Submission, bodies: Sequence[int]) -> list[Submission]:
    """What came before from the same councils, or, where nobody knows which, from the same address. The newest first."""
    rows = Submission.objects.filter(round=found.round, state__in=(State.WAITING, State.ACCEPTED), pk__lt=found.pk)
    if bodies:
        own = rows.filter(backers__body=bodies[0]).prefetch_related("backers").order_by("-pk")
        return [one for one in own if {backer.body_id for backer in one.backers.all()} == set(bodies)]
    return list(rows.filter(sender=found.sender, backers__isnull=True).order_by("-pk")) if found.sender else []


def _older(earlier: Sequence[Submission], told: _Found) -> Submission | None:
    """What it would take the place of: it says so itself, or has a file of the same name with other words."""
    standing = [one for one in earlier if one.replaced_by_id is None]
    if told.newer and standing:
        return standing[0]
    own = {versions.same_file(one.name) for one in told.readings if one.taken and one.kind != kinds.MAIL} - {""}
    if not own or not standing:
        return None
    rows = Reading.objects.filter(submission__in=standing, taken=True).exclude(kind=kinds.MAIL)
    names: Mapping[int, set[str]] = {one.pk: set() for one in standing}
    for submission, name in rows.values_list("submission_id", "name"):
        names[submission].add(versions.same_file(name))
    return next((one for one in standing if names[one.pk] & own), None)


def _acknowledge(found: Submission, row: Incoming, at: datetime) -> None:
    """Tell the sender once what was understood; not for a copy, nor without end to one address."""
    try:
        address = headers.mailbox(row.sender)
    except HeaderRefused:
        return
    if found.state == State.COPY or address.partition("@")[0].lower().startswith(("no-reply", "noreply", "ikke-svar", "mailer-daemon", "postmaster")):  # fmt: skip
        return
    people = claimants.directory().having(address)
    sent = Message.objects.filter(kind=ACKNOWLEDGED, date__gt=at - timedelta(days=1))
    same = sent.filter(person=people[0]) if len(people) == 1 else sent.filter(address=address)
    if same.count() >= _MOST_A_DAY:
        return
    new = NewMessage(
        f"acknowledged:{found.pk}", ACKNOWLEDGED, of(found), person=people[0] if len(people) == 1 else "",
        address="" if len(people) == 1 else address,
    )  # fmt: skip
    outbox.enqueue_one(new, at=at)
