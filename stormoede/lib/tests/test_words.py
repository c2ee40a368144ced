"""Words for dates, times and numbers, held against zoneinfo; the clocks change on 30 March 2025."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from stormoede.lib import words
from stormoede.lib.templatetags.words import mailbox, nowrap, unbroken

ZONE = "Europe/Copenhagen"
instants = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from([ZONE, "UTC", "America/Nuuk", "Asia/Kathmandu", "Atlantic/Faroe"])
languages = st.sampled_from(["da", "en"])


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(ZONE))  # type: ignore[misc, arg-type]


def test_days_in_both_languages() -> None:
    d = date(2025, 3, 31)
    assert words.day(d, "da") == "mandag den 31. marts"
    assert words.day(d, "en") == "Monday 31 March"
    assert words.day_year(d, "da") == "mandag den 31. marts 2025"
    assert words.short_day(date(2025, 3, 27), "da") == "tors. 27. marts"
    assert words.short_day(d, "en") == "Mon 31 March"
    assert words.plain_day_year(date(2025, 2, 7), "da") == "7. februar 2025"
    assert words.plain_day(d, "en-gb") == "31 March"
    assert words.weekday(date(2025, 4, 3), "da") == "torsdag"


def test_times_in_both_languages() -> None:
    starts, ends = local(2025, 3, 31, 19), local(2025, 3, 31, 20, 30)
    assert words.span(starts, ends, ZONE, "da") == "kl. 19.00-20.30"
    assert words.span(starts, ends, ZONE, "en") == "19:00–20:30"
    assert words.moment(local(2025, 3, 26, 23, 59, 59), ZONE, "da") == "onsdag den 26. marts kl. 23.59"
    assert words.moment(local(2025, 3, 26, 23, 59, 59), ZONE, "en") == "Wednesday 26 March at 23:59"
    assert words.short_moment(local(2025, 3, 27, 8), ZONE, "da") == "tors. 27. marts kl. 8.00"
    assert words.plain_moment(local(2025, 3, 27, 8), ZONE, "en") == "27 March at 08:00"
    assert words.moment_year(local(2025, 3, 27, 8), ZONE, "da") == "torsdag den 27. marts 2025 kl. 8.00"
    assert words.clock(starts, ZONE, "da") == "kl. 19.00"
    assert words.clock_time(time(9, 5)) == "9.05"
    assert words.clock_time(time(9, 5), "en") == "09:05"


def test_a_span_over_midnight_tells_both_days() -> None:
    told = words.span(local(2025, 3, 31, 22), local(2025, 4, 1, 1), ZONE, "da")
    assert told == "mandag den 31. marts kl. 22.00 til tirsdag den 1. april kl. 1.00"
    assert " to Tuesday 1 April" in words.span(local(2025, 3, 31, 22), local(2025, 4, 1, 1), ZONE, "en")


def test_the_clocks_change_on_30_march_2025() -> None:
    before = datetime(2025, 3, 30, 0, 59, tzinfo=UTC)
    assert words.clock(before, ZONE, "da") == "kl. 1.59"
    assert words.clock(before + timedelta(minutes=1), ZONE, "da") == "kl. 3.00"
    assert words.moment(datetime(2025, 3, 29, 23, 30, tzinfo=UTC), ZONE, "da").startswith("søndag den 30. marts")
    assert words.moment(datetime(2025, 3, 30, 22, 30, tzinfo=UTC), ZONE, "da") == "mandag den 31. marts kl. 0.30"
    assert words.left(local(2025, 3, 29, 23, 30), local(2025, 3, 31, 0, 30), ZONE, "da") == "to dage"


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first = datetime(2025, 10, 26, 2, 30, tzinfo=ZoneInfo(ZONE))
    again = first.replace(fold=1)
    assert (words.clock(first, "UTC", "en"), words.clock(again, "UTC", "en")) == ("00:30", "01:30")


@given(instants, zones, languages)
def test_every_instant_is_told_as_zoneinfo_has_it(instant: datetime, zone: str, language: str) -> None:
    there = instant.astimezone(ZoneInfo(zone))
    told = words.moment_year(instant, zone, language)
    clock = f"{there.hour}.{there.minute:02}" if language == "da" else f"{there.hour:02}:{there.minute:02}"
    assert told.endswith(clock)
    assert str(there.year) in told
    assert words.day(there.date(), language) in told
    assert words.local_day(instant, zone) == there.date()


@given(instants, st.timedeltas(timedelta(minutes=1), timedelta(hours=5)), zones)
def test_a_span_has_both_clocks(starts: datetime, lasts: timedelta, zone: str) -> None:
    told = words.span(starts, starts + lasts, zone, "da")
    for instant in (starts, starts + lasts):
        assert words.clock_time(instant.astimezone(ZoneInfo(zone)).time()) in told


@given(instants, zones, languages)
def test_the_zone_an_instant_comes_in_does_not_matter(instant: datetime, zone: str, language: str) -> None:
    elsewhere = instant.astimezone(ZoneInfo("Asia/Tokyo"))
    assert words.moment(instant, zone, language) == words.moment(elsewhere, zone, language)


def test_what_is_left_and_how_far_it_is() -> None:
    deadline = local(2025, 3, 26, 23, 59, 59)
    assert words.left(local(2025, 3, 24, 9, 15), deadline, ZONE, "da") == "to dage"
    assert words.left(local(2025, 3, 25, 23, 59), deadline, ZONE, "da") == "en dag"
    assert words.left(local(2025, 3, 26, 9), deadline, ZONE, "da") == "14 timer"
    assert words.left(local(2025, 3, 26, 22, 58), deadline, ZONE, "da") == "61 minutter"
    assert words.left(local(2025, 3, 26, 23, 58, 59), deadline, ZONE, "da") == "et minut"
    assert words.left(local(2025, 3, 27, 1), deadline, ZONE, "en") == "zero minutes"
    at = local(2025, 3, 24, 23)
    assert words.distance(at, local(2025, 3, 24, 1), ZONE, "da") == "i dag"
    assert words.distance(at, local(2025, 3, 25, 0, 1), ZONE, "da") == "i morgen"
    assert words.distance(at, local(2025, 3, 23, 23, 59), ZONE, "en") == "yesterday"
    assert words.distance(at, local(2025, 3, 27), ZONE, "da") == "om tre dage"
    assert words.distance(at, local(2025, 4, 24), ZONE, "en") == "in 31 days"
    assert words.distance(at, local(2025, 3, 20), ZONE, "da") == "for fire dage siden"
    assert words.distance(at, local(2025, 3, 20), ZONE, "en") == "four days ago"


def test_numbers_and_shares() -> None:
    assert [words.number(n, "da") for n in (0, 999, 2432, 1234567)] == ["0", "999", "2.432", "1.234.567"]
    assert words.number(-2, "da") == "−2"
    assert words.number(2432, "en") == "2,432"
    assert words.percent(0.53, "da") == "53\N{NO-BREAK SPACE}%"
    assert words.percent(0.1234, "da", 1) == "12,3\N{NO-BREAK SPACE}%"
    assert words.share(1287, 2432, "da") == "53\N{NO-BREAK SPACE}%"
    assert [words.share(*pair, "en") for pair in ((0, 0), (0, 9), (9, 9))] == ["0%", "0%", "100%"]
    assert (words.share(1, 2432, "en"), words.share(2431, 2432, "en")) == ("1%", "99%")


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_is_within_one_point(part: int, whole: int) -> None:
    part = min(part, whole)
    assert abs(int(words.share(part, whole, "en")[:-1]) - 100 * part / whole) <= 1


def test_lists() -> None:
    assert words.listing(["Langeland", "Læsø", "Vallensbæk"], "da") == "Langeland, Læsø og Vallensbæk"
    assert words.listing(["31. marts", "3. april"], "da", "or") == "31. marts eller 3. april"
    assert (words.listing([], "en"), words.listing(["one"], "en")) == ("", "one")


def test_what_is_no_day_and_no_instant_is_refused() -> None:
    with pytest.raises(TypeError):
        words.day(datetime(2025, 3, 31, tzinfo=UTC), "da")
    with pytest.raises(ValueError):
        words.moment(datetime(2025, 3, 31), ZONE, "da")


def told(source: str, language: str = "da", **values: object) -> str:
    with translation.override(language):
        return Template("{% load words %}" + source).render(Context(values))


def test_filters_tell_in_the_language_of_the_page() -> None:
    starts, ends = datetime(2025, 3, 31, 17, tzinfo=UTC), datetime(2025, 3, 31, 18, 30, tzinfo=UTC)
    source = "{{ starts|day }} {{ starts|span:ends }}"
    assert told(source, starts=starts, ends=ends) == "mandag den 31. marts kl. 19.00-20.30"
    assert told(source, "en", starts=starts, ends=ends) == "Monday 31 March 19:00–20:30"
    assert told("{{ n|number }} {{ n|share:m }}", n=1287, m=2432) == "1.287 53\N{NO-BREAK SPACE}%"
    assert told("{{ d|day_year }}{{ nothing|moment }}", d=date(2025, 2, 7), nothing=None) == (
        "fredag den 7. februar 2025"
    )
    assert told("{{ ends|distance:starts }}, {{ ends|left:starts }}", starts=starts, ends=ends) == "i dag, 90 minutter"
    assert told("{{ names|listing }}", names=["a", "b"]) == "a og b"
    assert told("{{ t|clock_time }} {{ n|small_number }} {{ p|percent }}", t=time(18, 30), n=3, p=0.5) == (
        "18.30 tre 50\N{NO-BREAK SPACE}%"
    )
    assert told("{{ s|moment }}; {{ s|clock }}", s=starts) == "mandag den 31. marts kl. 19.00; kl. 19.00"


def test_hours_stay_on_one_line_and_two_whole_dates_do_not() -> None:
    zone, evening = "Europe/Copenhagen", datetime(2025, 3, 31, 17, 0, tzinfo=UTC)
    for language in ("da", "en"):
        hours = words.span(evening, evening + timedelta(minutes=90), zone, language)
        assert nowrap(hours) == "nowrap"
        assert nowrap(words.span(evening, evening + timedelta(hours=9), zone, language)) == ""


def test_a_mail_address_may_be_broken_after_its_at_and_is_never_html() -> None:
    assert mailbox("yasmin@guldborgsund.example") == "yasmin@<wbr>guldborgsund.example"
    assert mailbox("") == "" and mailbox("<b>@x.example") == "&lt;b&gt;@<wbr>x.example"


@given(instants, zones, languages)
def test_a_moment_breaks_between_its_day_and_its_time_alone(instant: datetime, zone: str, language: str) -> None:
    told = words.short_moment(instant, zone, language)
    kept = unbroken(told)
    day, *clock = kept.split(" ")
    assert kept.replace(words.NO_BREAK, " ") == told
    assert len(clock) == 1 and day.replace(words.NO_BREAK, " ") == words.short_day(
        words.local_day(instant, zone), language
    )
