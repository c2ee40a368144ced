"""The mails with input of a round as a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stormoede.contributions import wording
from stormoede.contributions.models import Reading, Submission
from stormoede.contributions.queries.standing import name_of
from stormoede.intake.core import kinds
from stormoede.web.desk.lists import Column, moment


@dataclass(frozen=True, slots=True)
class Line:
    """One mail of the list."""

    found: Submission
    names: str
    files: Sequence[Reading]
    rule: str
    doubt: str
    state: str


def line(found: Submission) -> Line:
    """A mail as it stands in the list."""
    names = ", ".join(name_of(backer.body) for backer in found.backers.all())
    files = [one for one in found.readings.all() if one.kind != kinds.MAIL and one.state != "passed"]
    doubt = str(wording.DOUBTS.get(found.doubt, ""))
    return Line(found, names, files, str(wording.RULES[found.rule]), doubt, str(wording.STANDINGS[found.state]))


def columns(zone: str) -> list[Column[Line]]:
    return [
        Column("council", _("Council"), lambda line: line.names),
        Column("subject", _("Subject"), lambda line: line.found.subject),
        Column("rule", _("Why it is theirs"), lambda line: line.rule),
        Column("came", _("Came in"), lambda line: moment(line.found.arrived_at, zone), opt="opt"),
        Column("sender", _("Sender"), lambda line: line.found.sender, opt=None),
        Column("files", _("Files"), lambda line: ", ".join(one.name for one in line.files), opt=None),
        Column(
            "words", _("Words"), lambda line: sum(one.count for one in line.found.readings.all() if one.taken), opt=None
        ),
        Column("state", _("Standing"), lambda line: line.state, opt=None),
        Column("late", _("Late"), lambda line: _("late") if line.found.late else "", opt=None),
    ]
