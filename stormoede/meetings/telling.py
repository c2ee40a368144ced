"""The words of this room's mails, in the language that is active. Most important first; what one can still do last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.lib import words
from stormoede.mail.looks import Block, Button, Link, Paragraph, Small, Strong
from stormoede.meetings.core import doors
from stormoede.meetings.models import Meeting, Session
from stormoede.members.models import Person
from stormoede.rounds.mails import Told
from stormoede.rounds.models import Round

# What somebody else did, and the member cannot undo.
_NOT_THEIRS = {"moved_up", "freed", "late_allowed", "late_declined"}


@dataclass(frozen=True, slots=True)
class News:
    """What a mail is about. ``page`` and ``door`` are addresses, empty when there is none.

    ``session`` is the date the mail is of when that is not the seat. ``others`` are the dates one may still choose.
    ``changed`` and ``was`` tell what of a date is another, and when it was to begin. ``by`` is who answered for another.
    """

    act: str
    outcome: str
    person: Person
    round: Round
    meeting: Meeting
    title: str
    seat: Session | None
    wish: Session | None
    left: Session | None
    wished: Session | None
    session: Session | None
    page: str
    door: str
    at: datetime
    others: Sequence[Session] = ()
    changed: Sequence[str] = ()
    was: datetime | None = None
    by: str = ""

    def day(self, date: Session | None) -> str:
        """mandag den 31. marts"""
        return words.day(words.local_day(date.starts, self.round.time_zone), speaks()) if date else ""

    def span(self, date: Session) -> str:
        return words.span(date.starts, date.ends, self.round.time_zone, speaks())

    def moment(self, at: datetime) -> str:
        return words.moment(at, self.round.time_zone, speaks())

    def where(self, date: Session) -> str:
        return ", ".join(filter(None, (date.place, date.town))) or self.meeting.platform


def receipt(news: News) -> Told:
    """The receipt of a change."""
    heading = _heading(news)
    content: list[Block] = [Paragraph(_("Dear %(name)s") % {"name": news.person.name})]
    if news.by:
        content.append(Paragraph(_("%(name)s, your council's secretary, has answered for you.") % {"name": news.by}))
    content += [Paragraph(*told) for told in _body(news)]
    if news.page and news.act != "freed":
        content.append(Button(news.page, _("Open your page"), _("Change your answer here")))
    return Told(f"{heading}: {news.title}", heading, _preheader(news), content, _receipt_footer(news))


def door(news: News) -> Told:
    """The link to the door."""
    date = news.session
    assert date is not None
    opens = date.starts - timedelta(minutes=news.meeting.door_opens)
    clock = words.clock(opens, news.round.time_zone, speaks())
    subject = _("Your link: %(title)s, %(day)s") % {"title": news.title, "day": news.day(date)}
    told = _("The meeting begins %(moment)s. The door opens at %(clock)s.")
    content: list[Block] = [
        Paragraph(_("Dear %(name)s") % {"name": news.person.name}),
        Paragraph(told % {"moment": news.moment(date.starts), "clock": clock}),
    ]
    if date.place or date.town:
        content.append(Paragraph(_("We meet at %(where)s.") % {"where": news.where(date)}))
    if news.meeting.address_in_mail and date.join_url:
        content.append(Paragraph(_("The meeting's own address:"), " ", Link(date.join_url)))
    content.append(Button(news.door, _("Go to the door")))
    help_ = news.meeting.help_phone or news.round.mailbox
    footer = [Small((_("The link is yours alone. Help: %(help)s") % {"help": help_},))]
    return Told(subject, news.day(date)[:1].upper() + news.day(date)[1:], clock, content, footer)


def speaks() -> str:
    """The mail's language."""
    return get_language() or "da"


def _heading(news: News) -> str:
    day, wish = news.day(news.seat), news.day(news.wish)
    if news.act == "freed":
        lost = news.left or news.wished
        text = _("Your seat %(day)s has been given up") if news.left else _("You no longer wait for %(day)s")
        return text % {"day": news.day(lost)}
    if news.act == "late_declined":
        return _("There was no seat for you %(day)s") % {"day": news.day(news.wished)}
    if news.act == "moved_up":
        return _("You have got a seat %(day)s") % {"day": day}
    return {
        "seated": _("You have a seat %(day)s") % {"day": day},
        "waiting": _("You are on the waiting list for %(day)s") % {"day": wish},
        "asking": _("You have asked for a seat %(day)s") % {"day": wish},
        "cannot": _("You have answered that you cannot come"),
        "taken_back": _("Your answer has been taken back"),
    }[news.outcome]


