"""Handing in: what is written becomes a version, its words become texts, and the version before it is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from stormoede.contributions.actions import invitations
from stormoede.contributions.core import decisions, questions
from stormoede.contributions.core.plans import Late
from stormoede.contributions.models import Answer, Aside, Contribution, Enclosure, Minority, Version
from stormoede.contributions.queries import drafts, questionnaires
from stormoede.contributions.queries.drafts import Draft
from stormoede.contributions.queries.places import Place
from stormoede.contributions.refusals import NothingNew, NothingWritten, NotReady, NotYours, StillTwoTexts, TooLate
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.lib import words
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.members.models import Person
from stormoede.passages.actions import rulings, texts
from stormoede.passages.actions.texts import NewText
from stormoede.passages.core import cutting
from stormoede.passages.core.kinds import Basis
from stormoede.passages.models import Text

RECEIPT = "contributions.receipt"


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of a version on their way to become a text: what they answer, or whose minority statement they are."""

    words: str
    question: int = 0
    asked: str = ""
    position: int = 0
    who: str = ""

    @property
    def source(self) -> str:
        return f"minority.{self.position}" if self.who else f"{self.question}.{self.position}"


@transaction.atomic
def hand_in(place: Place, person: Person, basis: Basis, *, by: Actor, at: datetime) -> Version:
    """Hand in what is written, for the body or for oneself; receipts go to those who write it.

    Raises NotYours, NothingWritten, StillTwoTexts, TooLate, NotReady, NothingNew.
    """
    if not place.hands_in or place.contribution is None:
        raise NotYours
    held = Contribution.objects.select_for_update(of=("self",)).get(pk=place.contribution.pk)
    draft = drafts.read(place.questionnaire, held)
    late = _look(place, draft, person, at)
    last = held.versions.order_by("-number").first()
    decision = decisions.read(draft.values) if place.body else decisions.Decision()
    version = Version(
        contribution=held, number=last.number + 1 if last else 1, handed_in_at=at, handed_in_by=person, late=late,
        basis=basis.value, decided_on=decision.on, reference=decision.reference, votes_for=decision.votes_for,
        votes_against=decision.votes_against, abstained=decision.abstained,
    )  # fmt: skip
    pieces, numbers = _pieces(draft, decision)
    if last and _same(last, version, pieces, numbers, draft):
        raise NothingNew
    version.save(force_insert=True)
    kept = _keep(place, version, pieces, person)
    Answer.objects.bulk_create(_answers(version, kept, numbers))
    Minority.objects.bulk_create(
        Minority(version=version, position=piece.position, who=piece.who, text=text)
        for piece, text in kept
        if piece.who
    )
    Enclosure.objects.bulk_create(Enclosure(version=version, attachment=file) for file in draft.files)
    if last:
        _replace(last, kept, at)
    record("version.handed_in", subject(version), by=by, at=at, data={"number": version.number, "basis": basis.value})
    _receipts(place, version, at)
    invitations.end(place, by=by, at=at)
    return version


@transaction.atomic
def set_basis(version: Version, basis: Basis, reason: str, *, by: Actor, at: datetime) -> None:
    """Let a version be for others than before, by its owner's side or the secretariat. Raises passages' ReasonMissing."""
    rulings.set_basis(text_ids(version), basis, reason, by=by, at=at)
    Version.objects.filter(pk=version.pk).update(basis=basis.value)
    record("version.basis_changed", subject(version), by=by, at=at, data={"basis": basis.value})


def text_ids(version: Version) -> list[int]:
    """The texts of a version."""
    answers = version.answers.filter(text__isnull=False).values_list("text_id", flat=True)
    return [*(pk for pk in answers if pk is not None), *version.minorities.values_list("text_id", flat=True)]


def subject(version: Version) -> str:
    """The version as events name it."""
    return f"version:{version.pk}"


