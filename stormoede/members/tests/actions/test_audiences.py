"""Audiences: SQL against a plain model, references, and what is refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from stormoede.events.models import Event
from stormoede.members.actions import audiences
from stormoede.members.core import audiences as core
from stormoede.members.models import Audience, Body, Group, Leave, Mandate, Organisation, Person
from stormoede.members.queries import audiences as queries
from stormoede.members.queries.audiences import valid
from stormoede.members.refusals import AudienceUsed, SpecRefused
from stormoede.members.tests.cast import AT, BY, load_denmark
from tests.examples import examples

pytestmark = pytest.mark.django_db
CODES = ["0101", "0400", "0430", "0492", "0265"]
GROUPS = ["region:hovedstaden", "region:oestdanmark", "region:syddanmark", "regional_council:sjaelland"]
DAYS = [date(2021, 12, 31), date(2022, 1, 1), date(2025, 12, 31), date(2026, 6, 1), date(2027, 1, 1)]
BODY = ("body__organisation", "body__group")
IDS = [UUID(int=number) for number in range(1, 26)]


@dataclass(frozen=True)
class World:
    """What the model looks at, read once: every seat, and who is in which group on which day."""

    mandates: list[Mandate]
    members: dict[date, dict[str, set[int]]]


@pytest.fixture(scope="module")
def world(shared: Any) -> World:
    shared(_people)
    return shared(_read)


def _read() -> World:
    def members(group: Group, on: date) -> set[int]:
        return set(group.memberships.filter(valid(on)).values_list("organisation_id", flat=True))

    groups = {
        f"{group.kind}:{group.code}": group for group in Group.objects.all() if f"{group.kind}:{group.code}" in GROUPS
    }
    return World(
        list(Mandate.objects.select_related("person__organisation").prefetch_related("leaves", *BODY)),
        {on: {name: members(group, on) for name, group in groups.items()} for on in DAYS},
    )


def _people() -> None:
    """25 people in five municipalities, with seats of every sort; the last five are none, secretary, erased, board, KKR."""
    load_denmark()
    places = {place.code: place for place in Organisation.objects.filter(code__in=CODES)}
    council = {body.organisation_id: body for body in Body.objects.filter(kind="council")}
    finance = {body.organisation_id: body for body in Body.objects.filter(kind="finance_committee")}
    office = {body.organisation_id: body for body in Body.objects.filter(kind="administration")}
    regional = list(Body.objects.filter(kind="regional_council").order_by("name"))
    board = Body.objects.get(kind="board")
    for number, pk in enumerate(IDS):
        place = places[CODES[number % 5]]
        person = Person.objects.create(pk=pk, name=f"P{number}", sort_key=f"p{number}", organisation=place)
        first, last = DAYS[number % 3], [None, date(2025, 12, 31), date(2026, 12, 31)][number % 3]
        seats: list[tuple[Body, str]] = []
        if number < 20:
            seats.append((council[place.pk], ["mayor", "deputy_mayor", "member", "member"][number // 5]))
        if number % 4 == 1:
            seats.append((finance[place.pk], "chair" if number == 1 else "member"))
        if number in {3, 7, 24}:
            seats.append((regional[number % 5], "chair" if number == 3 else "member"))
        if number in {8, 23}:
            seats.append((board, "member"))
        if number == 21:
            seats.append((office[place.pk], "secretary"))
        for body, role in seats:
            Mandate.objects.create(person=person, body=body, role=role, valid_from=first, valid_to=last)
    Person.objects.filter(pk=IDS[22]).update(erased_at=AT)
    for number, seat in enumerate(Mandate.objects.order_by("pk")[:12]):
        last = [None, DAYS[2], DAYS[3]][number % 3]
        Leave.objects.create(mandate=seat, valid_from=[seat.valid_from, DAYS[2]][number % 2], valid_to=last)


def _lists(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)


SEATS = st.fixed_dictionaries(
    {},
    optional={
        "roles": _lists(list(core.ROLES)),
        "bodies": _lists(list(core.BODIES)),
        "organisations": _lists(CODES),
        "groups": _lists(GROUPS),
    },
).filter(bool)
PARTS = st.one_of(
    SEATS,
    SEATS,
    st.fixed_dictionaries({"people": _lists([str(pk) for pk in IDS])}),
    st.fixed_dictionaries({"audience": st.sampled_from(["mayors", "nested"])}),
)
SPECS = st.fixed_dictionaries({"any": st.lists(PARTS, min_size=1, max_size=3), "but": st.lists(PARTS, max_size=2)})


def _model(world: World, whole: core.Whole, on: date) -> set[UUID]:
    """What the docstring of core/audiences.py says, row by row."""
    members = world.members[on]

    def fits(seats: core.Seats, seat: Mandate) -> bool:
        body = seat.body
        own = body.organisation or seat.person.organisation
        where = body.organisation or (None if body.group else seat.person.organisation)
        return (
            seat.valid_from <= on
            and (seat.valid_to is None or on <= seat.valid_to)
            and not any(one.valid_from <= on <= (one.valid_to or date.max) for one in seat.leaves.all())
            and (not seats.roles or seat.role in seats.roles)
            and (not seats.bodies or body.kind in seats.bodies)
            and (body.kind != "administration" or "administration" in seats.bodies or "secretary" in seats.roles)
            and (not seats.organisations or own.code in seats.organisations)
            and (
                not seats.groups
                or any(body.group and group == f"{body.group.kind}:{body.group.code}" for group in seats.groups)
                or any(where and where.pk in members.get(group, ()) for group in seats.groups)
            )
        )

    def one(part: core.Seats | core.People | core.Whole) -> Iterator[UUID]:
        match part:
            case core.People(ids):
                yield from ids
            case core.Whole():
                yield from union(part.any) - union(part.but)
            case core.Seats():
                yield from (seat.person_id for seat in world.mandates if fits(part, seat))

    def union(parts: Any) -> set[UUID]:
        return {pk for part in parts for pk in one(part)}

    return {pk for pk in union((whole,)) if pk != IDS[22]}


@settings(max_examples=examples(120, of_the_database=True), deadline=None)
@given(spec=SPECS, on=st.sampled_from(DAYS))
def test_sql_says_what_the_model_says(world: World, spec: dict[str, Any], on: date) -> None:
    mayors = {"any": [{"roles": ["mayor"]}], "but": []}
    nested = {"any": [{"audience": "mayors"}, {"bodies": ["board"]}], "but": [{"groups": ["region:syddanmark"]}]}
    Audience.objects.all().delete()
    for key, saved in (("mayors", mayors), ("nested", nested)):
        Audience.objects.create(key=key, name=key, spec=saved, edited_at=AT)
    expected = _model(world, queries.whole(spec), on)
    found = list(queries.people(spec, on=on).values_list("pk", flat=True))
    assert sorted(found) == sorted(expected)
    assert queries.count(spec, on=on) == len(expected)
    assert all(queries.includes(spec, pk, on=on) == (pk in expected) for pk in IDS[:3])


def test_one_statement_and_one_more_for_references(world: World) -> None:
    seats = [{"roles": ["mayor"], "groups": ["region:hovedstaden"]}, {"people": [str(IDS[0])]}]
    with CaptureQueriesContext(
        connection,
    ) as captured:
        list(queries.people({"any": seats, "but": [{"bodies": ["board"]}]}, on=DAYS[1]))
    assert len(captured) == 1
    with CaptureQueriesContext(connection) as captured:
        list(queries.people({"any": [{"audience": "borgmestre"}]}, on=DAYS[1]))
    assert len(captured) == 2


def test_regions_count_on_their_day(world: World) -> None:
    east = {"any": [{"groups": ["region:oestdanmark"]}]}
    assert queries.count(east, on=date(2026, 12, 31)) == 0
    assert queries.count(east, on=date(2027, 1, 1)) > 0


@given(spec=SPECS)
def test_json_is_read_back_equal(spec: dict[str, Any]) -> None:
    parsed = core.read(spec)
    assert core.read(core.write(parsed)) == parsed


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {},
        {"any": []},
        {"any": {}},
        {"any": [{}]},
        {"any": ["mayor"]},
        {"any": [{"roles": []}]},
        {"any": [{"roles": "mayor"}]},
        {"any": [{"roles": ["king"]}]},
        {"any": [{"bodies": ["senate"]}]},
        {"any": [{"groups": ["syddanmark"]}]},
        {"any": [{"people": ["1"]}]},
        {"any": [{"people": ["1"], "roles": ["mayor"]}]},
        {"any": [{"audience": ""}]},
        {"any": [{"audience": None}]},
        {"any": [{"roles": [{}]}]},
        {"any": [{"roles": ["mayor"]}], "or": []},
        {"any": [{"role": ["mayor"]}]},
        {"any": [{1: ["mayor"]}]},
    ],
)
def test_what_does_not_say_who_is_refused(raw: Any) -> None:
    with pytest.raises(core.SpecFault):
        core.read(raw)


@pytest.mark.parametrize(
    "part",
    [
        {"organisations": ["9999"]},
        {"groups": ["region:atlantis"]},
        {"people": [str(UUID(int=99))]},
        {"audience": "nobody"},
        {"audience": "mine"},
    ],
)
def test_names_that_lead_nowhere_are_refused(world: World, part: dict[str, Any]) -> None:
    with pytest.raises(SpecRefused):
        audiences.save("mine", "Mine", {"any": [part]}, by=BY, at=AT)
    assert not Audience.objects.filter(key="mine").exists()


def test_audiences_never_run_in_a_circle(world: World) -> None:
    audiences.save("one", "One", {"any": [{"audience": "borgmestre"}]}, by=BY, at=AT)
    audiences.save("two", "Two", {"any": [{"audience": "one"}]}, by=BY, at=AT)
    with pytest.raises(SpecRefused, match="two"):
        audiences.save("one", "One", {"any": [{"audience": "two"}]}, by=BY, at=AT)


def test_an_audience_that_others_name_stays(world: World) -> None:
    audiences.save("one", "One", {"any": [{"audience": "borgmestre"}]}, by=BY, at=AT)
    with pytest.raises(AudienceUsed, match="One"):
        audiences.remove("borgmestre", by=BY, at=AT)
    audiences.remove("one", by=BY, at=AT)
    audiences.remove("borgmestre", by=BY, at=AT)
    assert Event.objects.filter(act="audience.removed").count() == 2


def test_saving_the_same_leaves_no_second_event(world: World) -> None:
    for _ in range(2):
        audiences.save("one", "One", {"any": [{"roles": ["mayor"]}]}, by=BY, at=AT)
    assert Event.objects.filter(subject="audience:one").count() == 1