def _preheader(news: News) -> str:
    date = news.seat or news.wish
    return f"{news.span(date)}, {news.where(date)}".strip(", ") if date else news.title


def _body(news: News) -> list[tuple[str | Strong, ...]]:
    if news.act == "late_declined":
        kept = _("You keep your seat %(day)s.") % {"day": news.day(news.seat)} if news.seat else ""
        told = _("We could not find room for one more. Write to us if you have questions.")
        return [(f"{told} {kept}".strip(),)]
    if news.act == "freed":
        return _freed(news)
    if news.outcome == "seated" and news.seat:
        return _seat(news, news.seat)
    if news.outcome == "waiting" and news.wish:
        return _waiting(news, news.wish)
    plain = {
        "asking": _("The deadline has passed, so we must say yes first. You hear from us by mail."),
        "cannot": _("We will not remind you of the meeting again."),
        "taken_back": _("It is as if you had not answered. You can answer again on your page."),
    }[news.outcome]
    lines = [plain, *_keeps(news)]
    if news.left and not news.seat:
        lines.append(_("The meeting is taken out of your calendar."))
    return [*([_when(news, news.wish)] if news.wish else []), *((line,) for line in lines)]


def _keeps(news: News) -> list[str]:
    told = _("You keep your seat %(day)s until the new one is yours.")
    return [told % {"day": news.day(news.seat)}] if news.seat else []


def _waiting(news: News, wish: Session) -> list[tuple[str | Strong, ...]]:
    """The date, why one waits, and how long."""
    why = _("There are no seats left right now. When there is one, it is yours, and we write to you.")
    opens = wish.starts - timedelta(minutes=news.meeting.door_opens)
    until = _("The list moves until the door opens %(moment)s.") % {"moment": news.moment(opens)}
    yes = _("We have said yes to your request.") if news.act == "late_allowed" else ""
    lines = [f"{yes} {why}".strip(), until, *_keeps(news)]
    if news.left and not news.seat:
        lines.append(_("The meeting is taken out of your calendar."))
    return [_when(news, wish), *((line,) for line in lines)]


def _freed(news: News) -> list[tuple[str | Strong, ...]]:
    lines = [
        _(
            "By our member list your mandate ends before that day, or you are on leave. So somebody else can have the seat."
        )
    ]
    if news.seat:
        lines.append(_("You keep your seat %(day)s.") % {"day": news.day(news.seat)})
    elif news.left:
        lines.append(_("The meeting is taken out of your calendar."))
    lines.append(_("Is the list wrong? Write to us, and we will put it right."))
    return [(line,) for line in lines]


def _seat(news: News, seat: Session) -> list[tuple[str | Strong, ...]]:
    told = [_when(news, seat)]
    if news.act == "moved_up" and news.left:
        told.append((_("Your seat %(day)s has gone to somebody else.") % {"day": news.day(news.left)},))
    if news.at < news.meeting.links_at:
        links = _("We send your link to the meeting %(moment)s.") % {"moment": news.moment(news.meeting.links_at)}
        told.append((links,))
    elif news.at < seat.starts:
        told.append((_("Your link to the meeting comes in a mail of its own."),))
    if doors.on_time(news.at, news.meeting.deadline):
        until = _("You can change your answer until %(moment)s.") % {"moment": news.moment(news.meeting.deadline)}
        told.append((until,))
    return told


def _when(news: News, date: Session) -> tuple[str | Strong, ...]:
    """Virtuelle stormøder om ØA26: **Mandag den 31. marts kl. 19.00-20.30**, Teams."""
    when, where = f"{news.day(date)} {news.span(date)}", news.where(date)
    return f"{news.title}: ", Strong(when[:1].upper() + when[1:]), f", {where}." if where else "."


def _undo(news: News) -> str:
    if news.by:
        return _("Is it wrong? Open your page, and undo it within 24 hours.")
    return _("Was it not you? Open your page, and undo it within 24 hours.")


def _receipt_footer(news: News) -> list[Block]:
    contact = Link(f"mailto:{news.round.contact_email}")
    own = () if news.act in _NOT_THEIRS else (_undo(news),)
    return [
        *(Small((line,)) for line in own),
        Small((_("The link is personal. Do not pass it on."),)),
        Small((_("Questions? Answer this mail, or write to"), " ", contact, ".")),
    ]
