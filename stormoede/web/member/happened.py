"""What has happened to a member's answer, in words."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.events.models import Event
from stormoede.lib import words
from stormoede.meetings.core.seats import Standing
from stormoede.meetings.sheets import Sheet
from stormoede.web.member import telling


class Act(NamedTuple):
    """Something that happened, and when."""

    when: str
    what: str


def acts(sheet: Sheet, events: Sequence[Event]) -> list[Act]:
    """What has happened, newest first, in words."""
    zone, language = sheet.round.time_zone, telling.speaks()
    return [Act(words.plain_moment(event.at, zone, language), act(sheet, event)) for event in events]


def act(sheet: Sheet, event: Event) -> str:
    """One event of a registration, in words."""
    data = event.data
    # When the date they have was changed it is told of that one, whatever they wait for.
    wish = None if data.get("date") is not None and data["date"] == data.get("seat") else data.get("wish")
    standing = Standing(data.get("seat"), wish, bool(data.get("asks")), bool(data.get("cannot")))
    return _sentence(event.act, language=get_language()) % {"told": _standing(sheet, standing)}


@lru_cache(64)
def _sentence(act: str, *, language: str | None) -> str:
    special = {
        "registration.moved_up": _("Moved up from the waiting list: %(told)s"),
        "registration.undone": _("Undone: %(told)s"),
        "registration.late_allowed": _("Your request was allowed: %(told)s"),
        "registration.late_declined": _("Your request could not be met: %(told)s"),
        "registration.told": _("The date was changed: %(told)s"),
        "registration.displaced": _("The date was cancelled: %(told)s"),
        "registration.freed": _("Given up, because the mandate ends before the day"),
    }
    return special.get(act, "%(told)s")


def _standing(sheet: Sheet, standing: Standing) -> str:
    date = sheet.date(standing.wish if standing.wish is not None else standing.seat)
    if standing.cannot:
        return _("cannot come")
    if date is None:
        return _("no answer")
    told = {"day": telling.day_of(sheet, date)}
    if standing.wish is None:
        return _("seat %(day)s") % told
    return _("request for %(day)s") % told if standing.asks else _("on the waiting list for %(day)s") % told


def declined(sheet: Sheet, event: Event | None) -> tuple[str, ...]:
    """The word on a request after the deadline that got no seat, when ``event`` is it and nothing has come after it."""
    date = sheet.date(event.data.get("was_wish")) if event and event.act == "registration.late_declined" else None
    if date is None:
        return ()
    return (
        _("There was no seat for you %(day)s. Write to us if you have questions.")
        % {"day": telling.day_of(sheet, date)},
    )
