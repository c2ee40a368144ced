"""Calendar entries, read back: what Outlook, Google and Apple need to keep one entry."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stormoede.mail import calendar
from stormoede.mail.calendar import CalendarEntry, Method, Partstat

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
ENTRY = CalendarEntry(
    uid="6f1e@stormoede.example",
    sequence=0,
    stamp=datetime(2025, 2, 8, 12, 0, tzinfo=UTC),
    starts=datetime(2025, 3, 31, 17, 0, tzinfo=UTC),
    ends=datetime(2025, 3, 31, 18, 30, tzinfo=UTC),
    summary="Stormøde om ØA26",
    organizer_name="KL",
    organizer_address="oea26@kl.example",
    attendee_name="Mette Overgård",
    attendee_address="mette@faaborg.example",
    description="Gå ind her:\nhttps://stormoede.example/moede/abc; ses, vi",
    location="Online",
    url="https://stormoede.example/moede/abc",
)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120)


def event(data: bytes) -> icalendar.Event:
    (found,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return found


def test_an_entry_reads_back_as_it_was_meant() -> None:
    data = calendar.entry(ENTRY)
    read = icalendar.Calendar.from_ical(data)
    assert read["METHOD"] == "REQUEST"
    assert read["VERSION"] == "2.0"
    found = event(data)
    assert found["UID"] == ENTRY.uid
    assert found["SEQUENCE"] == 0
    assert found["DTSTAMP"].dt == ENTRY.stamp
    assert found["DTSTART"].dt == ENTRY.starts
    assert found["DTEND"].dt == ENTRY.ends
    assert found["DTSTART"].params["TZID"] == "Europe/Copenhagen"
    assert (found["SUMMARY"], found["DESCRIPTION"], found["LOCATION"]) == (ENTRY.summary, ENTRY.description, "Online")
    assert (found["URL"], found["STATUS"], found["TRANSP"]) == (ENTRY.url, "CONFIRMED", "OPAQUE")
    assert found["ORGANIZER"] == "mailto:oea26@kl.example"
    assert found["ATTENDEE"] == "mailto:mette@faaborg.example"
    assert found["ATTENDEE"].params["CN"] == "Mette Overgård"
    assert found["ATTENDEE"].params["RSVP"] == "TRUE"
    assert found["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_the_time_zone_stands_before_the_meeting() -> None:
    data = calendar.entry(ENTRY)
    assert data.index(b"BEGIN:VTIMEZONE") < data.index(b"BEGIN:VEVENT")
    assert data.count(b"BEGIN:VTIMEZONE") == data.count(b"BEGIN:VEVENT") == 1


@pytest.mark.parametrize(
    "day",
    [
        datetime(2025, 3, 29, 12, tzinfo=COPENHAGEN),
        datetime(2025, 3, 30, 1, 59, tzinfo=COPENHAGEN),
        datetime(2025, 3, 30, 3, 1, tzinfo=COPENHAGEN),
        datetime(2025, 3, 31, 19, tzinfo=COPENHAGEN),
        datetime(2025, 10, 25, 12, tzinfo=COPENHAGEN),
        datetime(2025, 10, 26, 4, tzinfo=COPENHAGEN),
        datetime(2031, 7, 1, 19, tzinfo=COPENHAGEN),
        datetime(2040, 12, 1, 19, tzinfo=COPENHAGEN),
    ],
)
def test_the_time_zone_alone_gives_the_right_hour(day: datetime) -> None:
    """The file's own rules are asked, not this machine's: around both changes of 2025 and far from them."""
    (zone,) = icalendar.Calendar.from_ical(calendar.entry(ENTRY)).walk("VTIMEZONE")
    own = zone.to_tz(lookup_tzid=False)
    assert day.replace(tzinfo=own).utcoffset() == day.utcoffset()


def test_before_and_after_the_clocks_change_the_evening_begins_at_seven() -> None:
    for day in (28, 31):
        starts = datetime(2025, 3, day, 19, 0, tzinfo=COPENHAGEN)
        data = calendar.entry(replace(ENTRY, starts=starts, ends=starts + timedelta(minutes=90)))
        assert f"DTSTART;TZID=Europe/Copenhagen:202503{day}T190000\r\n".encode() in data


def test_taking_it_back_is_the_same_entry_with_a_higher_number() -> None:
    data = calendar.entry(replace(ENTRY, method=Method.CANCEL, sequence=3, partstat=Partstat.DECLINED))
    found = event(data)
    assert icalendar.Calendar.from_ical(data)["METHOD"] == "CANCEL"
    assert (found["UID"], found["SEQUENCE"], found["STATUS"]) == (ENTRY.uid, 3, "CANCELLED")
    assert found["ATTENDEE"] == "mailto:mette@faaborg.example"


def test_a_file_from_a_page_names_no_attendee() -> None:
    data = calendar.entry(replace(ENTRY, method=Method.PUBLISH))
    assert "ATTENDEE" not in event(data)


def test_the_same_entry_gives_the_same_bytes() -> None:
    assert calendar.entry(ENTRY) == calendar.entry(replace(ENTRY))


@given(WORDS, WORDS, WORDS)
def test_any_words_survive_and_no_line_is_too_long(summary: str, description: str, name: str) -> None:
    data = calendar.entry(replace(ENTRY, summary=summary, description=description, attendee_name=name))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    found = event(data)
    assert (str(found["SUMMARY"]), str(found["DESCRIPTION"])) == (summary, description)
    assert found["ATTENDEE"] == "mailto:mette@faaborg.example"


@given(WORDS, WORDS, st.sampled_from(Method), st.sampled_from(Partstat), st.booleans())
@example("Bo\\", "", Method.REQUEST, Partstat.ACCEPTED, True)
def test_the_lines_are_those_the_library_writes(
    name: str, place: str, method: Method, stand: Partstat, rsvp: bool
) -> None:
    """They are made in parts, and each meeting's is kept."""
    entry = replace(ENTRY, attendee_name=name, location=place, method=method, partstat=stand, rsvp=rsvp)
    data = calendar.entry(entry)
    assert icalendar.Calendar.from_ical(data).to_ical(sorted=False) == data


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("cd"), st.integers(0, 2)), min_size=2, max_size=6))
def test_one_entry_says_nothing_of_another(entries: list[tuple[str, str, int]]) -> None:
    for who, what, sequence in entries:
        entry = replace(ENTRY, uid=f"{who}{sequence}@kl.example", sequence=sequence, attendee_name=who, summary=what)
        found = event(calendar.entry(entry))
        assert (found["UID"], found["SEQUENCE"]) == (entry.uid, sequence)
        assert (found["ATTENDEE"].params["CN"], found["SUMMARY"]) == (who, what)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_no_text_adds_a_property(text: str) -> None:
    hostile = f"{text}\r\nATTENDEE:mailto:x@y.example"
    entry = replace(
        ENTRY, summary=hostile, description=hostile, location=hostile, attendee_name=hostile, organizer_name=hostile
    )
    found = event(calendar.entry(entry))
    assert found["ATTENDEE"] == "mailto:mette@faaborg.example"
