"""``/desk/rounds/<key>/calendar/`` and ``…/next/``: the round's year, its proposed dates, the address for one's own calendar, and the next round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stormoede.accounts import addresses
from stormoede.accounts import queries as accounts
from stormoede.accounts.actions import feeds
from stormoede.accounts.guards import staff_only
from stormoede.accounts.models import Staff
from stormoede.accounts.permissions import Permission, may
from stormoede.lib import clock, holidays, words
from stormoede.lib.refusal import Refusal
from stormoede.rounds import queries
from stormoede.rounds.actions import following, rounds
from stormoede.rounds.core import next_year
from stormoede.rounds.forms import NextRoundForm
from stormoede.rounds.kinds import DueDate
from stormoede.rounds.models import Round
from stormoede.rounds.refusals import RoundExists
from stormoede.talks.queries import agreed
from stormoede.web.desk.by import by
from stormoede.web.desk.finding import round_of
from stormoede.web.desk.lists import Column, Listed, moment


@dataclass(frozen=True, slots=True)
class Proposal:
    """A date that waits to be confirmed: what it was last year, why it is not 52 weeks later, and where it is changed."""

    due: DueDate
    before: datetime | None
    why: str
    page: str

    @property
    def value(self) -> str:
        """The date and what it was when the page was made."""
        return f"{self.due.key} {self.due.at.isoformat()}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a month: a date of the round, or a holiday that one should know of."""

    day: date
    due: DueDate | None
    holiday: str


@staff_only(Permission.READ)
@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The year, month by month; what is proposed stands first."""
    round, now = round_of(key), clock.round_now()
    assert isinstance(request.user, Staff)
    dates = agreed.calendar(round)
    listed = Listed(request, _columns(round.time_zone))
    file = listed.file(f"{round.short} {_('Calendar')}", lambda: dates)
    if file is not None:
        return file
    feed = accounts.feed_of(request.user, rounds.subject(round))
    values = {
        "round": round,
        "list": listed,
        "proposals": _proposals(round, dates),
        "months": _months(round, dates),
        "feed": addresses.feed_of(feed) if feed and feed.closes > now else "",
        "may_edit": may(request.user, Permission.ROUNDS),
        "over": _closes(round) <= now,
        "now": now,
    }
    return render(request, "web/desk/calendar.html", values)


def _columns(zone: str) -> list[Column[DueDate]]:
    return [
        Column("day", _("Day"), lambda due: words.local_day(due.at, zone)),
        Column("from", _("From"), lambda due: None if due.whole_day else moment(due.at, zone)),
        Column("to", _("To"), lambda due: moment(due.ends, zone)),
        Column("what", _("What"), lambda due: due.what),
        Column("detail", _("Where"), lambda due: due.detail),
        Column("proposed", _("Proposed"), lambda due: _("Proposed") if due.proposed else ""),
    ]


@staff_only(Permission.ROUNDS)
@require_POST
def confirm(request: HttpRequest, key: str) -> HttpResponseBase:
    """Confirm the dates that were pressed, as they were read."""
    round = round_of(key)
    read = dict(value.partition(" ")[::2] for value in request.POST.getlist("date"))
    dates = {name: moment for name, text in read.items() if (moment := _moment(text))}
    try:
        number = following.confirm(round, dates, by=by(request), at=clock.round_now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        told = ngettext("One date has been confirmed.", "%(n)s dates have been confirmed.", number)
        messages.success(request, told % {"n": number})
    return redirect("calendar", key=key)


@staff_only(Permission.READ)
@require_POST
def feed(request: HttpRequest, key: str) -> HttpResponseBase:
    """Make the address for one's own calendar, change it for another, or close it."""
    round, at = round_of(key), clock.round_now()
    assert isinstance(request.user, Staff)
    if request.POST.get("act") == "close":
        feeds.revoke(request.user, rounds.subject(round), by=by(request), at=at)
        messages.success(request, _("The address is closed. Your calendar gets no more from here."))
    elif _closes(round) > at:
        feeds.renew(request.user, rounds.subject(round), closes=_closes(round), by=by(request), at=at)
        messages.success(request, _("Here is a new address. One you had before gives nothing any more."))
    return redirect(reverse("calendar", kwargs={"key": key}) + "#feed")


