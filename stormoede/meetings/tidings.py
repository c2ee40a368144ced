"""The words of a bad evening's mails: a date moved, at a new address or cancelled, and the meeting's own address by mail."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from stormoede.lib import words
from stormoede.mail.looks import Block, Button, Link, Paragraph, Small, Strong
from stormoede.meetings import marks
from stormoede.meetings.core.plans import Change
from stormoede.meetings.models import Session
from stormoede.meetings.telling import News, speaks
from stormoede.rounds.mails import Told


def changed(news: News) -> Told:
    """A date with another time, place or way in. A new time comes first, in the subject too."""
    date = news.session or (news.seat if news.outcome == "seated" else news.wish)
    assert date is not None
    subject, heading = _changed_title(news, date)
    content: list[Block] = [Paragraph(_("Dear %(name)s") % {"name": news.person.name})]
    content += [Paragraph(*told) for told in _changed_body(news, date)]
    content += _button(news, _("Open your page"))
    return Told(subject, heading, _where_and_when(news, date), content, _footer(news))


def cancelled(news: News) -> Told:
    """A date that is not held, why, and which one can be chosen instead."""
    date = news.session
    assert date is not None
    heading = _("The meeting %(day)s is cancelled") % {"day": news.day(date)}
    subject = _("Cancelled: %(day)s, %(title)s") % {"day": news.day(date), "title": news.title}
    content: list[Block] = [Paragraph(_("Dear %(name)s") % {"name": news.person.name})]
    content += [Paragraph(*told) for told in _cancelled_body(news, date)]
    free = news.others if news.seat is None and news.wish is None else ()
    one = _("Choose %(day)s") % {"day": news.day(free[0])} if len(free) == 1 else _("Choose another date")
    content += _button(news, one if free else _("Open your page"))
    return Told(subject, heading, news.title, content, _footer(news))


def address(news: News) -> Told:
    """The meeting's own address, for a night when the door fails: at most 50 words."""
    date = news.session
    assert date is not None
    place = news.person.organisation
    name = f"{news.person.name}, {place.name}" if place else news.person.name
    content: list[Block] = [Paragraph(_("Go straight to the meeting here:"), " ", Link(date.join_url))]
    content += [Paragraph(line) for line in ways_in(date.meeting_number, date.dial_in)]
    content.append(
        Paragraph(_("Write your name like this:"), " ", Strong(f"{name} · {marks.of(date.pk, news.person.pk)}"))
    )
    help_ = news.meeting.help_phone or news.round.mailbox
    footer = [Small((_("Do not pass the address on. Help: %(help)s") % {"help": help_},))]
    subject = _("The way in: %(title)s, %(day)s") % {"title": news.title, "day": news.day(date)}
    return Told(subject, _("The way in to the meeting"), news.span(date), content, footer)


def ways_in(number: str, telephone: str) -> list[str]:
    """The ways in without the address, a sentence each."""
    told = [(number, _("The meeting's number: %(number)s")), (telephone, _("By telephone: %(number)s"))]
    return [sentence % {"number": given} for given, sentence in told if given]


def _changed_title(news: News, date: Session) -> tuple[str, str]:
    named = {"title": news.title, "day": news.day(date), "when": _upper(news.moment(date.starts))}
    if Change.TIME in news.changed:
        return _("%(when)s: new time, %(title)s") % named, _("%(when)s is the new time") % named
    if Change.PLACE in news.changed:
        return _("New place %(day)s: %(title)s") % named, _("New place %(day)s") % named
    return _("New way in %(day)s: %(title)s") % named, _("New way in %(day)s") % named


def _changed_body(news: News, date: Session) -> list[tuple[str | Strong, ...]]:
    when = f"{_upper(news.day(date))} {news.span(date)}"
    where = news.where(date)
    told: list[tuple[str | Strong, ...]] = [
        (f"{news.title}: ", Strong(when), f", {where}." if where else "."),
    ]
    if Change.TIME in news.changed and news.was:
        told.append((_("It was to begin %(moment)s.") % {"moment": news.moment(news.was)},))
    if Change.ADDRESS in news.changed:
        told.append((_("Your link is the same. It leads to the new way in."),))
    return [*told, (_stands(news, date),)]


def _stands(news: News, date: Session) -> str:
    """What is kept without doing anything, and what one may do. Whoever waits for another date has a seat on this one all the same."""
    if news.seat is None or news.seat.pk != date.pk:
        return _("Your request stands.") if news.outcome == "asking" else _("You keep your place on the waiting list.")
    kept = _("You keep your seat, and your calendar follows.")
    if set(news.changed) == {Change.ADDRESS}:
        return kept
    free = [other for other in news.others if news.wish is None or other.pk != news.wish.pk]
    if free:
        other = _("If it does not suit you, choose %(days)s instead on your page, or give your seat up.")
        return f"{kept} {other % {'days': _days(news, free)}}"
    return kept + " " + _("If it does not suit you, give your seat up on your page.")


def _cancelled_body(news: News, date: Session) -> list[tuple[str | Strong, ...]]:
    when = f"{_upper(news.day(date))} {news.span(date)}"
    told: list[tuple[str | Strong, ...]] = [(Strong(_("%(when)s is cancelled.") % {"when": when}),)]
    if date.cancelled_why:
        told.append((date.cancelled_why,))
    if news.left:
        told.append((_("The meeting is taken out of your calendar."),))
    return [*told, (_instead(news),)]


def _instead(news: News) -> str:
    if news.seat:
        return _("You keep your seat %(day)s.") % {"day": news.day(news.seat)}
    if news.wish:
        return _("You keep your place in line for %(day)s.") % {"day": news.day(news.wish)}
    if news.others:
        told = _("You can come %(days)s instead. Choose it on your page; you need not mind the deadline.")
        return told % {"days": _days(news, news.others)}
    return _("We write to you when there is a new date.")


def _days(news: News, dates: Sequence[Session]) -> str:
    return words.listing([f"{news.day(date)} {news.span(date)}" for date in dates], speaks(), "or")


def _where_and_when(news: News, date: Session) -> str:
    return ", ".join(filter(None, (news.span(date), news.where(date))))


def _button(news: News, label: str) -> Sequence[Block]:
    return [Button(news.page, label, _("Change your answer here"))] if news.page else []


def _footer(news: News) -> list[Block]:
    contact = Link(f"mailto:{news.round.contact_email}")
    return [
        Small((_("The link is personal. Do not pass it on."),)),
        Small((_("Questions? Answer this mail, or write to"), " ", contact, ".")),
    ]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def parsed(moment: object) -> datetime | None:
    """A moment as facts keep it."""
    return datetime.fromisoformat(moment) if isinstance(moment, str) else None
