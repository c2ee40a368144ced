"""The mails of this room: the call with its entry and link, the receipt, and what a deputy gets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_noop

from stormoede.accounts import addresses
from stormoede.accounts import queries as accounts
from stormoede.accounts.models import Link
from stormoede.calls import queries, telling
from stormoede.calls.actions import mails
from stormoede.calls.models import Call
from stormoede.calls.telling import News
from stormoede.mail import then
from stormoede.mail.calendar import Method
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content, Recipe, Unbuildable, each
from stormoede.mail.then import Then
from stormoede.meetings import entries
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.members.models import Person
from stormoede.rounds.mails import written
from stormoede.rounds.models import Round, Track

type Written = Mapping[int, Content | Unbuildable]
type Known = Mapping[tuple[UUID, str], Link]


@dataclass(frozen=True, slots=True)
class _Data:
    """What the messages of one batch are about; ``calls`` and ``dates`` by meeting."""

    registrations: Mapping[UUID, Registration]
    calls: Mapping[int, Call]
    dates: Mapping[int, Session]
    others: Mapping[UUID, Person]
    links: Known
    then: Then


def write(messages: Sequence[Message], *, reveal: bool) -> Written:
    """A mail of this room, whichever it is."""
    data = _read(messages)
    return each(messages, lambda message: _content(message, data, reveal))


RECIPES: Mapping[str, Recipe] = {mails.CALL: write, mails.RECEIPT: write, mails.DEPUTY: write}


def _read(messages: Sequence[Message]) -> _Data:
    """Seven statements at most, however many messages."""
    wanted = {UUID(message.ref.partition(":")[2]) for message in messages}
    found = Registration.objects.select_related("person", "meeting__track__round").in_bulk(wanted)
    meetings = {one.meeting_id for one in found.values()}
    calls = {one.meeting_id: one for one in Call.objects.filter(meeting__in=meetings)}
    dates = {one.meeting_id: one for one in Session.objects.filter(meeting__in=meetings)}
    named = {
        UUID(str(message.facts[key])) for message in messages for key in ("member", "deputy") if key in message.facts
    }
    people = [one.person_id for one in found.values()]
    rounds = {one.meeting_id: one.meeting.track.round for one in found.values()}
    pages = {queries.subject(call, rounds[meeting]) for meeting, call in calls.items()}
    doors = {f"session:{date.pk}" for date in dates.values()}
    links = {**accounts.links(Link.Purpose.PAGE, pages, people), **_doors(doors, people)}
    others = Person.objects.in_bulk(named) if named else {}
    return _Data(found, calls, dates, others, links, then.of(messages, Session, Meeting, Track, Round))


def _doors(doors: set[str], people: Sequence[UUID]) -> Known:
    own = accounts.links(Link.Purpose.DOOR, doors, people)
    return own if len(own) == len(people) else {**own, **accounts.links(Link.Purpose.DEPUTY, doors, people)}


def _content(message: Message, data: _Data, reveal: bool) -> Content:
    registration = data.registrations.get(UUID(message.ref.partition(":")[2]))
    if registration is None or registration.meeting_id not in data.calls:
        raise Unbuildable(gettext_noop("The answer it is about is gone."))
    registration = data.then.row(message, registration)
    person, round = registration.person, registration.meeting.track.round
    if person.erased_at is not None or not person.email:
        raise Unbuildable(gettext_noop("The person has no mail address."))
    with translation.override(person.language or round.language):
        news = _news(message, registration, data, reveal)
        told = telling.told(message.kind, news)
        calendar = _entry(message, registration, news, told.method) if told.method else None
        return written(round, person.name, person.email, told, calendar)


def _news(message: Message, registration: Registration, data: _Data, reveal: bool) -> News:
    meeting, date = registration.meeting, data.then.row(message, data.dates[registration.meeting_id])
    call, facts = data.calls[registration.meeting_id], message.facts
    page = data.links.get((registration.person_id, queries.subject(call, meeting.track.round)))
    door = data.links.get((registration.person_id, f"session:{date.pk}"))
    return News(
        act=str(facts.get("act") or facts.get("outcome")),
        person=registration.person,
        meeting=meeting,
        session=date,
        other=data.others.get(UUID(str(facts.get("member") or facts.get("deputy") or UUID(int=0)))),
        page=addresses.of(page, reveal=reveal) if page else "",
        door=addresses.of(door, reveal=reveal) if door else "",
        at=message.date,
    )


def _entry(message: Message, registration: Registration, news: News, method: Method) -> bytes:
    round, date = news.meeting.track.round, news.session
    return entries.entry(
        entries.Occasion(
            uid=registration.uid,
            sequence=int(str(message.facts.get("sequence", 0))),
            stamp=message.date,
            starts=date.starts,
            ends=date.ends,
            slug=date.slug,
            title=news.meeting.track.title,
            platform=news.meeting.platform,
            place="",
            address="",
            organizer_name=round.sender_name,
            organizer_address=round.mailbox,
            person_name=news.person.name,
            person_address=news.person.email,
        ),
        method,
    )
