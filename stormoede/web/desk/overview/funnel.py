"""From letter to attendance: five figures, each a share of the first."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from stormoede.lib import words
from stormoede.web.desk.overview.state import State


@dataclass(frozen=True, slots=True)
class Stage:
    """One step. ``width`` is the bar's, as SVG wants it; ``note`` says what is missing, or when it begins."""

    label: str
    figure: int
    width: str
    note: str


def stages(state: State) -> list[Stage]:
    """Asked, delivered, signed up, link sent, came."""
    sent = state.invitation
    asked = sent.asked if sent else 0
    seats, links, came = (sum(getattr(date, name) for date in state.dates) for name in ("seats", "links", "came"))
    return [
        _stage(_("Asked"), asked, asked, _asked(state)),
        _stage(_("Delivered"), sent.accepted if sent else 0, asked, _delivered(state)),
        _stage(_("Signed up"), seats, asked, _signed_up(state, asked)),
        _stage(_("Link sent"), links, asked, _links(state, seats - links)),
        _stage(_("Came"), came, asked, _came(state)),
    ]


def width(part: int, whole: int) -> str:
    """``part`` of ``whole`` as a width in percent; something is never shown as nothing."""
    if not part or not whole:
        return "0%"
    return f"{max(0.5, min(100.0, 100 * part / whole)):.1f}%"


def _stage(label: str, figure: int, whole: int, note: str) -> Stage:
    return Stage(label, figure, width(figure, whole), note)


def _number(n: int) -> str:
    return words.number(n, get_language() or "en")


def _day(at: datetime, state: State) -> str:
    zone = state.round.time_zone
    return words.plain_day(words.local_day(at, zone), get_language() or "en")


def _moment(at: datetime, state: State) -> str:
    return words.plain_moment(at, state.round.time_zone, get_language() or "en")


def _asked(state: State) -> str:
    if state.invitation:
        return _("All whom the first letter is for")
    planned = [letter.release_at for letter in state.letters if letter.release_at]
    return (
        _("Begins %(day)s") % {"day": _day(min(planned), state)} if planned else _("The letter has not been released")
    )


def _delivered(state: State) -> str:
    sent = state.invitation
    if not sent:
        return _("Nothing has been sent yet")
    if sent.on_its_way:
        told = ngettext("%(count)s is on its way", "%(count)s are on their way", sent.on_its_way)
        return told % {"count": _number(sent.on_its_way)}
    missing = sent.asked - sent.accepted
    told = ngettext("%(count)s has not had it", "%(count)s have not had it", missing)
    return told % {"count": _number(missing)} if missing else _("Everybody has had it")


def _signed_up(state: State, asked: int) -> str:
    if not state.meetings:
        return _("The round has no meeting")
    if not state.invitation:
        return _("Begins when the letter has been sent")
    cannot = sum(meeting.cannot for meeting in state.meetings)
    answered = sum(meeting.answered for meeting in state.meetings)
    without = answered - cannot - sum(date.seats for date in state.dates)
    values = {"cannot": _number(cannot), "without": _number(without), "missing": _number(max(0, asked - answered))}
    if without > 0:
        return _("%(cannot)s cannot come, %(without)s without a seat, %(missing)s have not answered") % values
    return _("%(cannot)s cannot come, %(missing)s have not answered") % values


def _links(state: State, missing: int) -> str:
    if not state.meetings:
        return _("The round has no meeting")
    waits = [meeting.links_at for meeting in state.meetings if meeting.links_at > state.at]
    if waits:
        return _("Sent on %(moment)s") % {"moment": _moment(min(waits), state)}
    told = ngettext("%(count)s is missing", "%(count)s are missing", missing)
    return told % {"count": _number(missing)} if missing else _("All who have a seat")


def _came(state: State) -> str:
    if not state.meetings:
        return _("The round has no meeting")
    starts = [date.starts for date in state.dates]
    coming = sorted(start for start in starts if start > state.at)
    if not coming:
        return _("All meetings have been held") if starts else ""
    first = len(coming) == len(starts)
    told = _("The first meeting is on %(day)s") if first else _("The next meeting is on %(day)s")
    return told % {"day": _day(coming[0], state)}
