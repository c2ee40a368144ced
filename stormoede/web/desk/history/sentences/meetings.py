"""Meetings and their dates, answers, the door, and calls."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from stormoede.web.desk.history.sentences.choices import Sentence, whether


def _answered(data: Mapping[str, Any]) -> Promise:
    if data.get("cannot"):
        return _("%(who)s answered: cannot come.")
    if data.get("wish") is not None:
        return _("%(who)s asked for a seat: %(wish)s.") if data.get("asks") else _("%(who)s went on the waiting list: %(wish)s.")  # fmt: skip
    if data.get("seat") is not None:
        return _("%(who)s signed up: %(date)s.")
    return _("%(who)s took the answer back.")


def _allowed(data: Mapping[str, Any]) -> Promise:
    seat = data.get("seat") is not None and data.get("wish") is None
    return (
        _("%(who)s said yes to the request: %(date)s.") if seat else _("%(who)s said yes; there is no seat free yet.")
    )


OF: Mapping[str, Sentence] = {
    "meeting.made": _("%(who)s made the meeting."),
    "meeting.edited": _("%(who)s edited the meeting."),
    "session.added": _("%(who)s added the date %(date)s."),
    "session.edited": whether(
        "moved", _("%(who)s moved the date to %(date)s."), _("%(who)s edited the date %(date)s.")
    ),
    "session.removed": _("%(who)s took a date away."),
    "session.cancelled": ngettext_lazy(
        "%(who)s cancelled the date %(date)s; one person was told.",
        "%(who)s cancelled the date %(date)s; %(number)s people were told.",
        "n",
    ),
    "session.attendance_noted": ngettext_lazy(
        "%(who)s brought the attendance file in for %(date)s: one more had come.",
        "%(who)s brought the attendance file in for %(date)s: %(number)s more had come.",
        "n",
    ),
    "door.arrived": _("%(who)s went in through the door: %(date)s."),
    "door.address_mailed": ngettext_lazy(
        "%(who)s mailed the meeting's address to one person: %(date)s.",
        "%(who)s mailed the meeting's address to %(number)s people: %(date)s.",
        "n",
    ),
    "door.link_sent": _("%(who)s sent the link to the door: %(date)s."),
    "registration.answered": _answered,
    "registration.undone": _("%(who)s undid the last answer."),
    "registration.confirmed": _("%(who)s confirmed the seat in the calendar: %(date)s."),
    "registration.moved_up": _("%(who)s moved them up from the waiting list: %(date)s."),
    "registration.late_allowed": _allowed,
    "registration.late_declined": _("%(who)s said no to the request."),
    "registration.told": _("%(who)s told of a change to the date: %(date)s."),
    "registration.displaced": _("%(who)s told that the date is cancelled."),
    "registration.freed": _("%(who)s gave the seat back, because the mandate ends before the day."),
    "call.made": _("%(who)s made the call."),
    "call.sent": ngettext_lazy("%(who)s called one person.", "%(who)s called %(number)s people.", "n"),
    "call.cancelled": ngettext_lazy(
        "%(who)s called the meeting off; one person was told.",
        "%(who)s called the meeting off; %(number)s people were told.",
        "n",
    ),
    "call.deleted": _("%(who)s took the call away before anybody was told."),
    "deputy.named": _("%(who)s named a deputy: %(person)s."),
    "deputy.taken_back": _("%(who)s took the deputy back: %(person)s."),
}
