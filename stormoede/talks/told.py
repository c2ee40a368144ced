"""What a mail of this room is about, and what all of its words have in common."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.contributions.queries.standing import name_of
from stormoede.lib import words
from stormoede.mail.looks import Block, Link, Paragraph, Small, Strong
from stormoede.rounds.models import Round
from stormoede.talks.models import Form, Speaker, SpeakerRequest, Talk
from stormoede.talks.queries import entries


@dataclass(frozen=True, slots=True)
class News:
    """What a mail is about. ``page`` is an address, empty when there is none; ``starts`` and ``ends`` are as they were then.

    ``speaks``: it is to the speaker; else to those who asked. ``changed`` names what of the talk is another, ``was`` when it
    was to begin.
    """

    act: str
    name: str
    round: Round
    speaks: bool
    page: str
    at: datetime
    speaker: Speaker | None = None
    request: SpeakerRequest | None = None
    talk: Talk | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    changed: frozenset[str] = frozenset()
    was: datetime | None = None

    @property
    def council(self) -> str:
        return name_of(self.request.body) if self.request else ""

    @property
    def who(self) -> str:
        """The speaker's name, as long as we know it."""
        known = self.speaker is not None and self.speaker.person.erased_at is None
        return self.speaker.person.name if known and self.speaker else _("The speaker")

    @property
    def title(self) -> str:
        """What the tour is called."""
        owner = self.request or self.speaker
        return owner.tour.track.title if owner else self.round.short

    @property
    def when(self) -> str:
        """onsdag den 14. maj kl. 15.30-16.00"""
        if self.starts is None or self.ends is None:
            return ""
        zone = self.round.time_zone
        day = words.day(words.local_day(self.starts, zone), speaks())
        return f"{day} {words.span(self.starts, self.ends, zone, speaks())}"

    @property
    def where(self) -> str:
        """The place, or that it is online."""
        if self.talk is None:
            return ""
        return _("online") if self.talk.form == Form.ONLINE else entries.where(self.talk)

    def moment(self, at: datetime) -> str:
        return words.moment(at, self.round.time_zone, speaks())


def dear(news: News) -> Block:
    return Paragraph(_("Dear %(name)s") % {"name": news.name})


def place(news: News) -> Block:
    """When and where, as the first thing."""
    told = f", {news.where}." if news.where else "."
    return Paragraph(Strong(capfirst(news.when)), told)


def about(news: News) -> list[Block]:
    """What it is about, the address of the online meeting, and whom the speaker can ask."""
    found: list[Block] = []
    request, talk = news.request, news.talk
    if request is not None and request.topic:
        found.append(Paragraph(_("What it is about: %(topic)s") % {"topic": request.topic}))
    if talk is not None and talk.link:
        found.append(Paragraph(_("The meeting's own address:"), " ", Link(talk.link)))
    if news.speaks and request is not None:
        if request.note:
            found.append(Paragraph(_("They write: %(note)s") % {"note": request.note}))
        if request.contact_email:
            asks = _("Whom you can ask: %(name)s,") % {"name": request.contact_name}
            found.append(Paragraph(asks, " ", Link(f"mailto:{request.contact_email}")))
    return found


def footer(news: News, *, link: bool = True) -> list[Block]:
    """What stands at the foot; ``link`` says whether the mail has the way to a page."""
    contact = Link(f"mailto:{news.round.contact_email}")
    own: list[Block] = [Small((_("The link is personal. Do not pass it on."),))] if news.page and link else []
    return [*own, Small((_("Questions? Answer this mail, or write to"), " ", contact, "."))]


def speaks() -> str:
    """The mail's language."""
    return get_language() or "da"
