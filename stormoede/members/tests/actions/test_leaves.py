"""A leave takes its member out of the audience and lets the stand-in in, on the days it lasts and no other."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stormoede.events.models import Event
from stormoede.members.actions import leaves, people
from stormoede.members.models import Body, Leave, Mandate, Organisation, Person
from stormoede.members.queries import audiences
from stormoede.members.refusals import LeaveOutside, LeaveTwice, StandInSits
from stormoede.members.tests.cast import AT, BY, ON, bring_in, csv_list, load_denmark
from tests.examples import examples

pytestmark = pytest.mark.django_db
SPEC = {"any": [{"bodies": ["council"], "organisations": ["0430"]}]}
FIRST, LAST = date(2025, 3, 1), date(2025, 3, 31)
DAY = timedelta(days=1)


@pytest.fixture
def council() -> Body:
    load_denmark()
    return Body.objects.get(kind="council", organisation__code="0430")


def person(name: str) -> Person:
    place = Organisation.objects.get(code="0430")
    return people.make(name, f"{name.split()[0].lower()}@fmk.example", place, by=BY, at=AT)


def seated(name: str, body: Body, last: date | None = None) -> Mandate:
    return people.give_seat(person(name), body, "member", date(2022, 1, 1), last, by=BY, at=AT)


def inside(on: date) -> set[str]:
    return set(audiences.people(SPEC, on=on).values_list("name", flat=True))


def test_the_absent_goes_out_and_the_stand_in_comes_in_on_those_days(council: Body) -> None:
    seat, ole = seated("Karen Lund", council), person("Ole Friis")
    leaves.begin(seat, FIRST, LAST, ole, by=BY, at=AT)
    assert inside(FIRST - DAY) == {"Karen Lund"}
    assert inside(FIRST) == inside(LAST) == {"Ole Friis"}
    assert inside(LAST + DAY) == {"Karen Lund"}
    assert audiences.includes(SPEC, ole.pk, on=LAST) and not audiences.includes(SPEC, seat.person_id, on=LAST)


def test_a_leave_without_end_lasts_as_long_as_the_mandate(council: Body) -> None:
    seat = seated("Karen Lund", council, date(2025, 12, 31))
    leave = leaves.begin(seat, FIRST, None, person("Ole Friis"), by=BY, at=AT)
    assert leave.valid_to == date(2025, 12, 31)
    people.end_seat(seat, LAST, by=BY, at=AT)
    assert inside(LAST) == {"Ole Friis"} and inside(LAST + DAY) == set()
    assert Leave.objects.get().valid_to == LAST


def test_a_leave_can_be_cut_short_and_made_longer(council: Body) -> None:
    seat, ole = seated("Karen Lund", council), person("Ole Friis")
    leave = leaves.begin(seat, FIRST, LAST, ole, by=BY, at=AT)
    leaves.end(leave, FIRST + DAY, by=BY, at=AT)
    assert inside(FIRST + 2 * DAY) == {"Karen Lund"}
    leaves.end(leave, LAST + 9 * DAY, by=BY, at=AT)
    assert inside(LAST + 9 * DAY) == {"Ole Friis"}
    leaves.end(leave, FIRST - DAY, by=BY, at=AT)
    assert not Leave.objects.exists() and inside(FIRST) == {"Karen Lund"}
    assert Event.objects.filter(act="leave.cancelled", subject=f"person:{seat.person_id}").count() == 1


def test_another_stands_in_from_a_day(council: Body) -> None:
    leave = leaves.begin(seated("Karen Lund", council), FIRST, LAST, person("Ole Friis"), by=BY, at=AT)
    leaves.name_stand_in(leave, person("Ida Bo"), FIRST + 9 * DAY, by=BY, at=AT)
    assert inside(FIRST + 8 * DAY) == {"Ole Friis"} and inside(FIRST + 9 * DAY) == {"Ida Bo"}
    leaves.name_stand_in(Leave.objects.latest("valid_from"), None, FIRST + 20 * DAY, by=BY, at=AT)
    assert inside(FIRST + 19 * DAY) == {"Ida Bo"} and inside(FIRST + 20 * DAY) == set()


def test_what_cannot_be_is_refused(council: Body) -> None:
    seat = seated("Karen Lund", council, date(2025, 12, 31))
    sits = seated("Ole Friis", council).person
    for first, last in ((date(2021, 1, 1), LAST), (FIRST, date(2026, 1, 1)), (LAST, FIRST)):
        with pytest.raises(LeaveOutside):
            leaves.begin(seat, first, last, by=BY, at=AT)
    for who in (sits, seat.person):
        with pytest.raises(StandInSits):
            leaves.begin(seat, FIRST, LAST, who, by=BY, at=AT)
    assert not Leave.objects.exists()
    leaves.begin(seat, FIRST, LAST, by=BY, at=AT)
    with pytest.raises(LeaveTwice):
        leaves.begin(seat, LAST, None, by=BY, at=AT)


def test_a_complete_list_of_the_elected_leaves_the_stand_in_where_they_are(council: Body) -> None:
    karen = "0430;Faaborg-Midtfyn;Karen Lund;karen@fmk.example;;Byråd;2022-01-01;;"
    bring_in(csv_list(karen))
    leaves.begin(Mandate.objects.get(), ON, LAST, person("Ole Friis"), by=BY, at=AT)
    assert bring_in(csv_list(karen), complete=("0430",)).ended == 0
    assert inside(LAST) == {"Ole Friis"}
    ida = csv_list("0430;Faaborg-Midtfyn;Ida Bo;ida@fmk.example;;Byråd;2025-03-10;;")
    assert bring_in(ida, complete=("0430",)).ended == 1
    assert inside(date(2025, 3, 9)) == {"Ole Friis"} and inside(date(2025, 3, 10)) == {"Ida Bo"}


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nobody_sits_twice_and_one_sits_or_nobody(council: Body, data: st.DataObject) -> None:
    """Whatever happens to leaves, on every day at most one sits in Karen's place, and never after her mandate."""
    Mandate.objects.all().delete()
    seat = seated("Karen Lund", council, date(2025, 6, 30))
    others = [person("Ole Friis"), person("Ida Bo")]
    days = st.dates(date(2025, 2, 1), date(2025, 7, 10))
    for act in data.draw(st.lists(st.sampled_from(["begin", "end", "name", "over"]), max_size=8)):
        leave = Leave.objects.order_by("-pk").first()
        first, last = data.draw(days), data.draw(st.none() | days)
        who = data.draw(st.sampled_from([None, *others]))
        try:
            if act == "begin":
                leaves.begin(seat, first, last, who, by=BY, at=AT)
            elif act == "over":
                people.end_seat(seat, last or first, by=BY, at=AT)
            elif leave and act == "end":
                leaves.end(leave, first, by=BY, at=AT)
            elif leave:
                leaves.name_stand_in(leave, who, first, by=BY, at=AT)
        except (LeaveOutside, LeaveTwice, StandInSits, people.MandateOver):
            continue
    over = Mandate.objects.get(pk=seat.pk).valid_to
    assert over is not None
    away = list(Leave.objects.all())
    seats = list(Mandate.objects.all())
    edges = {edge for row in (*away, *seats) for edge in (row.valid_from, row.valid_to) if edge}
    for on in sorted({edge + step * DAY for edge in edges for step in (-1, 0, 1)}):
        absent = {leave.mandate_id for leave in away if _holds(leave, on)}
        found = [one.person_id for one in seats if _holds(one, on) and one.pk not in absent]
        assert len(found) <= 1
        assert not found or on <= over
        assert absent or not seat.valid_from <= on <= over or found == [seat.person_id]


def _holds(row: Leave | Mandate, on: date) -> bool:
    return row.valid_from <= on <= (row.valid_to or date.max)
