"""What is wrong with a meeting and its dates, as values."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from stormoede.meetings.core import plans
from stormoede.meetings.core.plans import DatePlan, Fault, Plan, Problem

DEADLINE = datetime(2025, 3, 26, 22, 59, 59, tzinfo=UTC)
FIRST = DatePlan(datetime(2025, 3, 31, 17, tzinfo=UTC), datetime(2025, 3, 31, 18, 30, tzinfo=UTC))
SECOND = DatePlan(datetime(2025, 4, 3, 17, tzinfo=UTC), datetime(2025, 4, 3, 18, 30, tzinfo=UTC))
PLAN = Plan(DEADLINE, datetime(2025, 3, 27, 7, tzinfo=UTC))
SECOND_OF_TIME = timedelta(seconds=1)


def found(plan: Plan = PLAN, *dates: DatePlan) -> list[tuple[str, Problem]]:
    return [(fault.field, fault.problem) for fault in plans.faults(plan, dates or (FIRST, SECOND))]


def test_the_meeting_of_the_letter_is_well() -> None:
    assert found() == []


@pytest.mark.parametrize(("plan", "faults"), [
    (replace(PLAN, links_at=DEADLINE - SECOND_OF_TIME), [("links_at", Problem.LINKS_BEFORE_DEADLINE)]),
    (replace(PLAN, links_at=DEADLINE), []),
    (replace(PLAN, links_at=FIRST.starts - timedelta(minutes=15)), []),
    (replace(PLAN, links_at=FIRST.starts - timedelta(minutes=15) + SECOND_OF_TIME), [("links_at", Problem.LINKS_AFTER_DOOR)]),
    (replace(PLAN, deadline=SECOND.ends, links_at=SECOND.ends), [
        ("deadline", Problem.DEADLINE_AFTER), ("links_at", Problem.LINKS_AFTER_DOOR),
    ]),
])  # fmt: skip
def test_deadline_links_and_doors_come_in_that_order(plan: Plan, faults: list[tuple[str, Problem]]) -> None:
    assert found(plan) == faults


def test_the_order_of_the_dates_does_not_matter() -> None:
    late = replace(PLAN, links_at=FIRST.starts)
    assert found(late, SECOND, FIRST) == found(late, FIRST, SECOND) == [("links_at", Problem.LINKS_AFTER_DOOR)]


def test_a_meeting_has_a_date() -> None:
    assert [fault.problem for fault in plans.faults(PLAN, [])] == [Problem.NO_DATES]


@pytest.mark.parametrize(("lasts", "problem"), [
    (timedelta(0), Problem.ENDS_FIRST),
    (timedelta(hours=-1), Problem.ENDS_FIRST),
    (timedelta(hours=16), None),
    (timedelta(hours=16, seconds=1), Problem.TOO_LONG),
])  # fmt: skip
def test_a_date_ends_after_it_begins(lasts: timedelta, problem: Problem | None) -> None:
    told = plans.date_faults(replace(SECOND, ends=SECOND.starts + lasts), 1)
    assert told == ([Fault("ends", problem, 1)] if problem else [])


@pytest.mark.parametrize(("first", "last", "fields"), [
    (date(2025, 3, 26), date(2025, 4, 3), []),
    (date(2025, 3, 27), date(2025, 4, 3), [("deadline", None)]),
    (date(2025, 3, 28), date(2025, 4, 3), [("deadline", None), ("links_at", None)]),
    (date(2025, 3, 1), date(2025, 4, 2), [("starts", 1), ("ends", 1)]),
])  # fmt: skip
def test_everything_lies_within_the_round(first: date, last: date, fields: list[tuple[str, int | None]]) -> None:
    told = plans.outside(PLAN, [FIRST, SECOND], first, last, "Europe/Copenhagen")
    assert [(fault.field, fault.date) for fault in told] == fields
    assert {fault.problem for fault in told} <= {Problem.OUTSIDE_ROUND}
