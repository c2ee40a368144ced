"""What a member can do in a questionnaire: for which bodies they write and hand in, whose answers they read, and their own view."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from stormoede.contributions import permissions
from stormoede.contributions.models import Contribution, Questionnaire, Writer
from stormoede.lib.prepared import adapted, preparing
from stormoede.members.models import Body, Mandate, Person
from stormoede.members.queries.audiences import valid

SITTING = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, on which day. ``secretary_of`` is the body whose page they opened by its own link:
    ``council:`` and the organisation's code, or ``regional:`` and the group's."""

    person: Person
    on: date
    secretary_of: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One contribution as a member stands to it. ``body`` None is the member's own view; ``contribution`` None: not begun."""

    questionnaire: Questionnaire
    body: Body | None
    contribution: Contribution | None
    writes: bool
    hands_in: bool

    @property
    def key(self) -> str:
        """What addresses call it."""
        return str(self.body.pk) if self.body else "egen"


def places(found: Sequence[Questionnaire], who: Visitor) -> list[Place]:
    """Every contribution the person has to do with, bodies before their own view, in the order of the questionnaires.

    Four statements, however many.
    """
    seats = _seats(who)
    bodies = _bodies(seats, who)
    written = _contributions(found, bodies, who)
    helps = set(
        Writer.objects.filter(person=who.person, contribution__questionnaire__in=found).values_list(
            "contribution_id", flat=True
        )
    )
    told = []
    for questionnaire in found:
        asked = [body for body in bodies if body.kind in questionnaire.bodies]
        known = {one.body_id: one for one in written if one.questionnaire_id == questionnaire.pk}
        extra = [one.body for one in known.values() if one.body and one.pk in helps and one.body not in asked]
        for body in [*asked, *extra]:
            told.append(_place(questionnaire, body, known.get(body.pk), seats, helps, who))
        if questionnaire.own_views and _is_asked(questionnaire, seats):
            told.append(Place(questionnaire, None, known.get(None), True, True))
    return told


def place(found: Questionnaire, whose: str, who: Visitor) -> Place | None:
    """The one contribution that addresses call ``whose``, or None when the person has nothing to do with it."""
    return next((one for one in places([found], who) if one.key == whose), None)


def invited(found: Questionnaire, whose: str, person: Person, contribution: UUID) -> Place | None:
    """The one draft somebody was asked by mail to help write; they never hand it in. None when they no longer may."""
    rows = Writer.objects.filter(person=person, contribution=contribution, contribution__questionnaire=found)
    writer = rows.select_related("contribution__body__organisation", "contribution__body__group").first()
    if writer is None:
        return None
    place = Place(found, writer.contribution.body, writer.contribution, True, False)
    return place if place.key == whose else None


def link_subject(contribution: UUID, round_key: str) -> str:
    """What the link of somebody who was asked by mail is for."""
    return f"draft:{contribution.hex}:{round_key}"


def _place(
    found: Questionnaire,
    body: Body,
    known: Contribution | None,
    seats: Iterable[Mandate],
    helps: set[UUID],
    who: Visitor,
) -> Place:
    holds = bool(who.secretary_of) and _named(body) == who.secretary_of
    hands_in = holds or permissions.hands_in(body, seats)
    writes = hands_in or permissions.writes(body, seats) or (known is not None and known.pk in helps)
    return Place(found, body, known, writes, hands_in)


def _named(body: Body) -> str:
    """The body as a link of its own names it; empty when it has none."""
    if body.kind == Body.Kind.COUNCIL and body.organisation:
        return f"council:{body.organisation.code}"
    return f"regional:{body.group.code}" if body.kind == Body.Kind.REGIONAL_COUNCIL and body.group else ""


def _is_asked(found: Questionnaire, seats: Iterable[Mandate]) -> bool:
    """A member's own view is asked of those who sit in a body that is asked; of everybody where no body is."""
    return not found.bodies or any(
        seat.body.kind in found.bodies and seat.role != Mandate.Role.SECRETARY for seat in seats
    )


def _seats(who: Visitor) -> list[Mandate]:
    rows = Mandate.objects.filter(valid(who.on), person=who.person)
    return list(rows.select_related("body__organisation", "body__group"))


def _bodies(seats: Iterable[Mandate], who: Visitor) -> list[Body]:
    organisations = {seat.body.organisation_id for seat in seats if seat.role == Mandate.Role.SECRETARY}
    wanted = Q(pk__in=[seat.body_id for seat in seats]) | Q(organisation__in=organisations - {None})
    kind, _colon, code = who.secretary_of.partition(":")
    if kind == "council":
        wanted |= Q(organisation__code=code, kind=Body.Kind.COUNCIL)
    elif kind == "regional":
        wanted |= Q(group__code=code, kind=Body.Kind.REGIONAL_COUNCIL)
    return list(Body.objects.filter(wanted).select_related("organisation", "group").order_by("kind", "pk"))


def _contributions(found: Sequence[Questionnaire], bodies: Sequence[Body], who: Visitor) -> list[Contribution]:
    own = Q(body__in=bodies) | Q(person=who.person) | Q(writers__person=who.person)
    rows = Contribution.objects.filter(own, questionnaire__in=found).distinct()
    return list(rows.select_related("body__organisation", "body__group"))


@dataclass(frozen=True, slots=True)
class Sitting:
    """A draft somebody may write in. ``fresh`` says that they have just been writing: then no new sitting is noted."""

    contribution: UUID
    person: UUID
    fresh: bool


def sitting(contribution: UUID, who: Visitor, at: datetime) -> Sitting | None:
    """May the person write in this draft at ``at``? One statement: it is asked with every save."""
    person = adapted(who.person.pk)
    on = adapted(who.on)
    with preparing() as cursor:
        cursor.execute(
            _MAY_WRITE, [adapted(contribution), person, person, who.secretary_of, who.secretary_of, person, on, on]
        )
        row = cursor.fetchone()
    if row is None:
        return None
    by, then = row
    same = str(by).replace("-", "") == who.person.pk.hex
    fresh = same and at - SITTING <= (then if then.tzinfo else then.replace(tzinfo=UTC))
    return Sitting(contribution, who.person.pk, fresh)


# The same rule as permissions.writes, in the database's words; a test holds the two together.
_MAY_WRITE = """
SELECT c.written_by_id, c.written_at FROM contributions_contribution c
WHERE c.id = %s AND (
  c.person_id = %s
  OR EXISTS (SELECT 1 FROM contributions_writer w WHERE w.contribution_id = c.id AND w.person_id = %s)
  OR EXISTS (SELECT 1 FROM members_body own LEFT JOIN members_organisation o ON o.id = own.organisation_id
             LEFT JOIN members_group g ON g.id = own.group_id
             WHERE own.id = c.body_id AND ((own.kind = 'council' AND 'council:' || o.code = %s)
                                           OR (own.kind = 'regional_council' AND 'regional:' || g.code = %s)))
  OR EXISTS (SELECT 1 FROM members_mandate m JOIN members_body b ON b.id = m.body_id JOIN members_body own ON own.id = c.body_id
             WHERE m.person_id = %s AND m.valid_from <= %s AND (m.valid_to IS NULL OR m.valid_to >= %s)
               AND ((b.id = own.id AND m.role IN ('mayor', 'chair', 'secretary'))
                    OR (m.role = 'secretary' AND b.organisation_id = own.organisation_id)))
)
"""
