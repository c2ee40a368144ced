"""The words of the mail about a calendar's answer, in the language that is active."""

from django.utils.translation import gettext as _

from stormoede.mail.looks import Block, Button, Paragraph, Small
from stormoede.meetings.telling import News
from stormoede.rounds.mails import Told


def told(news: News) -> Told:
    """What became of the answer, where one stands now, and what one can still do."""
    heading, line = _words(news)
    content: list[Block] = [
        Paragraph(_("Dear %(name)s") % {"name": news.person.name}),
        Paragraph(line),
        Paragraph(_standing(news)),
    ]
    if news.page:
        content.append(Button(news.page, _("Open your page"), _("Change or undo your answer here")))
    footer = [Small((_("The link is personal. Do not pass it on."),))]
    return Told(f"{heading}: {news.title}", heading, news.title, content, footer)


def _words(news: News) -> tuple[str, str]:
    unchanged = _("Nothing has been changed")
    return {
        "confirmed": (
            _("We have your yes for %(day)s") % {"day": news.day(news.seat)},
            _("You have said yes in your calendar, and we have noted it."),
        ),
        "stranger": (
            unchanged,
            _(
                "Your calendar entry was answered from another mail address than yours. Was it you? Then answer on your page."
            ),
        ),
        "old": (
            unchanged,
            _(
                "Your calendar has answered an entry that has been changed since. Answer the newest one, or answer on your page."
            ),
        ),
        "refused": (
            unchanged,
            _("You have answered in your calendar, and we could not do as you asked. We look at it and write to you."),
        ),
        "tentative": (
            _("We have your answer"),
            _("You have answered “maybe” in your calendar. Your answer below stands until you change it."),
        ),
        "counter": (
            _("We have your answer"),
            _("You have proposed another time. The time is the same for all, so we look at it and write to you."),
        ),
        "delegated": (
            _("We have your answer"),
            _("You would like somebody else to come in your place. We look at it and write to you."),
        ),
    }[news.act]


def _standing(news: News) -> str:
    if news.seat:
        return _("You have a seat %(day)s.") % {"day": news.day(news.seat)}
    if news.wish:
        return _("You wait for a seat %(day)s.") % {"day": news.day(news.wish)}
    return _("You have no seat at the meeting.")