@staff_only(Permission.ROUNDS)
def following_round(request: HttpRequest, key: str) -> HttpResponseBase:
    """Make next year's round out of this one."""
    round = round_of(key)
    names = next_year.proposed(round.key, round.short, round.title)
    form = NextRoundForm(request.POST or None, initial={"key": names.key, "short": names.short, "title": names.title})
    if form.is_valid():
        try:
            made = following.make(round, form.names, by=by(request), at=clock.round_now())
        except RoundExists as no:
            form.add_error("key", str(no))
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("%(round)s has been made. Confirm its dates.") % {"round": made.short})
            return redirect("calendar", key=made.key)
    values = {"round": round, "form": form}
    return render(request, "web/desk/round_next.html", values, status=422 if form.errors else 200)


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _closes(round: Round) -> datetime:
    """The calendar's addresses live as long as the round."""
    return queries.midnight(round.ends_on + timedelta(days=1), round.time_zone)


def _proposals(round: Round, dates: Sequence[DueDate]) -> list[Proposal]:
    before = dict(round.proposed_dates.filter(confirmed_at__isnull=True).values_list("key", "before"))
    kinds = dict(round.tracks.values_list("key", "kind"))
    return [
        Proposal(due, before[due.key], _why(round, due, before[due.key]), _page(round, due, kinds))
        for due in dates
        if due.key in before
    ]


def _why(round: Round, due: DueDate, before: datetime | None) -> str:
    """Why a date is not the one 52 weeks after the last: the holiday that lies there."""
    if before is None:
        return ""
    year_on = words.local_day(before, round.time_zone) + timedelta(weeks=52)
    name = holidays.name(year_on, get_language() or "en")
    if not name or year_on == words.local_day(due.at, round.time_zone):
        return ""
    return _("%(day)s is %(holiday)s") % {
        "day": words.plain_day(year_on, get_language() or "en"),
        "holiday": name[:1].lower() + name[1:] if get_language() == "da" else name,
    }


def _page(round: Round, due: DueDate, kinds: dict[str, str]) -> str:
    """Where a date is changed."""
    head, _dot, rest = due.key.partition(".")
    if head == "letter":
        return reverse("letter", kwargs={"key": round.key, "letter": rest})
    if head not in kinds:
        return reverse("round-edit", kwargs={"key": round.key})
    name = {"meetings": "meeting", "call": "call"}.get(kinds[head], "track-edit")
    return reverse(name, kwargs={"key": round.key, "track": head})


def _months(round: Round, dates: Sequence[DueDate]) -> list[tuple[date, list[Line]]]:
    """The round's months in order, each with its dates and the holidays among them."""
    lines = [Line(words.local_day(due.at, round.time_zone), due, "") for due in dates]
    for year in range(round.starts_on.year, round.ends_on.year + 1):
        lines += [
            Line(day, None, name)
            for day, name in holidays.of_year(year, get_language() or "en").items()
            if round.starts_on <= day <= round.ends_on
        ]
    lines.sort(key=lambda line: line.day)
    return [(first, list(of)) for first, of in groupby(lines, key=lambda line: line.day.replace(day=1))]


_ONE = "desk/rounds/<slug:key>/"
urlpatterns: list[URLPattern] = [
    path(f"{_ONE}calendar/", calendar, name="calendar"),
    path(f"{_ONE}calendar/confirm/", confirm, name="calendar-confirm"),
    path(f"{_ONE}calendar/address/", feed, name="calendar-feed"),
    path(f"{_ONE}next/", following_round, name="round-next"),
]
