"""Making, renewing and revoking personal links. Only rows are written; the links themselves are derived."""

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, QuerySet

from stormoede.accounts import addresses, keyring
from stormoede.accounts.core import tokens
from stormoede.accounts.models import Link
from stormoede.accounts.queries import living
from stormoede.events.actions.records import record, record_many
from stormoede.events.actor import Actor
from stormoede.lib.prepared import adapted
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.models import Message

KIND = "accounts.link"
_ADD = (
    "INSERT INTO accounts_link (handle, purpose, person_id, subject, generation, opens, closes, revoked_by)"
    " VALUES (%s, %s, %s, %s, 0, %s, %s, '') ON CONFLICT DO NOTHING"
)
_FEW = 500
_LAST_GENERATION = 255


def _new_handle() -> str:
    return tokens.handle_of(secrets.token_bytes(6))


def _of(purpose: str, people: Collection[UUID], subject: str) -> QuerySet[Link]:
    rows = Link.objects.filter(purpose=purpose, subject=subject)
    return rows.filter(person_id__in=people) if len(people) <= _FEW else rows


def _owners(purpose: str, people: Collection[UUID], subject: str) -> set[UUID]:
    return set(_of(purpose, people, subject).values_list("person_id", flat=True))


def _add(purpose: str, people: Iterable[UUID], subject: str, opens: datetime | None, closes: datetime | None) -> None:
    times = adapted(opens), adapted(closes)
    new = [(_new_handle(), purpose, adapted(pk), subject, *times) for pk in people]
    with connection.cursor() as cursor:
        # A letter makes two for each member, so they are not made into objects first.
        cursor.executemany(_ADD, new)


@transaction.atomic
def make(
    purpose: str,
    person_ids: Iterable[UUID],
    subject: str,
    *,
    opens: datetime | None = None,
    closes: datetime | None = None,
) -> None:
    """A link for each person for ``subject``, where there is none; the same links however often it is asked.

    A link that was there keeps its handle and generation, and gets the times asked for now. Times are the round's.
    """
    people = set(person_ids)
    there = _of(purpose, people, subject).values_list("pk", "person_id", "opens", "closes")
    found = {person: (pk, times) for pk, person, *times in there if person in people}
    moved = [pk for pk, times in found.values() if times != [opens, closes]]
    for start in range(0, len(moved), _FEW):
        Link.objects.filter(pk__in=moved[start : start + _FEW]).update(opens=opens, closes=closes)
    missing = people - found.keys()
    while missing:
        _add(purpose, missing, subject, opens, closes)
        missing -= _owners(purpose, missing, subject)


@transaction.atomic
def ensure(
    purpose: str,
    person_ids: Iterable[UUID],
    subject: str,
    *,
    opens: datetime | None = None,
    closes: datetime | None = None,
) -> dict[UUID, Link]:
    """What ``make`` makes, by person."""
    people = set(person_ids)
    make(purpose, people, subject, opens=opens, closes=closes)
    return {link.person_id: link for link in _of(purpose, people, subject) if link.person_id in people}


@transaction.atomic
def print_sheets(
    person_ids: Iterable[UUID], subject: str, *, closes: datetime, anew: bool = False, by: Actor, at: datetime
) -> dict[UUID, Link]:
    """The link of each person's sheet, which opens their page until ``closes``. ``anew`` ends the sheets printed before."""
    found = ensure(Link.Purpose.SHEET, person_ids, subject, closes=closes)
    if anew:
        found = {pk: renew(link, by=by, at=at) for pk, link in found.items()}
    record_many("link.printed", [(f"link:{link.handle}", None) for link in found.values()], by=by, at=at)
    return found


@transaction.atomic
def renew(link: Link, *, by: Actor, at: datetime) -> Link:
    """The link dies where it was sent; the row returned makes a new one. A revoked link stays revoked."""
    if link.generation < _LAST_GENERATION:
        Link.objects.filter(pk=link.pk).update(generation=F("generation") + 1)
        handle = link.handle
    else:
        handle = _new_handle()
        Link.objects.filter(pk=link.pk).update(handle=handle, generation=0)
    record("link.renewed", f"link:{handle}", by=by, at=at, data={"before": link.handle})
    return Link.objects.get(pk=handle)


@transaction.atomic
def not_me(link: Link, *, by: Actor, at: datetime) -> Link:
    """Somebody else has opened ``link``: it dies, and a new one goes to the registered address, if there is any."""
    renewed = renew(link, by=by, at=at)
    record("link.not_me", f"link:{renewed.handle}", by=by, at=at)
    if renewed.person.email:
        send(renewed, at=at)
    return renewed


def send(link: Link, *, at: datetime) -> bool:
    """Mail ``link`` to the registered address, once for each of its generations. False when it was on its way already."""
    mail = NewMessage(
        key=f"link:{link.handle}:{link.generation}",
        kind=KIND,
        ref=f"link:{link.handle}",
        person=str(link.person_id),
        priority=Message.Priority.URGENT,
    )
    return outbox.enqueue_one(mail, at=at)


@transaction.atomic
def send_all(*, by: Actor, at: datetime) -> int:
    """After a key has been dropped: mail everybody who has a page to open its new link, once for each newest key."""
    number, _key = keyring.signing(addresses.LABEL)
    pages = living(at).filter(purpose=Link.Purpose.PAGE, person__erased_at__isnull=True).exclude(person__email="")
    mails = [
        NewMessage(
            key=f"link:{link.handle}:{link.generation}:{number}",
            kind=KIND,
            ref=f"link:{link.handle}",
            person=str(link.person_id),
            priority=Message.Priority.PERSONAL,
        )
        for link in pages.iterator()
    ]
    sent = outbox.enqueue(mails, at=at)
    record("link.all_sent", f"key:{number}", by=by, at=at, data={"mails": sent})
    return sent


@transaction.atomic
def revoke(link: Link, *, by: Actor, at: datetime) -> bool:
    """The link opens nothing from now on. False when it was revoked before."""
    done = Link.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=at, revoked_by=str(by))
    if done:
        record("link.revoked", f"link:{link.handle}", by=by, at=at)
    return bool(done)


@transaction.atomic
def revoke_all(person_id: UUID, *, by: Actor, at: datetime) -> int:
    """Every link of a person opens nothing from now on. Returns how many were open."""
    handles = list(Link.objects.filter(person_id=person_id, revoked_at__isnull=True).values_list("handle", flat=True))
    Link.objects.filter(handle__in=handles).update(revoked_at=at, revoked_by=str(by))
    for handle in handles:
        record("link.revoked", f"link:{handle}", by=by, at=at)
    return len(handles)
