"""How one person stands in the rounds that are on: asked, answered what, a seat on which date, the link sent, came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from stormoede.contributions.models import Version
from stormoede.letters.models import Delivery, Letter
from stormoede.lib import words
from stormoede.meetings import sheets
from stormoede.meetings.core.seats import Door
from stormoede.meetings.models import Registration
from stormoede.meetings.sheets import DateFacts, Sheet
from stormoede.members.models import Person
from stormoede.rounds.models import Round
from stormoede.web.desk.letters.deliveries import row_of
from stormoede.web.member.telling import day_of, speaks


@dataclass(frozen=True, slots=True)
class Chip:
    """One word on how something stands, its ring, and what belongs to it."""

    tone: str
    told: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What one thing of the round has come to for the person."""

    what: str
    chips: list[Chip]


@dataclass(frozen=True, slots=True)
class InRound:
    """One round and all that the person is to it."""

    round: Round
    facts: list[Fact]


def standing(person: Person, on: date, at: datetime, *, addresses: bool) -> list[InRound]:
    """The rounds that are on and have to do with the person, newest first.

    What became of the letter on its way is for those who may see addresses.
    """
    rounds = Round.objects.filter(starts_on__lte=on, ends_on__gte=on).order_by("-starts_on", "-pk")
    found = (InRound(round, list(_facts(round, person, at, addresses))) for round in rounds)
    return [one for one in found if one.facts]


def _facts(round: Round, person: Person, at: datetime, addresses: bool) -> Iterator[Fact]:
    letters = Delivery.objects.filter(person=person, letter__round=round, letter__nature=Letter.Nature.FIRST)
    asked = letters.select_related("letter", "message", "person").order_by("pk").last()
    if asked:
        yield Fact(_("The letter"), [_sent(asked, round.time_zone, addresses)])
    mine = Registration.objects.filter(person=person, meeting__track__round=round)
    links = dict(mine.filter(door_sent__isnull=False).values_list("pk", "door_sent"))
    for sheet in sheets.sheets(round.key, person.pk):
        if asked or sheet.mine:
            yield Fact(sheet.meeting.title, list(_answer(sheet, links.get(sheet.mine.id) if sheet.mine else None, at)))
    views = Version.objects.filter(contribution__person=person, contribution__questionnaire__track__round=round)
    title = "contribution__questionnaire__track__title"
    for track, last in views.order_by(title).values_list(title).annotate(Max("handed_in_at")):
        yield Fact(track, [Chip("done", _("Own view handed in"), _when(last, round.time_zone))])


def _sent(asked: Delivery, zone: str, addresses: bool) -> Chip:
    if not addresses:
        return Chip("done", _("Asked"), _when(asked.letter.sent_at, zone))
    row = row_of(asked)
    settled = row["message"].settled_at if row["message"] else None
    return Chip(row["ring"], row["name"], row["why"] or _when(settled, zone))


def _answer(sheet: Sheet, link: int | None, at: datetime) -> Iterator[Chip]:
    told, zone = sheet.standing, sheet.round.time_zone
    seat, wish = sheet.date(told.seat), sheet.date(told.wish)
    answered = _when(sheet.mine.answered_at, zone) if sheet.mine else ""
    if told.cannot:
        yield Chip("", _("Cannot come"), answered)
    elif not sheet.answered:
        yield Chip("", _("Has not answered"))
    if seat:
        yield Chip("done", _("Signed up"), day_of(sheet, seat))
    if wish:
        tone = "" if wish.window.door(at) is Door.CLOSED else "now"
        yield Chip(tone, _("Has asked for a seat") if told.asks else _("On the waiting list"), day_of(sheet, wish))
    if seat and link == seat.id:
        yield Chip("done", _("Link sent"))
    yield from _came(sheet, seat, at)


def _came(sheet: Sheet, seat: DateFacts | None, at: datetime) -> Iterator[Chip]:
    """Also to a date on which they have no seat."""
    came = [one.arrived for one in sheet.dates if one.arrived]
    for moment in came:
        yield Chip("done", _("Came"), _when(moment, sheet.round.time_zone))
    if seat and not came and seat.window.door(at) is Door.CLOSED:
        yield Chip("", _("Did not come"))


def _when(at: datetime | None, zone: str) -> str:
    return words.short_moment(at, zone, speaks()) if at else ""
