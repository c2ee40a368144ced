"""A body's day is set by its secretary or the desk, and everybody sees who did; what cannot be is refused."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from stormoede.deliberations import inputs, queries
from stormoede.deliberations.actions import deliberations
from stormoede.deliberations.actions.deliberations import Said
from stormoede.deliberations.core.standings import Standing
from stormoede.deliberations.models import Deliberation
from stormoede.deliberations.refusals import AddressRefused, BodyElsewhere, DayOutside
from stormoede.deliberations.tests.makers import AT, BY, DEADLINE, LATER, council, matter, region, seat
from stormoede.events.actor import Actor, ActorKind
from stormoede.events.models import Event
from stormoede.members.models import Body
from stormoede.members.queries import audiences
from stormoede.rounds import kinds
from stormoede.rounds.models import Round

pytestmark = pytest.mark.django_db
SECRETARY = Actor(ActorKind.PERSON, "0b0e")
DAY = date(2025, 3, 27)


class Received:
    """Input that has come in, as the room above would tell of it."""

    def __init__(self, *bodies: Body) -> None:
        self.bodies = bodies

    def received(self, round: Round) -> dict[int, datetime]:
        return {body.pk: AT for body in self.bodies}

    def questions(self, round: Round, bodies: str) -> list[str]:
        return []


@pytest.fixture
def sent() -> Iterator[list[Body]]:
    before, come = inputs._inputs, Received()
    inputs.install(come)
    found: list[Body] = []
    come.bodies = found  # type: ignore[assignment]
    yield found
    inputs.install(before)


def test_a_day_is_set_moved_and_taken_back_and_each_leaves_its_event() -> None:
    body, about = council("0420", "Assens"), matter()
    deliberations.plan(about, body, Said(DAY, "Gitte Rask"), by=SECRETARY, at=AT)
    deliberations.plan(about, body, Said(DAY, "Gitte Rask"), by=BY, at=AT + timedelta(hours=1))
    kept = Deliberation.objects.get()
    assert (kept.planned_on, kept.responsible, kept.set_by, kept.set_at) == (DAY, "Gitte Rask", str(SECRETARY), AT)
    deliberations.plan(about, body, Said(DAY, "Jens Friis"), by=SECRETARY, at=AT)
    deliberations.plan(about, body, Said(None, "Jens Friis"), by=SECRETARY, at=AT)
    assert [event.act for event in queries.history(about, body)] == [
        "deliberation.taken_back",
        "deliberation.edited",
        "deliberation.planned",
    ]


def test_a_matter_is_for_bodies_of_one_kind() -> None:
    group = region()
    about = matter(bodies="regional_council")
    deliberations.plan(about, Body.objects.get(group=group), Said(DAY), by=BY, at=AT)
    with pytest.raises(BodyElsewhere):
        deliberations.plan(about, council("0420", "Assens"), Said(DAY), by=BY, at=AT)


@pytest.mark.parametrize("day", [date(2025, 2, 6), date(2025, 7, 1)])
def test_a_day_lies_in_the_round(day: date) -> None:
    with pytest.raises(DayOutside):
        deliberations.plan(matter(), council("0420", "Assens"), Said(day), by=BY, at=AT)
    assert not Deliberation.objects.exists() and not Event.objects.filter(act__startswith="deliberation.").exists()


def test_an_address_is_one() -> None:
    with pytest.raises(AddressRefused):
        deliberations.plan(matter(), council("0420", "Assens"), Said(None, "", "gitte"), by=BY, at=AT)


def test_the_database_keeps_one_discussion_a_body() -> None:
    body, about = council("0420", "Assens"), matter()
    deliberations.plan(about, body, Said(DAY), by=BY, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deliberation.objects.create(matter=about, body=body, set_at=AT, set_by=str(BY))


def test_each_stands_where_it_stands(sent: list[Body]) -> None:
    names = {"0420": "Assens", "0851": "Aalborg", "0492": "Ærø", "0825": "Læsø"}
    assens, aalborg, aeroe, laesoe = (council(code, name) for code, name in names.items())
    about = matter()
    deliberations.plan(about, assens, Said(AT.date()), by=BY, at=AT)
    deliberations.plan(about, laesoe, Said(AT.date() - timedelta(1)), by=BY, at=AT)
    sent.append(aeroe)
    found = queries.lines(about, at=AT)
    assert [(line.name, line.standing) for line in found] == [
        ("Assens", Standing.PLANNED), ("Læsø", Standing.HELD), ("Ærø", Standing.SENT), ("Aalborg", Standing.NONE),
    ]  # fmt: skip
    assert queries.figures(found) == dict.fromkeys(Standing, 1)
    assert aalborg.pk == found[-1].body


def test_a_region_has_its_own_deadline() -> None:
    inside, outside = council("0420", "Assens", region()), council("0825", "Læsø")
    about = matter(regions=(("syddanmark", LATER),))
    found = {line.body: line for line in queries.lines(about, at=DEADLINE + timedelta(1))}
    assert (found[inside.pk].deadline, found[inside.pk].late) == (LATER, False)
    assert (found[outside.pk].deadline, found[outside.pk].late) == (DEADLINE, True)


def test_who_has_done_nothing_is_all_but_those_who_have(sent: list[Body]) -> None:
    assens, laesoe, aeroe = council("0420", "Assens"), council("0825", "Læsø"), council("0492", "Ærø")
    about = matter()
    administrations = Body.objects.filter(kind="administration")
    people = {
        name: (
            seat(body, f"Medlem {name}"),
            seat(administrations.get(organisation=body.organisation), f"Sekretær {name}", "secretary"),
        )
        for name, body in (("A", assens), ("L", laesoe), ("Æ", aeroe))
    }
    deliberations.plan(about, assens, Said(DAY), by=BY, at=AT)
    deliberations.plan(about, laesoe, Said(None, "Jens Friis"), by=BY, at=AT)
    sent.append(aeroe)
    answered = set(kinds.of(about.track).answered(about.track))
    assert answered == {*people["A"], *people["Æ"]}


@pytest.mark.parametrize("number", [1, 30])
def test_a_list_costs_the_same_however_many(number: int, django_assert_num_queries) -> None:
    group = region()
    for n in range(number):
        council(f"{n:04}", f"Kommune {n}", group)
    about = matter(regions=(("syddanmark", LATER),))
    about = queries.of_round(about.track.round)[0]
    with django_assert_num_queries(5):
        assert len(queries.lines(about, at=AT)) == number


def test_an_audience_may_be_those_where_nothing_has_happened() -> None:
    assens, laesoe = council("0420", "Assens"), council("0825", "Læsø")
    about = matter()
    member = seat(laesoe, "Karen Lund")
    seat(assens, "Jens Friis")
    deliberations.plan(about, assens, Said(DAY), by=BY, at=AT)
    spec = {"any": [{"answer": "oea26/droeftelser/none"}]}
    assert list(audiences.people(spec, on=AT.date())) == [member]
    assert next(one.label for one in kinds.of(about.track).answers(about.track, "da")) == "Ingen dato endnu"  # type: ignore[attr-defined]
