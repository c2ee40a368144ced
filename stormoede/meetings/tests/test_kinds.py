"""A meeting written into a round's file, and carried over to the next year."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from stormoede.meetings.actions import changes, meetings
from stormoede.meetings.models import Meeting
from stormoede.meetings.tests import house
from stormoede.members.models import Audience
from stormoede.rounds import files
from stormoede.rounds.actions import following
from stormoede.rounds.core.next_year import Names
from stormoede.rounds.models import Round

pytestmark = pytest.mark.django_db
# Half past two comes twice in the night of 26 October 2025; this is the second.
SECOND_TIME = datetime(2025, 10, 26, 1, 30, tzinfo=UTC)


def test_a_deadline_in_an_hour_that_comes_twice_is_read_as_it_was_written() -> None:
    meeting = house.meeting((None,), people=house.people(1))
    Round.objects.update(ends_on=datetime(2025, 12, 31, tzinfo=UTC).date())
    session = meeting.sessions.get()
    late = datetime(2025, 11, 3, 18, tzinfo=UTC)
    plan = replace(meetings.date_plan(session), starts=late, ends=late.replace(hour=20))
    meetings.edit_date(session.pk, plan, by=house.STAFF, at=house.BEFORE)
    changed = replace(meetings.plan_of(meeting), deadline=SECOND_TIME, links_at=SECOND_TIME)
    meetings.edit(meeting.pk, changed, by=house.STAFF, at=house.BEFORE)
    Audience.objects.update(spec={**meeting.audience.spec, "but": []})
    written = files.dump(Round.objects.get())
    loaded = files.load(written.replace('key = "oea26"', 'key = "again"'), by=house.STAFF, at=house.BEFORE)
    again = Meeting.objects.get(track__round=loaded)
    assert (again.deadline, again.links_at) == (SECOND_TIME, SECOND_TIME)


def test_no_way_into_last_years_meeting_is_carried_over() -> None:
    meeting = house.meeting((None,), people=house.people(1))
    session = meeting.sessions.get()
    plan = replace(meetings.date_plan(session), meeting_number="312 456 789 01, kode Ab3", dial_in="32 72 66 19")
    meetings.edit_date(session.pk, plan, by=house.STAFF, at=house.BEFORE)
    names = Names("oea27", "ØA27", "Økonomiaftalen for 2027")
    made = following.make(Round.objects.get(), names, by=house.STAFF, at=house.BEFORE)
    copied = Meeting.objects.get(track__round=made).sessions.get()
    assert (copied.join_url, copied.meeting_number, copied.dial_in) == ("", "", "")


def test_a_date_that_was_cancelled_is_not_carried_over() -> None:
    meeting = house.meeting((None, None), people=house.people(1))
    changes.cancel(house.dates(meeting)[0], "Sne", by=house.STAFF, at=house.BEFORE)
    names = Names("oea27", "ØA27", "Økonomiaftalen for 2027")
    made = following.make(Round.objects.get(), names, by=house.STAFF, at=house.BEFORE)
    (copied,) = Meeting.objects.get(track__round=made).sessions.all()
    assert copied.starts == house.SECOND + timedelta(weeks=53), "off Maundy Thursday"
