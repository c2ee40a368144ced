"""The words of this room's mails, in the language that is active. When it is comes first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.calls.actions import mails
from stormoede.lib import words
from stormoede.mail.calendar import Method
from stormoede.mail.looks import Block, Button, Link, Paragraph, Small, Strong
from stormoede.meetings.models import Meeting, Session
from stormoede.members.models import Person
from stormoede.rounds.mails import Told


@dataclass(frozen=True, slots=True)
class News:
    """What a mail is about. ``other`` is the deputy, or the member a deputy comes for; addresses are empty when there is none."""

    act: str
    person: Person
    meeting: Meeting
    session: Session
    other: Person | None
    page: str
    door: str
    at: datetime

    @property
    def title(self) -> str:
        return self.meeting.track.title

    @property
    def zone(self) -> str:
        return self.meeting.track.round.time_zone

    @property
    def name(self) -> str:
        """The other one's name."""
        return self.other.name if self.other else ""

    @property
    def soon(self) -> str:
        """i dag kl. 15.30 · onsdag den 14. maj kl. 15.30"""
        return soon(self.session, self.at, self.zone)

    @property
    def whole(self) -> str:
        """onsdag den 14. maj kl. 15.30-16.00"""
        day = words.day(words.local_day(self.session.starts, self.zone), _speaks())
        return f"{day} {words.span(self.session.starts, self.session.ends, self.zone, _speaks())}"


def soon(session: Session, at: datetime, zone: str) -> str:
    """When a call is, for one who reads it at ``at``: today and tomorrow by those words, else by the day."""
    days = (words.local_day(session.starts, zone) - words.local_day(at, zone)).days
    if days not in (0, 1):
        return words.moment(session.starts, zone, _speaks())
    clock = words.clock(session.starts, zone, _speaks())
    return f"{words.distance(at, session.starts, zone, _speaks())} {clock}"


def told(kind: str, news: News) -> Told:
    """The mail of this kind."""
    return {mails.CALL: _call, mails.RECEIPT: _receipt, mails.DEPUTY: _deputy}[kind](news)


def _call(news: News) -> Told:
    if news.act == "off":
        return _off(news)
    moved = news.act == "moved"
    subject = _("New time, %(when)s: %(title)s") if moved else _("%(title)s, %(when)s")
    told = {"title": news.title, "when": news.soon}
    content: list[Block] = [_dear(news)]
    content.append(Paragraph(_("The meeting has been moved.") if moved else _("We call you to a short meeting.")))
    content.append(_when(news))
    content += [] if moved else _lines(news)
    if news.page:
        content.append(Button(news.page, _("Say whether you come"), _("Yes, no, or a deputy")))
    content += _way_in(news)
    return Told(subject % told, news.title, capfirst(news.whole), content, _footer(news), Method.REQUEST)


def _off(news: News) -> Told:
    heading = _("The meeting is not held")
    said = _("The meeting %(when)s is not held. It is taken out of your calendar.") % {"when": news.whole}
    content = [_dear(news), Paragraph(said)]
    return Told(f"{heading}: {news.title}", heading, capfirst(news.whole), content, _footer(news), Method.CANCEL)


def _receipt(news: News) -> Told:
    heading = {
        "coming": _("You come %(when)s") % {"when": news.soon},
        "cannot": _("You have answered that you cannot come"),
        "deputy": _("%(name)s comes in your place") % {"name": news.name},
    }[news.act]
    content: list[Block] = [_dear(news)]
    if news.act == "coming":
        content += [_when(news), *_way_in(news)]
    else:
        content.append(Paragraph(_("The meeting is taken out of your calendar.")))
    if news.act == "deputy":
        content.append(Paragraph(_("%(name)s has been sent a link of their own.") % {"name": news.name}))
    if news.page:
        content.append(Button(news.page, _("Open your page"), _("Change your answer here")))
    method = Method.REQUEST if news.act == "coming" else Method.CANCEL
    return Told(f"{heading}: {news.title}", heading, capfirst(news.whole), content, _footer(news), method)


def _deputy(news: News) -> Told:
    if news.act == "taken_back":
        return _no_deputy(news)
    moved = news.act == "moved"
    subject = _("New time, %(when)s: %(title)s") if moved else _("You come for %(name)s, %(when)s: %(title)s")
    told = {"title": news.title, "when": news.soon, "name": news.name}
    first = _("The meeting has been moved.")
    if not moved:
        first = _("%(name)s has asked you to come in their place.") % {"name": news.name}
    content: list[Block] = [_dear(news), Paragraph(first), _when(news)]
    content += [] if moved else _lines(news)
    if news.door:
        content.append(Button(news.door, _("Go to the door")))
    content.append(Paragraph(_opens(news)))
    return Told(subject % told, news.title, capfirst(news.whole), content, _footer(news), Method.REQUEST)


def _no_deputy(news: News) -> Told:
    heading = _("You do not come for %(name)s after all") % {"name": news.name}
    content = [
        _dear(news),
        Paragraph(_("Your link to the meeting is closed, and the meeting is taken out of your calendar.")),
    ]
    return Told(f"{heading}: {news.title}", heading, capfirst(news.whole), content, _footer(news), Method.CANCEL)


def _dear(news: News) -> Block:
    return Paragraph(_("Dear %(name)s") % {"name": news.person.name})


def _when(news: News) -> Block:
    where = f", {news.meeting.platform}." if news.meeting.platform else "."
    return Paragraph(Strong(capfirst(news.whole)), where)


def _lines(news: News) -> list[Block]:
    return [Paragraph(line.strip()) for line in news.meeting.track.text.splitlines() if line.strip()]


def _way_in(news: News) -> list[Block]:
    return [Paragraph(_opens(news), " ", Link(news.door, _("Go to the door")))] if news.door else []


def _opens(news: News) -> str:
    opens = news.session.starts - timedelta(minutes=news.meeting.door_opens)
    if opens <= news.at:
        return _("The door is open.")
    return _("The door opens at %(clock)s.") % {"clock": words.clock(opens, news.zone, _speaks())}


def _footer(news: News) -> list[Block]:
    contact = Link(f"mailto:{news.meeting.track.round.contact_email}")
    return [
        Small((_("The link is personal. Do not pass it on."),)),
        Small((_("Questions? Answer this mail, or write to"), " ", contact, ".")),
    ]


def _speaks() -> str:
    return get_language() or "da"
