"""The next year's round: what is carried over, and that nothing is sent by a date nobody has confirmed."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stormoede.events.models import Event
from stormoede.letters.actions import due as letters_due
from stormoede.letters.actions import releases
from stormoede.letters.models import Letter
from stormoede.letters.refusals import NotReady
from stormoede.letters.tests import makers as letters
from stormoede.lib import holidays
from stormoede.mail.models import Message
from stormoede.meetings.actions import meetings, registrations
from stormoede.meetings.models import Meeting, Session
from stormoede.rounds import queries
from stormoede.rounds.actions import due, following
from stormoede.rounds.core.next_year import Names
from stormoede.rounds.models import Round
from stormoede.rounds.refusals import DateMovedMeanwhile, RoundExists

pytestmark = pytest.mark.django_db
BY, AT = letters.WRITER, datetime(2025, 8, 1, 9, tzinfo=UTC)
NAMES = Names("oea27", "ØA27", "Økonomiforhandlingerne for 2027")
ZONE = ZoneInfo("Europe/Copenhagen")


def next_round(old: Round | None = None) -> Round:
    return following.make(old or letters.round(), NAMES, by=BY, at=AT)


def confirm_all(round: Round) -> int:
    dates = {one.key: one.at for one in queries.calendar(round) if not one.hangs_on}
    return following.confirm(round, dates, by=BY, at=AT)


def test_facts_tracks_and_letters_are_carried_over_under_the_new_name() -> None:
    old = letters.round()
    made = next_round(old)
    assert (made.starts_on, made.ends_on) == (date(2026, 2, 6), date(2026, 6, 29))
    assert made.negotiation == "Starten af maj 2026"
    assert list(made.tracks.values_list("key", "kind")) == list(old.tracks.values_list("key", "kind"))
    letter = Letter.objects.get(round=made, key="invitation")
    assert (letter.dated, letter.released_at) == (date(2026, 2, 6), None)
    assert letter.audience == Letter.objects.get(round=old, key="invitation").audience
    told = " ".join([*made.tracks.values_list("text", flat=True), *letter.texts.values_list("mail", flat=True)])
    assert "ØA26" not in told
    assert "ØA27" in told
    assert Event.objects.get(act="round.copied").data == {"from": "oea26"}
    with pytest.raises(RoundExists):
        next_round(old)


def test_every_date_is_proposed_on_its_weekday_and_off_the_holidays() -> None:
    old = letters.round()
    made = next_round(old)
    dates = queries.calendar(made)
    assert all(one.proposed for one in dates)
    assert len(dates) == len(queries.calendar(old))
    before = dict(made.proposed_dates.values_list("key", "before"))
    for one in dates:
        day = one.at.astimezone(ZONE)
        assert not holidays.name(day.date(), "da"), one
        was = before[one.hangs_on or one.key]
        assert was is not None and day.weekday() == was.astimezone(ZONE).weekday()
    evenings = [one.starts.astimezone(ZONE) for one in Session.objects.filter(meeting__track__round=made)]
    # The second would have been Maundy Thursday.
    assert [f"{evening:%d.%m %H.%M}" for evening in evenings] == ["30.03 19.00", "09.04 19.00"]
    meeting = Meeting.objects.get(track__round=made)
    assert meeting.deadline <= meeting.links_at < evenings[0]
    assert not any(Session.objects.filter(meeting=meeting).values_list("join_url", flat=True))


def test_ten_years_in_a_row_stand() -> None:
    round = letters.round()
    for number in range(27, 37):
        names = Names(f"oea{number}", f"ØA{number}", f"Økonomiforhandlingerne for 20{number}")
        round = following.make(round, names, by=BY, at=AT)
    days = [one.at.astimezone(ZONE).date() for one in queries.calendar(round)]
    assert not any(holidays.name(day, "da") for day in days)
    assert all(first <= second for first, second in itertools.pairwise(days))


def test_a_letter_that_tells_of_an_unconfirmed_date_is_stopped_and_says_why() -> None:
    made = next_round()
    letters.member()
    letter = letters.tested(letters.letter(made), by=letters.OTHER)
    with pytest.raises(NotReady) as stopped:
        releases.release(letter, by=letters.WRITER, at=AT)
    assert "foreslået" in str(stopped.value) or "proposed" in str(stopped.value)
    assert confirm_all(made) == made.proposed_dates.count()
    assert confirm_all(made) == 0
    assert not any(one.proposed for one in queries.calendar(made))
    letter.refresh_from_db()
    releases.release(letter, by=letters.OTHER, at=AT)
    assert Message.objects.filter(kind="letters.letter").count() == 1


def test_the_clock_sends_no_links_by_an_unconfirmed_date() -> None:
    made, who = next_round(), letters.member()
    meeting = Meeting.objects.get(track__round=made)
    evening = meeting.sessions.all()[0]
    registrations.answer(meeting.pk, who.pk, evening.pk, by=BY, at=AT)
    links = Message.objects.filter(kind="meetings.door")
    assert due.run(at=meeting.links_at) == 0
    assert not links.exists()
    confirm_all(made)
    assert due.run(at=meeting.links_at) == 1
    assert links.count() == 1


def test_a_carried_over_hour_is_proposed_and_setting_another_decides_it() -> None:
    old = letters.round()
    letters.member()
    sent = letters.tested(letters.letter(old))
    releases.release(sent, by=letters.OTHER, at=letters.AT)
    made = next_round(old)
    confirm_all_but = [one for one in queries.calendar(made) if one.key != "letter.invitation" and not one.hangs_on]
    following.confirm(made, {one.key: one.at for one in confirm_all_but}, by=BY, at=AT)
    letter = letters.tested(letters.letter(made))
    hour = datetime(2026, 2, 6, 9, tzinfo=UTC)
    assert letter.release_at == hour
    with pytest.raises(NotReady):
        releases.release(letter, by=letters.OTHER, at=AT, release_at=hour)
    releases.release(letter, by=letters.OTHER, at=AT, release_at=hour + timedelta(hours=1))
    assert queries.proposed_keys(made) == set()
    assert letters_due.run(at=hour) == 0


def test_a_date_that_was_changed_meanwhile_is_not_confirmed() -> None:
    made = next_round()
    evening = Session.objects.filter(meeting__track__round=made)[0]
    key = f"stormoeder.date.{evening.slug}"
    plan = meetings.date_plan(evening)
    moved = type(plan)(plan.starts + timedelta(hours=1), plan.ends + timedelta(hours=1))
    meetings.edit_date(evening.pk, moved, by=BY, at=AT)
    with pytest.raises(DateMovedMeanwhile):
        following.confirm(made, {key: evening.starts}, by=BY, at=AT)
    assert key in queries.proposed_keys(made)
    assert following.confirm(made, {key: moved.starts}, by=BY, at=AT) == 1
