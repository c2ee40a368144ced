"""Beginning the story, moving its clock on, starting over."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.db import models, transaction

import stormoede
from stormoede.accounts import actors
from stormoede.accounts.actions import links, staff
from stormoede.accounts.models import CodeRequest, Link, RemindersOff, Staff
from stormoede.calls.models import Call, Deputy
from stormoede.contributions.models import Attachment, Contribution, Enclosure, Sharing, Version
from stormoede.events.actor import system
from stormoede.events.models import Event
from stormoede.letters.actions import sendings
from stormoede.letters.models import Delivery, Letter, LetterFile, LetterVersion
from stormoede.mail import tide
from stormoede.mail.models import Batch, Former, Message
from stormoede.meetings.models import Arrival, Meeting, Registration, Session
from stormoede.members.actions import denmark, imports
from stormoede.members.models import Audience, Group, Import, Organisation, Person
from stormoede.passages.models import Quote, Text
from stormoede.rounds import files
from stormoede.rounds.models import Round
from stormoede.story import queries
from stormoede.story.core import cast, people
from stormoede.story.core.people import Council, Seat
from stormoede.story.core.plots import FIRST, PLOTS, Plot
from stormoede.story.core.script import Step
from stormoede.story.models import Story
from stormoede.talks.models import Opening, Speaker, SpeakerRequest, Talk, TalkEntry, TalkNotes, Tour
from stormoede.talks.models import Wish as TalkWish

BY = system("story")
SINCE, UNTIL = "2022-01-01", "2025-12-31"
ROUNDS = Path(stormoede.__file__).parent.parent / "rounds"
_HEADERS = ("medlemsnummer", "navn", "e-mail", "kommunekode", "organ", "rolle", "fra", "til")
_WORDS: Mapping[str, str] = {
    "council": "kommunalbestyrelse",
    "finance_committee": "økonomiudvalg",
    "administration": "forvaltning",
    "member": "medlem",
    "mayor": "borgmester",
    "deputy_mayor": "viceborgmester",
    "chair": "formand",
    "secretary": "sekretær",
}
# In the order foreign keys allow.
_FORGOTTEN: Sequence[type[models.Model]] = (
    TalkNotes, TalkEntry, Talk, TalkWish, SpeakerRequest, Opening, Speaker, Tour, Sharing, Enclosure, Attachment, Version, Contribution, Quote, Text, Deputy, Call, Arrival, Registration, Session, Meeting, Delivery, LetterVersion, Letter, LetterFile, Message, Former, Batch, CodeRequest, RemindersOff,
    Link, Round, Import, Audience, Person, Organisation, Event,
)  # fmt: skip


def may_begin() -> bool:
    """True in a database where nothing is yet; a story is never told among real members."""
    return not any(model.objects.exists() for model in (Story, Person, Organisation, Round, Staff))


@transaction.atomic
def begin(*, at: datetime, key: str = FIRST.key) -> None:
    """Invent the people, hire the cast, load the round with its letter ready, and set the clock to the beginning."""
    plot = PLOTS[key]
    _hire(at)
    Story.objects.create(key=key, now=plot.beginning, target=plot.beginning, started_at=at)
    _tell(plot)


@transaction.atomic
def start_over() -> None:
    """Forget all that happened and tell it again. The cast stays signed in."""
    for model in _FORGOTTEN:
        model._default_manager.all().delete()
    plot = queries.plot()
    Story.objects.update(now=plot.beginning, target=plot.beginning)
    _tell(plot)
    # Events are numbered from the beginning again, so figures remembered by them are another story's.
    transaction.on_commit(tide.forget)


def _hire(at: datetime) -> None:
    for colleague in cast.STAFF:
        staff.add(colleague.email, colleague.name, colleague.role, by=BY, at=at)


def _tell(plot: Plot) -> None:
    denmark.load(by=BY, at=plot.beginning)
    _invite_all(plot)
    writer = actors.staff(Staff.objects.get(email=cast.WRITER.email))
    round = files.load((ROUNDS / f"{plot.key}.toml").read_text(encoding="utf-8"), by=writer, at=plot.beginning)
    _open_links(round, plot.beginning)


def _open_links(round: Round, at: datetime) -> None:
    """The cast's links work from the start, so that one can look at the page before the letter is sent."""
    for councillor in cast.MEMBERS:
        person = Person.objects.get(name=councillor.name, organisation__code=councillor.code)
        if councillor.role == "secretary":
            links.make(Link.Purpose.PAGE, [person.pk], f"council:{councillor.code}:{round.key}")
        else:
            sendings.make_links(round, [person.pk], at=at)


