"""lib/words.py for templates: in the page's language and the active time zone. ``{% load words %}``."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time

from django import template
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from stormoede.lib import words

register = template.Library()
# In letters of the text's own size.
_ONE_LINE = 28


def _language() -> str:
    return get_language() or "en"


def _zone() -> str:
    return timezone.get_current_timezone_name()


def _day(value: date | datetime) -> date:
    """Instants are told by the day they fall on in the active time zone."""
    return words.local_day(value, _zone()) if isinstance(value, datetime) else value


def _of_day(name: str, tell: Callable[[date, str], str]) -> None:
    """An empty value stays empty, as with Django's own filters."""

    def told(value: date | datetime | None) -> str:
        return tell(_day(value), _language()) if value else ""

    register.filter(name, told)


def _of_instant(name: str, tell: Callable[[datetime, str, str], str]) -> None:
    def told(value: datetime | None) -> str:
        return tell(value, _zone(), _language()) if value else ""

    register.filter(name, told)


for _name, _tell in {
    "day": words.day,
    "day_year": words.day_year,
    "plain_day": words.plain_day,
    "plain_day_year": words.plain_day_year,
    "short_day": words.short_day,
    "weekday": words.weekday,
}.items():
    _of_day(_name, _tell)

for _name, _tell_instant in {
    "moment": words.moment,
    "moment_year": words.moment_year,
    "short_moment": words.short_moment,
    "plain_moment": words.plain_moment,
    "clock": words.clock,
}.items():
    _of_instant(_name, _tell_instant)


@register.filter
def clock_time(value: time | None) -> str:
    """A time of day without a zone."""
    return words.clock_time(value, _language()) if value is not None else ""


@register.filter
def span(starts: datetime, ends: datetime) -> str:
    """``{{ starts|span:ends }}``"""
    return words.span(starts, ends, _zone(), _language())


@register.filter
def mailbox(address: str) -> SafeString:
    """A mail address, which is broken after its @ where it does not fit."""
    return format_html_join(SafeString("@<wbr>"), "{}", ((part,) for part in address.split("@")))


@register.filter
def nowrap(text: str) -> str:
    """The class of words that stay on one line, for those that fit on a phone's: an evening's hours do, two whole dates do not."""
    return "nowrap" if len(text) <= _ONE_LINE else ""


@register.filter
def unbroken(moment: str) -> str:
    """A day and its time, each kept on one line where both do not fit on one: »tors. 27. marts« and below it »kl. 8.00«."""
    kept = moment.replace(" ", words.NO_BREAK)
    for at in ("kl.", "at"):
        kept = kept.replace(f"{words.NO_BREAK}{at}{words.NO_BREAK}", f" {at}{words.NO_BREAK}")
    return kept


@register.filter
def number(value: int | None) -> str:
    return "" if value is None else words.number(int(value), _language())


@register.filter
def small_number(value: int) -> str:
    return words.small_number(int(value), _language())


@register.filter
def percent(value: float) -> str:
    return words.percent(value, _language())


@register.filter
def share(part: int, whole: int) -> str:
    """``{{ part|share:whole }}``"""
    return words.share(part, whole, _language())


@register.filter
def distance(to: datetime, at: datetime) -> str:
    """``{{ deadline|distance:now }}``: i morgen, om tre dage."""
    return words.distance(at, to, _zone(), _language())


@register.filter
def left(until: datetime, at: datetime) -> str:
    """``{{ deadline|left:now }}``: to dage."""
    return words.left(at, until, _zone(), _language())


@register.filter
def listing(items: Iterable[object], joiner: str = "and") -> str:
    return words.listing([str(item) for item in items], _language(), joiner)
