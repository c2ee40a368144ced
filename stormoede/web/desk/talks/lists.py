"""The tours of a round, a tour's requests, its speakers and a week's talks, as lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stormoede.lib.cells import Cell
from stormoede.talks.core.plans import MOST_WISHES
from stormoede.talks.models import Speaker, Talk, Tour
from stormoede.web.desk.lists import Column, moment
from stormoede.web.desk.talks.reading import Can, Line
from stormoede.web.talk_words import STATES, side, state_word, states, wants


@dataclass(frozen=True, slots=True)
class Counted:
    """A tour in figures."""

    tour: Tour
    asked: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Going:
    """A speaker as the list tells of them; talks are counted by their state, ``km`` is one way to each."""

    speaker: Speaker
    side: str
    says: str
    days: int
    proposed: int
    offered: int
    accepted: int
    km: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A talk of a week. ``where`` is the municipality, or that it is online."""

    talk: Talk
    name: str
    where: str
    clashes: Sequence[str]


def tours(zone: str) -> list[Column[Counted]]:
    return [
        Column("title", _("What"), lambda row: row.tour.track.title),
        Column("first", _("From"), lambda row: row.tour.first, opt="opt"),
        Column("ask_by", _("Councils can ask until"), lambda row: moment(row.tour.ask_by, zone), opt="opt"),
        Column("asked", _("Requests"), lambda row: row.asked, opt="num"),
        Column("accepted", _("Said yes"), lambda row: row.accepted, opt="num"),
    ]


def requests(zone: str) -> list[Column[Line]]:
    return [
        Column("name", _("Municipality"), lambda line: line.name),
        Column("region", _("Regional council"), lambda line: line.region_name, opt=None),
        Column("wishes", _("Wishes"), lambda line: _wish(line, 0, zone), opt="opt"),
        *(_wished(number, zone) for number in range(1, MOST_WISHES)),
        Column("wants", _("How"), lambda line: wants(line.request), opt=None),
        Column("topic", _("Topic"), lambda line: line.request.topic, opt=None),
        Column(
            "state",
            _("How far"),
            lambda line: states()[line.state],
            rank=lambda line: (STATES.index(line.state), line.talk.starts.isoformat() if line.talk else ""),
        ),
        Column("speaker", _("Speaker"), lambda line: _speaker(line), opt=None),
        Column("starts", _("When"), lambda line: moment(line.talk.starts, zone) if line.talk else None, opt=None),
        Column("km", _("Kilometres"), lambda line: line.talk.km if line.talk else None, opt=None),
        Column("clashes", _("Clashes"), lambda line: " ".join(line.clashes), opt=None),
        Column("can", _("Who can"), lambda line: can(line.can), rank=lambda line: len(line.can), opt="opt"),
        Column("contact", _("Contact"), lambda line: line.request.contact_name, opt=None),
        Column("email", _("Mail address"), lambda line: line.request.contact_email, opt=None),
    ]


def _wished(number: int, zone: str) -> Column[Line]:
    label = _("Wish %(number)s") % {"number": number + 1}
    return Column(f"wish{number + 1}", label, lambda line: _wish(line, number, zone), opt=None)


def _wish(line: Line, number: int, zone: str) -> Cell:
    return moment(line.wishes[number].starts, zone) if number < len(line.wishes) else None


def _speaker(line: Line) -> str:
    return line.talk.speaker.person.name or _("erased") if line.talk else ""


def can(found: Sequence[Can]) -> str:
    """Who could take a request, each with the wish they could meet."""
    return ", ".join(f"{one.speaker.person.name} ({one.rank})" for one in found)


def speakers() -> list[Column[Going]]:
    return [
        Column("name", _("Name"), lambda row: row.speaker.person.name or _("erased")),
        Column("side", _("Speaks for"), lambda row: side(row.speaker), opt=None),
        Column("home", _("Sets out from"), lambda row: row.speaker.home.name, opt="opt"),
        Column("says", _("Can take"), lambda row: row.says),
        Column("days", _("Days"), lambda row: row.days, opt="num opt"),
        Column("proposed", _("Proposed"), lambda row: row.proposed, opt="num opt"),
        Column("offered", _("Offered"), lambda row: row.offered, opt="num"),
        Column("accepted", _("Said yes"), lambda row: row.accepted, opt="num"),
        Column("km", _("Kilometres"), lambda row: row.km, opt="num opt"),
    ]


def talks(zone: str) -> list[Column[Placed]]:
    return [
        Column("name", _("Municipality"), lambda row: row.name),
        Column("where", _("Where"), lambda row: row.where, opt=None),
        Column("when", _("When"), lambda row: moment(row.talk.starts, zone)),
        Column("speaker", _("Speaker"), lambda row: row.talk.speaker.person.name or _("erased")),
        Column("state", _("How far"), lambda row: state_word(row.talk)),
        Column("km", _("Kilometres"), lambda row: row.talk.km, opt=None),
        Column("clashes", _("Clashes"), lambda row: " ".join(row.clashes), opt=None),
    ]