@transaction.atomic
def onward(step: Step | None) -> None:
    """Let the story be played to ``step``; nothing at the end, and nothing while it is still on its way."""
    story = Story.objects.select_for_update().get()
    if step is not None and story.now == story.target:
        Story.objects.filter(pk=story.pk).update(target=step.at)


def to(moment: datetime) -> None:
    """Let the story be played to ``moment``, which must not lie before its time."""
    Story.objects.update(target=moment)


def _invite_all(plot: Plot) -> None:
    """The invented member list goes in as any association's would: a file, a preview, one transaction."""
    kept = imports.receive("medlemsliste.csv", _file(plot).encode(), by=BY, at=plot.beginning)
    imports.apply(kept.pk, {}, by=BY, at=plot.beginning)


def _file(plot: Plot) -> str:
    """The invented member list as a CSV file in Danish."""
    places = Organisation.objects.filter(seats__isnull=False).order_by("code")
    councils = [Council(place.code, place.name, place.seats or 0) for place in places]
    named = {(one.code, one.role): one.name for one in cast.MEMBERS}
    elected = list(people.councils(councils, named, since=SINCE, until=UNTIL))
    seats = [*elected, *_regional(elected), *_secretaries(councils, named)]
    if plot is not FIRST:
        seats += _regional_secretaries()
    text = io.StringIO()
    table = csv.writer(text, delimiter=";")
    table.writerow(_HEADERS)
    for seat in _astray(seats):
        body, role = _WORDS.get(seat.body, seat.body), _WORDS[seat.role]
        table.writerow([seat.number, seat.name, seat.email, seat.code, body, role, seat.since, seat.until])
    return text.getvalue()


def _regional(seats: Iterable[Seat]) -> Iterator[Seat]:
    """Every mayor sits in the regional council of their part of the country."""
    reach = Group.objects.filter(kind=Group.Kind.REGIONAL_COUNCIL)
    councils = dict(reach.values_list("memberships__organisation__code", "name"))
    for seat in seats:
        if seat.role == "mayor":
            yield replace(seat, body=councils[seat.code], role="member")


def _secretaries(councils: Iterable[Council], named: Mapping[tuple[str, str], str]) -> Iterator[Seat]:
    """Each council's secretary, who sits in no council."""
    supply = people.names("forvaltning")
    for number, council in enumerate(councils, 1):
        name = named.get((council.code, "secretary")) or next(supply)
        host = f"{people.ascii_name(council.name)}.example"
        email = f"{people.ascii_name(name).replace('-', '.')}.sekretariat@{host}"
        yield Seat(f"S{number:05}", name, email, council.code, "administration", "secretary", SINCE, UNTIL)


def _regional_secretaries() -> Iterator[Seat]:
    """Each regional council's secretary, who has an office in one of its municipalities."""
    supply = people.names("regionerne")
    reach = Group.objects.filter(kind=Group.Kind.REGIONAL_COUNCIL).order_by("sort_key")
    for number, group in enumerate(reach, 1):
        office = group.memberships.order_by("organisation__code").values_list("organisation__code", flat=True)[0]
        name = next(supply)
        email = f"{people.ascii_name(name).replace('-', '.')}@{people.ascii_name(group.name)}.example"
        yield Seat(f"R{number:05}", name, email, office, group.name, "secretary", SINCE, UNTIL)


def _astray(seats: Iterable[Seat]) -> Iterator[Seat]:
    """A few addresses are wrong, as in any list: their receiver refuses them, or they are missing."""
    played = {one.name for one in cast.MEMBERS}
    for seat in seats:
        place = int(seat.number[1:])
        if seat.number.startswith("S") or seat.name in played or place % 142 != 7:
            yield seat
        elif place % 1136 == 7:
            yield replace(seat, email="")
        else:
            yield replace(seat, email=f"{seat.email.partition('@')[0]}@{cast.GONE}")
