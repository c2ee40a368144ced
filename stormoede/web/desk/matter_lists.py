"""The matters of a round, and the bodies that are asked to take one up, as lists."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from stormoede.deliberations import queries
from stormoede.deliberations.core.standings import Standing
from stormoede.deliberations.models import Matter
from stormoede.deliberations.queries import Line
from stormoede.web.desk.lists import Column, moment

type Counted = Mapping[Standing, int]


def matters(zone: str) -> list[Column[tuple[Matter, Counted]]]:
    return [
        Column("title", _("Matter"), lambda row: row[0].track.title),
        Column("deadline", _("Input is due"), lambda row: moment(row[0].deadline, zone), opt="opt"),
        *(_number(one) for one in Standing),
    ]


def _number(one: Standing) -> Column[tuple[Matter, Counted]]:
    return Column(one.value, str(queries.TITLES[one]), lambda row: row[1][one], opt="num")


def bodies(matter: Matter, *, own: bool) -> list[Column[Line]]:
    """Every body that is asked; ``own``: some have a deadline of their own, which then stands on the page."""
    name = _("Municipality") if matter.bodies == Matter.Bodies.COUNCIL else _("Regional council")
    zone, order = matter.track.round.time_zone, list(Standing)
    return [
        Column("name", name, lambda line: line.name),
        Column("region", _("Regional council"), lambda line: line.region_name, opt=None),
        Column(
            "standing",
            _("How far"),
            lambda line: str(queries.TITLES[line.standing]),
            rank=lambda line: (order.index(line.standing), line.planned_on or line.deadline.date()),
        ),
        Column("day", _("Day of the meeting"), lambda line: line.planned_on, opt=None),
        Column("responsible", _("Who sees to it"), lambda line: line.responsible, opt="opt"),
        Column("due", _("Input is due"), lambda line: moment(line.deadline, zone), opt="opt" if own else None),
        Column("sent", _("Came in"), lambda line: moment(line.sent_at, zone), opt=None),
    ]
