"""A mail that may be a contribution: begun when it is claimed, filled when its files have been read, corrected by the one who sent it."""

import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from uuid import UUID

from django.db import transaction

from stormoede.accounts.core import tokens
from stormoede.contributions.core import matching, versions
from stormoede.contributions.core.claims import Why
from stormoede.contributions.core.matching import Match
from stormoede.contributions.models import Backer, Reading, Submission
from stormoede.contributions.queries import before, evidence
from stormoede.contributions.queries.before import Before, Earlier
from stormoede.contributions.queries.known import Known
from stormoede.events.actions.records import record, record_many
from stormoede.events.actor import Actor, system
from stormoede.intake.core import kinds
from stormoede.intake.core import values as intake
from stormoede.intake.core.values import Mailed
from stormoede.lib import bell, words
from stormoede.lib.rows import Added, Changed
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.core import headers
from stormoede.mail.core.headers import HeaderRefused
from stormoede.mail.models import Incoming
from stormoede.rounds.models import Round

ACKNOWLEDGED = "contributions.acknowledged"
BY = system("mail")
State = Submission.State
# Covering words are not the answer; so many of them are.
_COVER = 80
_MOST_A_DAY = 10
_CORRECTION = 4000
_ALIKE = 0.96
_SILENT = ("no-reply", "noreply", "no_reply", "ikke-svar", "svar-ikke", "mailer-daemon", "postmaster")


def begin(
    incoming: int, round: Round, why: Why, *, subject: str, sender: str, by: Actor = BY, at: datetime
) -> Submission:
    """Note that a mail may be a contribution, in the caller's transaction, which holds the mail. Doing it twice is harmless.

    When our mail server took it is filled in when it is read.
    """
    made = Submission(
        incoming_id=incoming, round=round, handle=tokens.handle_of(secrets.token_bytes(6)), why=why.value, subject=subject,
        sender=sender, arrived_at=at,
    )  # fmt: skip
    if not _BEGIN.one(made):
        return Submission.objects.get(incoming_id=incoming)
    record("submission.claimed", of(made), by=by, at=at, data={"why": why.value})
    bell.ring()
    return made


@transaction.atomic
def take(incoming: int, round: Round, *, subject: str, sender: str, by: Actor, at: datetime) -> Submission:
    """Somebody at the desk says that a mail is input, which no rule took for it."""
    return begin(incoming, round, Why.DESK, subject=subject, sender=sender, by=by, at=at)


@transaction.atomic
def read(batch: Sequence[tuple[int, Mailed]], known: Known, *, by: Actor = BY, at: datetime) -> int:
    """Write down what was read out of mails, whose each seems to be, and what it is to earlier ones. Returns how many were new.

    The sender gets one acknowledgement of what was understood; a copy of what was here already gets none. However many
    there are, the statements are the same few.
    """
    mailed = dict(batch)
    rows = Submission.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=mailed, state=State.UNREAD)
    told: list[_Told] = []
    histories: dict[int, Before] = {}
    for found in rows.select_related("round", "incoming__message").order_by("pk"):
        if found.incoming is not None:
            told.append(_judge(found, found.incoming, mailed[found.pk], known, histories, at))
    _JUDGE(one.found for one in told)
    _READ(reading for one in told for reading in one.readings)
    _BACK(
        Backer(submission=one.found, body_id=body, position=n)
        for one in told
        for n, body in enumerate(one.match.bodies)
    )
    record_many("submission.read", ((of(one.found), {"rule": one.found.rule}) for one in told), by=by, at=at)
    outbox.enqueue([one.receipt for one in told if one.receipt is not None], at=at)
    return len(told)


_BEGIN = Added(Submission, unless="incoming")
_JUDGE = Changed(
    Submission, ("arrived_at", "rule", "doubt", "print", "person", "late", "copy_of", "newer_than", "state")
)
_READ, _BACK = Added(Reading), Added(Backer)


@dataclass(frozen=True, slots=True)
class _Told:
    """What reading a mail came to, before it is written."""

    found: Submission
    match: Match
    readings: Sequence[Reading]
    receipt: NewMessage | None


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


