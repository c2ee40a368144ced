"""Playing the booklet: councils set their days and answer, regional councils gather, and the secretariat sends what it must."""

from datetime import datetime
from functools import lru_cache

from django.db import transaction

from stormoede.accounts import actors
from stormoede.accounts.models import Staff
from stormoede.contributions.actions import drafts, handing_in
from stormoede.contributions.actions.drafts import Typed
from stormoede.contributions.models import Questionnaire
from stormoede.contributions.queries import places, questionnaires
from stormoede.contributions.queries.places import Visitor
from stormoede.deliberations import inputs
from stormoede.deliberations import queries as deliberations
from stormoede.deliberations.actions import deliberations as saying
from stormoede.deliberations.actions import secretaries
from stormoede.deliberations.actions.deliberations import Said
from stormoede.deliberations.models import Matter
from stormoede.lib.refusal import Refusal
from stormoede.members.models import Body, Person
from stormoede.passages.core.kinds import Basis
from stormoede.rounds import queries as rounds
from stormoede.rounds.models import Round
from stormoede.story.actions import secretariat
from stormoede.story.core import booklet, cast
from stormoede.story.core.booklet import Deed, HandIn, Plan


def moments(round: Round) -> list[datetime]:
    """What the story stops at on its way: the round's dates, and what the secretariat does."""
    return sorted({*(due.at for due in rounds.calendar(round)), booklet.LETTER_AT, booklet.PAGES_AT})


def deeds() -> list[Deed]:
    """All that councils and regional councils do, in the order of time. The one council the cast plays is left to it."""
    found = (
        Body.objects.filter(kind=Body.Kind.COUNCIL)
        .exclude(organisation__code=cast.LIVED_IN)
        .order_by("organisation__code")
    )
    councils = tuple((pk, seats or 0) for pk, seats in found.values_list("pk", "organisation__seats"))
    regional = Body.objects.filter(kind=Body.Kind.REGIONAL_COUNCIL).order_by("group__code").values_list("pk", flat=True)
    return _deeds(councils, tuple(regional))


@lru_cache(maxsize=2)
def _deeds(councils: tuple[tuple[int, int], ...], regional: tuple[int, ...]) -> list[Deed]:
    return booklet.deeds(councils, regional)


def perform(deed: Deed, round: Round) -> None:
    """A body's secretary does what the page lets them; what it would refuse is left undone here too."""
    body = Body.objects.select_related("organisation", "group").filter(pk=deed.body).first()
    person = deliberations.secretaries(body, on=deed.at.date()).first() if body else None
    if body is None or person is None:
        return
    try:
        with transaction.atomic():
            if isinstance(deed, Plan):
                _plan(deed, round, body, person)
            else:
                _hand_in(deed, round, body, person)
    except Refusal:
        return


def work(round: Round, after: datetime, until: datetime) -> None:
    """What the secretariat does: the booklet goes out, and every secretary gets their page."""
    if after < booklet.LETTER_AT <= until:
        secretariat.release(round.key, "haefte", booklet.LETTER_AT)
    if after < booklet.PAGES_AT <= until:
        _send_pages(round, booklet.PAGES_AT)


def _send_pages(round: Round, at: datetime) -> None:
    by = actors.staff(Staff.objects.get(email=cast.SECRETARY.email))
    for matter in deliberations.of_round(round):
        for body in deliberations.bodies(matter):
            try:
                secretaries.invite(matter, body, by=by, at=at)
            except Refusal:
                continue


def _plan(deed: Plan, round: Round, body: Body, person: Person) -> None:
    matter = Matter.objects.select_related("track__round").get(track__round=round, bodies=body.kind)
    said = Said(deed.day, person.name, person.email)
    saying.plan(matter, body, said, by=actors.person(person), at=deed.at)


def _hand_in(deed: HandIn, round: Round, body: Body, person: Person) -> None:
    found = next(one for one in questionnaires.of_round(round) if one.track.key == deed.track)
    by, who = actors.person(person), Visitor(person, deed.at.date())
    contribution = drafts.begin(found, body, person, by=by, at=deed.at)
    for name, value in deed.values.items():
        sitting = places.sitting(contribution.pk, who, deed.at)
        if sitting is not None:
            drafts.save(sitting, Typed(name, _told(value, found, body), 0), by=by, at=deed.at)
    place = places.place(found, str(body.pk), who)
    if place is not None:
        handing_in.hand_in(place, person, Basis.INTERNAL, by=by, at=deed.at)


def _told(value: str, found: Questionnaire, body: Body) -> str:
    """A synthesis counts what has come in from its own municipalities."""
    if "{sent}" not in value or body.group is None:
        return value
    own = set(Body.objects.filter(
        kind=Body.Kind.COUNCIL, organisation__group_memberships__group=body.group
    ).values_list("pk", flat=True))  # fmt: skip
    come = len(own & inputs.received(found.track.round).keys())
    return value.format(sent=come, all=len(own))
