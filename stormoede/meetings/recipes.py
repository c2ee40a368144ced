"""The mails of this room: a receipt for every change, the news of a seat from the waiting list, the link to the door."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_noop

from stormoede.accounts import addresses
from stormoede.accounts import queries as accounts
from stormoede.accounts.models import Link
from stormoede.mail import then
from stormoede.mail.calendar import Method
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content, Recipe, Unbuildable, each
from stormoede.mail.then import Then
from stormoede.meetings import calendar_telling, entries, telling, tidings
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.meetings.sheets import full_name
from stormoede.meetings.telling import News
from stormoede.members.models import Person
from stormoede.rounds.mails import Told, written
from stormoede.rounds.models import Round, Track

# Mails that lead to a date, and are of no use when it is not held.
_INTO = ("meetings.door", "meetings.address")

type Written = Mapping[int, Content | Unbuildable]
type Tell = Callable[[News], Told]


@dataclass(frozen=True, slots=True)
class Data:
    """What the messages of one batch are about."""

    registrations: Mapping[UUID, Registration]
    dates: Mapping[int, Session]
    pages: Mapping[tuple[UUID, str], Link]
    doors: Mapping[tuple[UUID, str], Link]
    names: Mapping[str, str]
    then: Then


def receipt(messages: Sequence[Message], *, reveal: bool) -> Written:
    """What was answered, undone, allowed, moved or cancelled, with the calendar's entry: REQUEST, or CANCEL when a seat is gone."""
    return _write(messages, reveal, lambda news: _OF_DATES.get(news.act, telling.receipt)(news))


def moved_up(messages: Sequence[Message], *, reveal: bool) -> Written:
    """A seat from the waiting list, with the calendar's entry."""
    return _write(messages, reveal, telling.receipt)


def door(messages: Sequence[Message], *, reveal: bool) -> Written:
    """The link to the door: at most 50 words."""
    return _write(messages, reveal, telling.door)


def address(messages: Sequence[Message], *, reveal: bool) -> Written:
    """The meeting's own address, sent when the door fails."""
    return _write(messages, reveal, tidings.address)


_OF_DATES: Mapping[str, Tell] = {"told": tidings.changed, "cancelled": tidings.cancelled}


def calendar_answer(messages: Sequence[Message], *, reveal: bool) -> Written:
    """What became of an answer that the member's calendar gave."""
    return _write(messages, reveal, calendar_telling.told)


RECIPES: Mapping[str, Recipe] = {
    "meetings.receipt": receipt,
    "meetings.moved_up": moved_up,
    "meetings.door": door,
    "meetings.address": address,
    "meetings.calendar": calendar_answer,
}


def _write(messages: Sequence[Message], reveal: bool, tell: Tell) -> Written:
    data = _read(messages)
    return each(messages, lambda message: _content(message, data, reveal, tell))


def _read(messages: Sequence[Message]) -> Data:
    """Four statements, however many messages; one more where somebody has answered for another, and one where facts have become others."""
    wanted = {UUID(message.ref.partition(":")[2]) for message in messages}
    found = Registration.objects.select_related("person__organisation", "meeting__track__round").in_bulk(wanted)
    meetings = {one.meeting_id for one in found.values()}
    dates = {date.pk: date for date in Session.objects.filter(meeting__in=meetings)}
    people = [one.person_id for one in found.values()]
    rounds = {f"round:{one.meeting.track.round.key}" for one in found.values()}
    named = {f"session:{message.facts['session']}" for message in messages if "session" in message.facts}
    doors = accounts.links("d", named, people) if named else {}
    others = {str(message.facts["by"]) for message in messages if "by" in message.facts}
    rows = Person.objects.filter(pk__in=others).values_list("pk", "name") if others else ()
    names = {str(pk): name for pk, name in rows}
    pages = accounts.links("p", rounds, people)
    return Data(found, dates, pages, doors, names, then.of(messages, Session, Meeting, Track, Round))