def _judge(
    found: Submission, row: Incoming, mailed: Mailed, known: Known, histories: dict[int, Before], at: datetime
) -> _Told:
    match = matching.match(evidence.clues(row, mailed, known))
    readings = list(_readings(found, mailed))
    found.arrived_at = row.arrived_at or row.received_at
    found.rule, found.doubt = match.rule.value, match.doubt.value
    found.print = versions.print_of([one.words for one in readings if one.taken])
    found.person_id = UUID(row.person) if row.person else None
    history = histories.get(found.round_id)
    if history is None:
        day = words.local_day(found.arrived_at, found.round.time_zone)
        history = histories.setdefault(found.round_id, before.read(found.round, ACKNOWLEDGED, day, at))
    found.late = history.is_late(found.arrived_at, [known.bodies[pk] for pk in match.bodies if pk in known.bodies])
    earlier = history.same(match.bodies, found.sender)
    found.copy_of_id = next((one.pk for one in earlier if found.print and one.print == found.print), None)
    found.newer_than_id = None if found.copy_of_id else _older(earlier, row, readings)
    found.state = State.COPY if found.copy_of_id else State.WAITING
    if not found.copy_of_id:
        history.earlier.append(Earlier(found.pk, found.sender, found.print, False, frozenset(match.bodies)))
    return _Told(found, match, readings, _receipt(found, row, match, known, history.told))


def _readings(found: Submission, mailed: Mailed) -> Iterator[Reading]:
    taken = set(_taken(mailed.readings))
    for number, one in enumerate(mailed.readings):
        yield Reading(
            submission=found, position=number, part=one.part, within=list(one.within), name=one.name[:300], kind=one.kind,
            state=one.state.value, size=one.size, digest=one.digest, words=one.text, count=one.words, pages=one.pages,
            blocks=[block.plain() for block in one.blocks], remarks=dict(one.remarks), sender=one.sender, taken=number in taken,
        )  # fmt: skip


def _taken(readings: Sequence[intake.Reading]) -> Iterator[int]:
    """Which of them are what was sent in: documents, each once; the mail's words where they are more than a covering note."""
    able = [(number, one) for number, one in enumerate(readings) if one.state is intake.State.READ and one.text]
    files = [(number, one) for number, one in able if one.kind != kinds.MAIL]
    seen: list[tuple[str, str]] = []
    for number, one in files:
        # A single file is like no other, and to print a long one takes its time.
        key = versions.print_of([one.text]) if len(files) > 1 else ""
        if not any(key == other or _alike(one.text, text) for other, text in seen):
            seen.append((key, one.text))
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


def _older(earlier: Sequence[Earlier], row: Incoming, readings: Sequence[Reading]) -> int | None:
    """What it would take the place of: it says so itself, or has a file of the same name with other words."""
    standing = [one.pk for one in earlier if not one.replaced]
    if not standing:
        return None
    cover = [one.words[:1500] for one in readings if one.kind == kinds.MAIL][:1]
    if versions.says_newer([row.subject, *(one.name for one in readings), *cover]):
        return standing[0]
    own = {versions.same_file(one.name) for one in readings if one.taken and one.kind != kinds.MAIL} - {""}
    names = before.file_names(standing) if own else {}
    return next((pk for pk in standing if own & set(map(versions.same_file, names.get(pk, ())))), None)


def _receipt(found: Submission, row: Incoming, match: Match, known: Known, told: Counter[str]) -> NewMessage | None:
    """The mail that tells the sender once what was understood; not for a copy, nor without end to one address.

    Whose it is and what it replaces is kept with it: whoever looks may decide otherwise.
    """
    try:
        address = headers.mailbox(row.sender)
    except HeaderRefused:
        return None
    if found.state == State.COPY or address.lower().startswith(_SILENT):
        return None
    people = known.having(address)
    person = str(people[0]) if len(people) == 1 else ""
    told[person or address] += 1
    if told[person or address] > _MOST_A_DAY:
        return None
    understood = {"bodies": list(match.bodies), "newer_than": found.newer_than_id}
    to = "" if person else address
    return NewMessage(f"acknowledged:{found.pk}", ACKNOWLEDGED, of(found), person, to, facts=understood)
