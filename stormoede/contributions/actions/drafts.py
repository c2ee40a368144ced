"""Drafts: begun, saved field by field as they are typed, and never written over unseen.

A save says which revision it was made from. When somebody else has saved since, nothing is replaced: the text is laid aside, the
answer says what the other wrote, and the one who came later chooses.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from stormoede.accounts import queries as accounts
from stormoede.accounts.actions import links
from stormoede.accounts.models import Link
from stormoede.contributions.models import Aside, Contribution, DraftField, Questionnaire, Writer
from stormoede.contributions.queries.places import Place, Sitting, link_subject
from stormoede.contributions.refusals import NotYours
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.lib.prepared import adapted, preparing
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.members.models import Body, Person

INVITED = "contributions.invited"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed in a field, and the revision it was typed over (0: the field was empty).

    ``mark`` is the open page's own random name and ``step`` its count of saves, so that a page never stands in its own way
    when an answer was lost. Without script both are empty.
    """

    name: str
    value: str
    revision: int
    mark: str = ""
    step: int = 0


@dataclass(frozen=True, slots=True)
class Saved:
    """The text stands, as ``revision``."""

    revision: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else wrote ``value`` meanwhile; nothing was replaced, and what was typed is laid aside."""

    value: str
    revision: int
    by: UUID | None
    at: datetime


def begin(questionnaire: Questionnaire, body: Body | None, person: Person, *, by: Actor, at: datetime) -> Contribution:
    """The body's contribution, or the person's own, begun if it was not."""
    owner = {"body": body} if body else {"person": person}
    found = Contribution.objects.filter(questionnaire=questionnaire, **owner).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            made = Contribution.objects.create(questionnaire=questionnaire, begun_at=at, **owner)
            record("draft.begun", subject(made), by=by, at=at)
            return made
    except IntegrityError:
        return Contribution.objects.get(questionnaire=questionnaire, **owner)


def save(sitting: Sitting, typed: Typed, *, by: Actor, at: datetime) -> Saved | Conflict:
    """Save what was typed. One statement while nobody else writes; the first save of a sitting leaves an event."""
    if sitting.fresh:
        return _save(sitting, typed, at)
    with transaction.atomic():
        Contribution.objects.filter(pk=sitting.contribution).update(written_at=at, written_by=sitting.person)
        record("draft.written", f"contribution:{sitting.contribution}", by=by, at=at)
        return _save(sitting, typed, at)


def _save(sitting: Sitting, typed: Typed, at: datetime) -> Saved | Conflict:
    values = [typed.value, typed.mark, typed.step, adapted(at), adapted(sitting.person)]
    place = [adapted(sitting.contribution), typed.name]
    with preparing() as cursor:
        cursor.execute(_WRITE, [*values, *place, typed.revision, typed.mark, typed.step])
        row = cursor.fetchone()
        if row is None and typed.revision == 0:
            cursor.execute(_FIRST, [*place, *values])
            row = cursor.fetchone()
    if row is not None:
        return Saved(row[0])
    return _met(sitting, typed, at)


def _met(sitting: Sitting, typed: Typed, at: datetime) -> Saved | Conflict:
    """Somebody, or this page itself, has saved since."""
    there = DraftField.objects.get(contribution=sitting.contribution, name=typed.name)
    if there.value == typed.value or (typed.mark and there.mark == typed.mark and there.step >= typed.step):
        return Saved(there.revision)
    Aside.objects.update_or_create(
        contribution_id=sitting.contribution,
        name=typed.name,
        person_id=sitting.person,
        defaults={"value": typed.value, "at": at},
    )
    return Conflict(there.value, there.revision, there.saved_by_id, there.saved_at)


_WRITE = """
UPDATE contributions_draftfield SET value = %s, revision = revision + 1, mark = %s, step = %s, saved_at = %s, saved_by_id = %s
WHERE contribution_id = %s AND name = %s AND (revision = %s OR (mark <> '' AND mark = %s AND step < %s))
RETURNING revision
"""
_FIRST = """
INSERT INTO contributions_draftfield (contribution_id, name, value, revision, mark, step, saved_at, saved_by_id)
VALUES (%s, %s, %s, 1, %s, %s, %s, %s) ON CONFLICT (contribution_id, name) DO NOTHING RETURNING revision
"""


@transaction.atomic
def choose(sitting: Sitting, name: str, *, mine: bool, revision: int, by: Actor, at: datetime) -> Saved | Conflict:
    """Let one of two texts stand: ``mine`` puts the one laid aside in the field, else it is thrown away.

    ``revision`` is the other's text as it was seen; when it has changed again nothing is replaced.
    """
    aside = Aside.objects.filter(contribution=sitting.contribution, name=name, person=sitting.person).first()
    there = DraftField.objects.select_for_update().filter(contribution=sitting.contribution, name=name).first()
    if aside is None or there is None:
        return Saved(there.revision if there else 0)
    if mine and there.revision != revision:
        return Conflict(there.value, there.revision, there.saved_by_id, there.saved_at)
    if mine:
        there.value, there.revision, there.mark, there.step = aside.value, there.revision + 1, "", 0
        there.saved_at, there.saved_by_id = at, sitting.person
        there.save()
    aside.delete()
    record("draft.chosen", f"contribution:{sitting.contribution}", by=by, at=at, data={"field": name, "mine": mine})
    return Saved(there.revision)


@transaction.atomic
def invite(place: Place, person: Person, *, by: Actor, at: datetime) -> Writer:
    """Ask somebody of the body, or its administration, to write along. Raises NotYours."""
    if not place.hands_in or place.contribution is None or place.body is None:
        raise NotYours
    writer, made = Writer.objects.get_or_create(
        contribution=place.contribution, person=person, defaults={"invited_at": at, "invited_by": str(by)}
    )
    if made:
        record("draft.shared", subject(place.contribution), by=by, at=at, data={"person": str(person.pk)})
        key = f"invited:{place.contribution.pk}:{person.pk}"
        mail = NewMessage(key, INVITED, subject(place.contribution), person=str(person.pk))
        outbox.enqueue([mail], at=at)
    return writer


@transaction.atomic
def uninvite(place: Place, person_id: UUID, *, by: Actor, at: datetime) -> None:
    """Let somebody write along no more, and close the link they were sent; what they wrote stands. Raises NotYours."""
    if not place.hands_in or place.contribution is None:
        raise NotYours
    about = link_subject(place.contribution.pk, place.questionnaire.track.round.key)
    link = accounts.link_of(person_id, Link.Purpose.DRAFT, about)
    if link is not None:
        links.revoke(link, by=by, at=at)
    if Writer.objects.filter(contribution=place.contribution, person=person_id).delete()[0]:
        record("draft.unshared", subject(place.contribution), by=by, at=at, data={"person": str(person_id)})


def subject(contribution: Contribution) -> str:
    """The contribution as events name it."""
    return f"contribution:{contribution.pk}"
