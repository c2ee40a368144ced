"""The questionnaires of a round, who has sent in to one, and members' own views, as lists. Nothing of what anybody wrote."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stormoede.contributions.models import Questionnaire, Version
from stormoede.contributions.queries.standing import Figures, Line, State
from stormoede.members.models import Person
from stormoede.web.desk.lists import Column, moment
from stormoede.web.desk.people_lists import who


@dataclass(frozen=True, slots=True)
class Row:
    """One questionnaire in figures."""

    questionnaire: Questionnaire
    figures: Figures
    own: int


def questionnaires(zone: str) -> list[Column[Row]]:
    return [
        Column("title", _("Questionnaire"), lambda row: row.questionnaire.track.title),
        Column("deadline", _("Deadline"), lambda row: moment(row.questionnaire.deadline, zone), opt="opt"),
        Column("asked", _("Asked"), lambda row: row.figures.asked, opt="num"),
        Column("handed_in", _("Handed in"), lambda row: row.figures.handed_in, opt="num"),
        Column("drafts", _("Draft begun"), lambda row: row.figures.drafts, opt="num opt"),
        Column("silent", _("Nothing yet"), lambda row: row.figures.silent, opt="num opt"),
        Column("own", _("Own views"), lambda row: row.own, opt="num opt"),
    ]


def states() -> dict[str, str]:
    """How far a body can be, in words."""
    return {State.HANDED_IN: _("Handed in"), State.DRAFT: _("Draft begun"), State.SILENT: _("Nothing yet")}


def bodies(zone: str) -> list[Column[Line]]:
    words, order = states(), list(State)
    return [
        Column("name", _("Who"), lambda line: line.name),
        Column("code", _("Code"), _code, opt=None),
        Column("group", _("Regional council"), lambda line: line.group, opt="opt"),
        Column("state", _("Standing"), lambda line: words[line.state], rank=lambda line: order.index(line.state)),
        Column("deadline", _("Deadline"), lambda line: moment(line.deadline, zone), opt=None),
        Column("handed_in", _("Handed in"), lambda line: moment(line.received, zone)),
        Column("version", _("Version"), lambda line: line.version and line.version.number, opt=None),
        Column("late", _("Late"), lambda line: _("late") if line.late else "", opt=None),
    ]


def own(zone: str) -> list[Column[Version]]:
    return [*who(_person), Column("handed_in", _("Handed in"), lambda one: moment(one.handed_in_at, zone))]


def _code(line: Line) -> str:
    return line.body.organisation.code if line.body.organisation else ""


def _person(one: Version) -> Person:
    """Whose it is: of one who has been erased the empty name is kept."""
    assert one.contribution.person is not None
    return one.contribution.person
