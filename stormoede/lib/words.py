"""Dates, times, distances, numbers and lists in words, in Danish and English.

Pure: the language is "da" or "en" (any other reads English), a time zone is its name. Instants are aware datetimes.
Spaces are plain ones, but before a percent sign; ``kl. 19.00-20.30`` is kept together by the page (class ``nowrap``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

NO_BREAK = "\N{NO-BREAK SPACE}"


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@dataclass(frozen=True, slots=True)
class _Language:
    """One language's words. ``digits`` are the words from 0 to 12, ``units`` one and many."""

    weekdays: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    months: tuple[str, ...]
    digits: tuple[str, ...]
    units: dict[str, tuple[str, str]]
    joiners: dict[str, str]
    thousands: str
    decimal: str


_DA = _Language(
    weekdays=("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    short_weekdays=("man.", "tirs.", "ons.", "tors.", "fre.", "lør.", "søn."),
    months=_list("januar februar marts april maj juni juli august september oktober november december"),
    digits=_list("nul en to tre fire fem seks syv otte ni ti elleve tolv"),
    units={"day": ("dag", "dage"), "hour": ("time", "timer"), "minute": ("minut", "minutter")},
    joiners={"and": "og", "or": "eller"},
    thousands=".",
    decimal=",",
)
_EN = _Language(
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    short_weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=_list("January February March April May June July August September October November December"),
    digits=_list("zero one two three four five six seven eight nine ten eleven twelve"),
    units={"day": ("day", "days"), "hour": ("hour", "hours"), "minute": ("minute", "minutes")},
    joiners={"and": "and", "or": "or"},
    thousands=",",
    decimal=".",
)


def _danish(language: str) -> bool:
    return language.startswith("da")


def _words(language: str) -> _Language:
    return _DA if _danish(language) else _EN


def _no_instant(d: date) -> None:
    if isinstance(d, datetime):
        raise TypeError("a day is a date, not an instant: say in which time zone first (local_day)")


def _utc(instant: datetime) -> datetime:
    """The instant in UTC, so that two local times that look alike (02.30 twice in October) are two keys of a cache."""
    if instant.tzinfo is None:
        raise ValueError("an instant knows its time zone")
    return instant.astimezone(UTC)


def local_day(instant: datetime, tz: str) -> date:
    """The day ``instant`` falls on in ``tz``."""
    return _utc(instant).astimezone(ZoneInfo(tz)).date()


@lru_cache(4096)
def plain_day(d: date, language: str) -> str:
    """31. marts · 31 March."""
    _no_instant(d)
    dot = "." if _danish(language) else ""
    return f"{d.day}{dot} {_words(language).months[d.month - 1]}"


@lru_cache(4096)
def plain_day_year(d: date, language: str) -> str:
    """7. februar 2025 · 7 February 2025."""
    return f"{plain_day(d, language)} {d.year}"


@lru_cache(4096)
def day(d: date, language: str) -> str:
    """mandag den 31. marts · Monday 31 March."""
    the = " den" if _danish(language) else ""
    return f"{_words(language).weekdays[d.weekday()]}{the} {plain_day(d, language)}"


@lru_cache(4096)
def day_year(d: date, language: str) -> str:
    """mandag den 31. marts 2025 · Monday 31 March 2025."""
    return f"{day(d, language)} {d.year}"


@lru_cache(4096)
def short_day(d: date, language: str) -> str:
    """man. 31. marts · Mon 31 March."""
    return f"{_words(language).short_weekdays[d.weekday()]} {plain_day(d, language)}"


@lru_cache(4096)
def weekday(d: date, language: str) -> str:
    """mandag · Monday."""
    _no_instant(d)
    return _words(language).weekdays[d.weekday()]


def clock_time(t: time, language: str = "da") -> str:
    """19.00 and 8.00 · 19:00 and 08:00. Seconds are left out, never rounded."""
    return f"{t.hour}.{t.minute:02}" if _danish(language) else f"{t.hour:02}:{t.minute:02}"


@lru_cache(4096)
def _clock(instant: datetime, tz: str, language: str) -> str:
    return clock_time(instant.astimezone(ZoneInfo(tz)).time(), language)


def clock(instant: datetime, tz: str, language: str) -> str:
    """kl. 18.45 · 18:45, as it is in ``tz``."""
    shown = _clock(_utc(instant), tz, language)
    return f"kl. {shown}" if _danish(language) else shown


@lru_cache(4096)
def _moment(instant: datetime, tz: str, language: str, form: str) -> str:
    d = local_day(instant, tz)
    told = {"long": day, "year": day_year, "short": short_day, "plain": plain_day}[form](d, language)
    at = "kl." if _danish(language) else "at"
    return f"{told} {at} {_clock(instant, tz, language)}"


def moment(instant: datetime, tz: str, language: str) -> str:
    """onsdag den 26. marts kl. 23.59 · Wednesday 26 March at 23:59."""
    return _moment(_utc(instant), tz, language, "long")


def moment_year(instant: datetime, tz: str, language: str) -> str:
    """onsdag den 26. marts 2025 kl. 23.59 · Wednesday 26 March 2025 at 23:59."""
    return _moment(_utc(instant), tz, language, "year")


def short_moment(instant: datetime, tz: str, language: str) -> str:
    """ons. 26. marts kl. 23.59 · Wed 26 March at 23:59."""
    return _moment(_utc(instant), tz, language, "short")


def plain_moment(instant: datetime, tz: str, language: str) -> str:
    """26. marts kl. 23.59 · 26 March at 23:59."""
    return _moment(_utc(instant), tz, language, "plain")


@lru_cache(4096)
def _span(starts: datetime, ends: datetime, tz: str, language: str) -> str:
    if local_day(starts, tz) != local_day(ends, tz):
        dash = " til " if _danish(language) else " to "
        return moment(starts, tz, language) + dash + moment(ends, tz, language)
    first, last = _clock(starts, tz, language), _clock(ends, tz, language)
    return f"kl. {first}-{last}" if _danish(language) else f"{first}–{last}"


def span(starts: datetime, ends: datetime, tz: str, language: str) -> str:
    """kl. 19.00-20.30 · 19:00–20:30; with both days where the end falls on another day."""
    return _span(_utc(starts), _utc(ends), tz, language)


def count(n: int, unit: str, language: str) -> str:
    """To dage, 14 timer, et minut: small numbers as words. ``unit`` is "day", "hour" or "minute"."""
    words = _words(language)
    name = words.units[unit][0 if n == 1 else 1]
    if n == 1 and unit == "minute" and _danish(language):
        return f"et {name}"
    return f"{small_number(n, language)} {name}"


def small_number(n: int, language: str) -> str:
    """Words from nul to tolv, figures from 13."""
    digits = _words(language).digits
    return digits[n] if 0 <= n < len(digits) else number(n, language)


def left(at: datetime, until: datetime, tz: str, language: str) -> str:
    """What is left of the time until ``until``: to dage · fem timer · 40 minutter; nothing left is "nul minutter".

    Days are those of the calendar in ``tz``; on the day itself whole hours, and minutes in the last two hours.
    """
    days = (local_day(until, tz) - local_day(at, tz)).days
    if days > 0:
        return count(days, "day", language)
    minutes = max(0, int((until - at).total_seconds() // 60))
    return count(minutes // 60, "hour", language) if minutes >= 120 else count(minutes, "minute", language)


def distance(at: datetime, to: datetime, tz: str, language: str) -> str:
    """How far ``to`` is from ``at`` in days of the calendar: i dag, i morgen, om tre dage, for tre dage siden."""
    days = (local_day(to, tz) - local_day(at, tz)).days
    danish = _danish(language)
    near = {0: ("today", "i dag"), 1: ("tomorrow", "i morgen"), -1: ("yesterday", "i går")}
    if days in near:
        return near[days][danish]
    told = count(abs(days), "day", language)
    if days > 0:
        return f"om {told}" if danish else f"in {told}"
    return f"for {told} siden" if danish else f"{told} ago"


@lru_cache(4096)
def number(n: int, language: str) -> str:
    """2.432 · 2,432; a minus is a real minus."""
    told = f"{abs(n):,}".replace(",", _words(language).thousands)
    return f"\N{MINUS SIGN}{told}" if n < 0 else told


def percent(value: float, language: str, decimals: int = 0) -> str:
    """0.53 is 53 % (with a no-break space) · 53%."""
    told = f"{value * 100:.{decimals}f}".replace(".", _words(language).decimal)
    return f"{told}{NO_BREAK}%" if _danish(language) else f"{told}%"


def share(part: int, whole: int, language: str) -> str:
    """``part`` of ``whole`` in whole percents; 0 is only nobody, 100 is only everybody. Of nothing it is 0."""
    points = 0 if whole == 0 else (200 * part + whole) // (2 * whole)
    if 0 < part < whole:
        points = min(99, max(1, points))
    return percent(points / 100, language)


def listing(items: Iterable[str], language: str, joiner: str = "and") -> str:
    """Langeland, Læsø og Vallensbæk. ``joiner`` is "and" or "or"."""
    told = list(items)
    if len(told) < 2:
        return "".join(told)
    return f"{', '.join(told[:-1])} {_words(language).joiners[joiner]} {told[-1]}"
