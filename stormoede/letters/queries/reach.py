"""Whom a round's first letter was for, and whom it reached: in sums by organisation and role, and one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from stormoede.letters.models import Delivery, Letter
from stormoede.letters.queries import figures
from stormoede.lib.danish import sort_key
from stormoede.lib.prepared import Prepared, adapted, preparing
from stormoede.mail.models import Message
from stormoede.members.models import Group, GroupMembership, Mandate
from stormoede.members.queries.audiences import valid
from stormoede.members.queries.foremost import WAYS, Way
from stormoede.rounds.models import Round

_STATE = Message.State
_LOST = (_STATE.REFUSED.value, _STATE.UNBUILDABLE.value, figures.UNREACHABLE)
# A letter that was taken back before it left asked nobody. Roles are looked up before the rows are grouped: once for each.


def _worded(way: Way) -> str:
    return f"""
WITH {way.ahead}w AS MATERIALIZED (
  SELECT p.organisation_id, {way.place} AS place, m.state
  FROM letters_delivery d JOIN members_person p ON p.id = d.person_id LEFT JOIN mail_message m ON m.id = d.message_id {way.join}
  WHERE d.letter_id = %s AND (m.id IS NULL OR m.state <> '{_STATE.CANCELLED.value}'))
SELECT organisation_id, place, COUNT(*), COUNT(*) FILTER (WHERE state = '{_STATE.ACCEPTED.value}'),
       COUNT(*) FILTER (WHERE state IS NULL OR state IN ('{_STATE.REFUSED.value}', '{_STATE.UNBUILDABLE.value}'))
FROM w GROUP BY organisation_id, place
"""  # noqa: S608 - constants


_REACH = {vendor: _worded(way) for vendor, way in WAYS.items()}


def invitation(round: Round) -> Letter | None:
    """The first letter of the round that has been released: who was asked."""
    return next(iter(_INVITATIONS(round.pk)), None)


_INVITATIONS = Prepared(
    lambda round: Letter.objects.filter(round=round, released_at__isnull=False).order_by("released_at", "pk")[:1], 7
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of those asked is narrowed to; empty is everybody. ``role`` is a role or a body."""

    search: str = ""
    organisation: str = ""
    region: str = ""
    role: str = ""
    lost: bool = False


ORDERS = {
    "name": ("person__sort_key", "person_id"),
    "-name": ("-person__sort_key", "-person_id"),
    "organisation": ("person__organisation__sort_key", "person__sort_key", "person_id"),
}


def asked(letter: Letter, wanted: Wanted, on: date, order: str = "name") -> QuerySet[Delivery]:
    """The deliveries wanted, with person, organisation and message, in Danish order. Who was taken back was not asked."""
    found = figures.deliveries(letter, _LOST if wanted.lost else ())
    found = found.filter(Q(message__isnull=True) | ~Q(message__state=_STATE.CANCELLED))
    for word in wanted.search.split():
        found = found.filter(person__sort_key__contains=sort_key(word) or "-")
    if wanted.organisation:
        found = found.filter(person__organisation__code=wanted.organisation)
    if wanted.region:
        of = GroupMembership.objects.filter(valid(on), group__kind=Group.Kind.REGION, group__code=wanted.region)
        found = found.filter(person__organisation__in=of.values("organisation"))
    if wanted.role:
        seats = Mandate.objects.filter(Q(role=wanted.role) | Q(body__kind=wanted.role), valid(on))
        found = found.filter(person__in=seats.values("person"))
    return found.order_by(*ORDERS[order])


def by_place(letter: Letter | None, on: date) -> Iterable[tuple[int | None, int | None, int, int, int]]:
    """Organisation, place of the foremost role, asked, delivered, not reached. One statement, however many people."""
    if letter is None:
        return []
    with preparing() as cursor:
        cursor.execute(_REACH[connection.vendor], [on, on, adapted(letter.pk)])
        rows: list[Any] = cursor.fetchall()
    return rows
