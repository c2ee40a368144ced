"""Changing a meeting and its dates: in order, within the round, and nothing half done."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from stormoede.meetings.actions import changes, meetings
from stormoede.meetings.core.plans import DatePlan, Problem
from stormoede.meetings.models import Meeting, Session
from stormoede.meetings.refusals import MeetingRefused
from stormoede.meetings.tests import house

pytestmark = pytest.mark.django_db
ACT: dict[str, Any] = {"by": house.STAFF, "at": house.BEFORE}


def dates(meeting: Meeting) -> list[Session]:
    return list(meeting.sessions.all())


def problems(refused: MeetingRefused) -> list[Problem]:
    return [fault.problem for fault in refused.faults]


def test_a_date_moved_before_the_links_is_refused() -> None:
    first = dates(house.meeting())[0]
    early = replace(meetings.date_plan(first), starts=house.LINKS_AT, ends=house.LINKS_AT + house.LENGTH)
    with pytest.raises(MeetingRefused) as raised:
        meetings.edit_date(first.pk, early, **ACT)
    assert problems(raised.value) == [Problem.LINKS_AFTER_DOOR]
    assert Session.objects.get(pk=first.pk).starts == house.FIRST


def test_a_date_moved_out_of_the_round_is_refused() -> None:
    second = dates(house.meeting())[1]
    summer = house.SECOND + timedelta(days=90)
    with pytest.raises(MeetingRefused) as raised:
        meetings.edit_date(second.pk, DatePlan(summer, summer + house.LENGTH), **ACT)
    assert problems(raised.value) == [Problem.OUTSIDE_ROUND] * 2
    assert Session.objects.get(pk=second.pk).starts == house.SECOND


def test_a_new_date_keeps_the_order_too() -> None:
    meeting = house.meeting()
    before = house.LINKS_AT - timedelta(hours=1)
    with pytest.raises(MeetingRefused):
        meetings.add_date(meeting.pk, DatePlan(before, before + house.LENGTH), **ACT)
    third = house.SECOND + timedelta(days=3)
    meetings.add_date(meeting.pk, DatePlan(third, third + house.LENGTH), **ACT)
    assert [date.starts for date in dates(meeting)] == [house.FIRST, house.SECOND, third]


def test_a_deadline_moved_behind_the_links_is_refused() -> None:
    meeting = house.meeting()
    plan = replace(meetings.plan_of(meeting), deadline=house.LINKS_AT + timedelta(seconds=1))
    with pytest.raises(MeetingRefused) as raised:
        meetings.edit(meeting.pk, plan, **ACT)
    assert problems(raised.value) == [Problem.LINKS_BEFORE_DEADLINE]
    assert Meeting.objects.get().deadline == house.DEADLINE


def test_a_deadline_and_links_move_together() -> None:
    meeting = house.meeting()
    day = timedelta(days=1)
    plan = replace(meetings.plan_of(meeting), deadline=house.DEADLINE + day, links_at=house.LINKS_AT + day)
    meetings.edit(meeting.pk, plan, **ACT)
    assert Meeting.objects.get().links_at == house.LINKS_AT + day


def test_the_last_date_cannot_go() -> None:
    only = dates(house.meeting((None,)))[0]
    with pytest.raises(MeetingRefused) as raised:
        meetings.remove_date(only.pk, **ACT)
    assert problems(raised.value) == [Problem.NO_DATES]


def test_a_meeting_is_not_left_with_nothing_but_what_is_cancelled() -> None:
    held, cancelled = dates(house.meeting((None, None)))
    changes.cancel(cancelled.pk, "", **ACT)
    with pytest.raises(MeetingRefused) as raised:
        meetings.remove_date(held.pk, **ACT)
    assert problems(raised.value) == [Problem.NO_DATES]
