"""Who comes to a date and who cannot come, as tables to take along. Mail addresses are not in them."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.lib import words
from stormoede.lib.spreadsheets import Cell, Table, local
from stormoede.meetings import marks, queries
from stormoede.meetings.models import Meeting, Registration, Session


def with_seat(meeting: Meeting, date: Session) -> Table:
    """Everybody with a seat, with the mark that stands behind the name in the lobby, and when they came."""
    zone = meeting.track.round.time_zone
    day = words.plain_day_year(words.local_day(date.starts, zone), get_language() or "en")
    return Table(
        f"{meeting.track.title} {day}",
        [_("Name"), _("Code"), _("Municipality"), _("In the lobby"), _("Answered"), _("Came")],
        [
            [
                *_who(one),
                marks.of(date.pk, one.person_id),
                local(one.answered_at, zone),
                local(getattr(one, "came_at", None), zone),
            ]
            for one in queries.with_seat(date)
        ],
    )


def cannot(meeting: Meeting) -> Table:
    """Everybody who has answered that they cannot come."""
    zone = meeting.track.round.time_zone
    rows = [[*_who(one), local(one.answered_at, zone)] for one in queries.cannot(meeting)]
    return Table(_("Cannot come"), [_("Name"), _("Code"), _("Municipality"), _("Answered")], rows)


def _who(one: Registration) -> list[Cell]:
    place = one.person.organisation
    return [one.person.name, place.code if place else "", place.name if place else ""]