def _content(message: Message, data: Data, reveal: bool, tell: Tell) -> Content:
    registration = data.registrations.get(UUID(message.ref.partition(":")[2]))
    if registration is None:
        raise Unbuildable(gettext_noop("The answer it is about is gone."))
    registration = data.then.row(message, registration)
    person, meeting = registration.person, registration.meeting
    if person.erased_at is not None or not person.email:
        raise Unbuildable(gettext_noop("The person has no mail address."))
    with translation.override(person.language or meeting.track.round.language):
        news = _news(message, registration, data, reveal)
        if message.kind in _INTO and (news.session is None or news.session.cancelled_at is not None):
            raise Unbuildable(gettext_noop("The date is cancelled."))
        if message.kind == "meetings.door" and not news.door:
            raise Unbuildable(gettext_noop("The link to the door has been forgotten, since its time is over."))
        method, calendar = _calendar(message, registration, news)
        return written(meeting.track.round, person.name, person.email, replace(tell(news), method=method), calendar)


def _news(message: Message, registration: Registration, data: Data, reveal: bool) -> News:
    meeting, facts = registration.meeting, message.facts
    owner = meeting.track.round
    dates = data.then.rows(message, Session, data.dates)

    def date(name: str) -> Session | None:
        pk = facts.get(name)
        if pk is not None and pk not in dates:
            raise Unbuildable(gettext_noop("The date is gone."))
        return dates.get(pk) if pk is not None else None

    return News(
        act=str(facts.get("act", "")),
        outcome=str(facts.get("outcome", "")),
        person=registration.person,
        round=owner,
        meeting=meeting,
        title=full_name(meeting.track.title, owner.short),
        seat=date("seat"),
        wish=date("wish"),
        left=date("left"),
        wished=date("wished"),
        session=date("session") or date("date"),
        page=_address(data.pages, registration, f"round:{owner.key}", reveal),
        door=_address(data.doors, registration, f"session:{facts.get('session')}", reveal),
        at=message.date,
        others=_others(registration, dates, facts.get("seat"), message.date),
        changed=facts.get("changed", ()),
        was=tidings.parsed(facts.get("was")),
        by=data.names.get(str(facts.get("by", "")), ""),
    )


def _others(registration: Registration, dates: Mapping[int, Session], seat: object, at: datetime) -> list[Session]:
    """The dates still to come beside the seat, in order."""
    own = [date for date in dates.values() if date.meeting_id == registration.meeting_id and date.pk != seat]
    open_ones = [date for date in own if date.cancelled_at is None and date.starts > at]
    return sorted(open_ones, key=lambda date: (date.starts, date.pk))


def _address(links: Mapping[tuple[UUID, str], Link], registration: Registration, subject: str, reveal: bool) -> str:
    link = links.get((registration.person_id, subject))
    return addresses.of(link, reveal=reveal) if link else ""


def _calendar(message: Message, registration: Registration, news: News) -> tuple[Method | None, bytes | None]:
    method, date = entries.method_of(message.facts), news.seat or news.left
    if method is None or date is None:
        return None, None
    # Overtaken by a cancelling that went out already: the entry must not come back.
    overtaken = registration.seat_id is None and int(message.facts.get("sequence", 0)) < registration.sequence
    if method is Method.REQUEST and overtaken and message.settled_at is None:
        return None, None
    return method, _entry(message, registration, news, date, method)


def _entry(message: Message, registration: Registration, news: News, date: Session, method: Method) -> bytes:
    meeting: Meeting = news.meeting
    sequence: Any = message.facts.get("sequence", 0)
    return entries.entry(
        entries.Occasion(
            uid=registration.uid,
            sequence=int(sequence),
            stamp=message.date,
            starts=date.starts,
            ends=date.ends,
            slug=date.slug,
            title=news.title,
            platform=meeting.platform,
            place=", ".join(filter(None, (date.place, date.town))),
            address=date.join_url if meeting.address_in_mail else "",
            organizer_name=news.round.sender_name,
            organizer_address=news.round.mailbox,
            person_name=news.person.name,
            person_address=news.person.email,
        ),
        method,
    )
