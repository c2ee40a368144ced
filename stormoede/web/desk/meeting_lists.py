"""The meetings of a round, who comes to a date, who waits, asks or cannot come, as lists. Mail addresses are not in them."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.lib import words
from stormoede.meetings import marks
from stormoede.meetings.models import Arrival, Meeting, Registration, Session
from stormoede.meetings.queries import Figures
from stormoede.members.models import Person
from stormoede.web.desk.lists import Column, moment
from stormoede.web.desk.people_lists import who
from stormoede.web.desk.tabled import Html, cell, clock, head, link, muted, rows, text, when
from stormoede.web.templatetags.roof import page_of


def meetings(zone: str) -> list[Column[tuple[Meeting, Figures]]]:
    return [
        Column("title", _("Meeting"), lambda row: row[0].track.title),
        Column("audience", _("Who is asked"), lambda row: row[0].audience.name, opt="opt"),
        Column("deadline", _("Deadline"), lambda row: moment(row[0].deadline, zone), opt="opt"),
        Column("dates", _("Dates"), lambda row: len(row[1].dates), opt="num opt"),
        Column("seats", _("Signed up"), lambda row: row[1].seats, opt="num"),
        Column("cannot", _("Cannot come"), lambda row: row[1].cannot, opt="num"),
        Column("came", _("Came"), lambda row: row[1].came, opt="num opt"),
    ]


def title(meeting: Meeting, date: Session) -> str:
    """What a file about a date is called."""
    day = words.plain_day_year(words.local_day(date.starts, meeting.track.round.time_zone), get_language() or "en")
    return f"{meeting.track.title} {day}"


def with_seat(date: Session, zone: str) -> list[Column[Registration]]:
    """Everybody with a seat, with the mark that stands behind the name in the lobby, and when they came."""
    return [
        *who(_person, "person__", numbered=False),
        Column("mark", _("In the lobby"), lambda one: marks.of(date.pk, one.person_id)),
        Column("answered", _("Answered"), lambda one: moment(one.answered_at, zone), by=("answered_at",), opt="opt"),
        Column("came", _("Came"), lambda one: moment(getattr(one, "came_at", None), zone), by=("came_at",)),
    ]


def waiting(zone: str) -> list[Column[tuple[int, Registration]]]:
    """Those who wait, with their number in the line."""
    return [
        Column("number", _("Number"), lambda row: row[0], opt="num"),
        *who(_waits, numbered=False),
        Column("since", _("Since"), lambda row: moment(row[1].wished_at, zone)),
    ]


def asking(zone: str) -> list[Column[Registration]]:
    """Those who have asked after the deadline, with the date."""
    return [
        *who(_person, numbered=False),
        Column("date", _("Date"), lambda one: moment(one.wish.starts if one.wish else None, zone)),
        Column("asked", _("Since"), lambda one: moment(one.wished_at, zone), opt="opt"),
    ]


def without(zone: str) -> list[Column[Arrival]]:
    """Those who came without a seat."""
    came = Column[Arrival]("came", _("Came"), lambda one: moment(one.at, zone))
    return [*who(_came, numbered=False), came]


def cannot(zone: str) -> list[Column[Registration]]:
    """Everybody who has answered that they cannot come."""
    answered = Column[Registration](
        "answered", _("Answered"), lambda one: moment(one.answered_at, zone), by=("answered_at",)
    )
    return [*who(_person, "person__", numbered=False), answered]


def seated(date: Session, found: Iterable[Registration], at: datetime) -> SafeString:
    """The lines of a page of those with a seat, as they are told at ``at``."""
    nobody = muted(text(_("Not yet") if at < date.ends else _("Did not come")))
    lines = []
    for one in found:
        came = getattr(one, "came_at", None)
        mark = Html(f"<code>{marks.of(date.pk, one.person_id)}</code>")
        arrived = Html(clock(came) + muted(text(_known(one)))) if came else nobody
        lines.append((_named(one.person), cell(mark), cell(when(one.answered_at), "opt"), cell(arrived)))
    return rows(lines)


def staying_away(found: Iterable[Registration]) -> SafeString:
    """The lines of a page of those who cannot come."""
    return rows((_named(one.person), cell(when(one.answered_at))) for one in found)


def came_anyway(found: Iterable[Arrival]) -> SafeString:
    """The lines of those who came without a seat."""
    return rows((_named(one.person), cell(Html(clock(one.at) + muted(text(_known(one)))))) for one in found)


def _named(person: Person) -> Html:
    place = person.organisation
    """The name is the way to their page."""
    name = link(page_of(person.pk, "member"), person.name) if person.name else text(_("Erased"))
    return head(name, muted(text(place.name if place else "")))


def _known(came: Registration | Arrival) -> str:
    """How an arrival is known."""
    door, file = getattr(came, "by_door", False), getattr(came, "by_file", False)
    if door and file:
        return _("the door and the file")
    return _("the door") if door else _("the file")


def _person(one: Registration) -> Person:
    return one.person


def _waits(row: tuple[int, Registration]) -> Person:
    return row[1].person


def _came(one: Arrival) -> Person:
    return one.person