def _look(place: Place, draft: Draft, person: Person, at: datetime) -> bool:
    """Is it late? Raises what keeps it from being handed in."""
    found, zone = place.questionnaire, place.questionnaire.track.round.time_zone
    today: date = words.local_day(at, zone)
    if not draft.written:
        raise NothingWritten
    if Aside.objects.filter(contribution=draft.contribution, person=person).exists():
        raise StillTwoTexts
    deadline = questionnaires.deadlines(found, today).of(place.body)
    if at > deadline and found.late == Late.CLOSED.value:
        raise TooLate(deadline, zone)
    seats = place.body.organisation.seats if place.body and place.body.organisation else None
    if faults := draft.faults(today, seats):
        raise NotReady(faults)
    return at > deadline


def _pieces(draft: Draft, decision: decisions.Decision) -> tuple[list[_Piece], list[tuple[int, str, int]]]:
    """The words, and the numbers (question, as it was asked, number)."""
    found, numbers = [], []
    for row, asks in draft.asked:
        for one in questions.given(asks, draft.values):
            if one.number is not None:
                numbers.append((row.pk, row.title, one.number))
            else:
                found.append(_Piece(one.words, row.pk, row.title, one.position))
    found += [_Piece(one.words, position=n, who=one.who) for n, one in enumerate(decision.minorities, 1)]
    return found, numbers


def _keep(place: Place, version: Version, pieces: list[_Piece], person: Person) -> list[tuple[_Piece, Text]]:
    body = place.body.pk if place.body else None
    new = [NewText(f"version:{version.pk}:{piece.source}", piece.words, body, person.pk) for piece in pieces]
    kept = texts.keep(place.questionnaire.track.round_id, new, basis=Basis(version.basis), at=version.handed_in_at)
    return list(zip(pieces, kept, strict=True))


def _answers(
    version: Version, kept: Iterable[tuple[_Piece, Text]], numbers: Iterable[tuple[int, str, int]]
) -> Iterable[Answer]:
    for piece, text in kept:
        if not piece.who:
            yield Answer(
                version=version, question_id=piece.question, asked=piece.asked, position=piece.position, text=text
            )
    for question, asked, number in numbers:
        yield Answer(version=version, question_id=question, asked=asked, number=number)


def _old(version: Version) -> dict[str, tuple[int, str]]:
    """The texts of a version and their words, by what they answer."""
    found = {
        f"{one.question_id}.{one.position}": (one.text.pk, one.text.words)
        for one in version.answers.select_related("text")
        if one.text
    }
    return found | {
        f"minority.{one.position}": (one.text_id, f"{one.who}\0{one.text.words}")
        for one in version.minorities.select_related("text")
    }


def _replace(last: Version, kept: Iterable[tuple[_Piece, Text]], at: datetime) -> None:
    newer = {piece.source: text.pk for piece, text in kept}
    texts.replace({pk: newer.get(source) for source, (pk, _words) in _old(last).items()}, at=at)


def _same(
    last: Version, version: Version, pieces: list[_Piece], numbers: list[tuple[int, str, int]], draft: Draft
) -> bool:
    told = ("decided_on", "reference", "votes_for", "votes_against", "abstained", "basis")
    if any(getattr(last, name) != getattr(version, name) for name in told):
        return False
    now = {
        one.source: f"{one.who}\0{cutting.clean(one.words)}" if one.who else cutting.clean(one.words) for one in pieces
    }
    given = set(last.answers.filter(number__isnull=False).values_list("question_id", "number"))
    files: set[UUID] = set(last.enclosures.values_list("attachment_id", flat=True))
    return (
        now == {source: words for source, (_pk, words) in _old(last).items()}
        and given == {(question, number) for question, _asked, number in numbers}
        and files == {file.pk for file in draft.files}
    )


def _receipts(place: Place, version: Version, at: datetime) -> None:
    """To the one who handed in, and to those who wrote along."""
    contribution = version.contribution
    people = {version.handed_in_by_id, contribution.written_by_id, contribution.person_id}
    people |= set(contribution.writers.values_list("person_id", flat=True))
    outbox.enqueue(
        [
            NewMessage(f"receipt:version:{version.pk}:{person}", RECEIPT, subject(version), person=str(person))
            for person in sorted(filter(None, people))
        ],
        at=at,
    )
