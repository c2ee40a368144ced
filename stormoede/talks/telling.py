"""The words of this room's mails, in the language that is active. What it is comes first, what one can do last."""

from collections.abc import Callable, Mapping

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stormoede.mail.calendar import Method
from stormoede.mail.looks import Block, Button, Paragraph
from stormoede.rounds.mails import Told
from stormoede.talks.actions import mails
from stormoede.talks.actions.entries import CHANGED, LEFT_OUT, PLACED
from stormoede.talks.models import Talk
from stormoede.talks.told import News, about, dear, footer, place


def told(kind: str, news: News) -> Told:
    """The mail of this kind."""
    return _TELL[kind](news)


def _link(news: News) -> Told:
    heading = _("When can you speak?")
    told = {"title": news.title}
    tour = news.speaker.tour if news.speaker else None
    content: list[Block] = [
        dear(news),
        Paragraph(
            _("You are among the speakers of %(title)s. Say on your page on which days you can, and where.") % told
        ),
    ]
    if tour is not None:
        content.append(Paragraph(_("Councils can ask until %(moment)s.") % {"moment": news.moment(tour.ask_by)}))
    content.append(Button(news.page, _("Say when you can"), _("You can change it whenever you like")))
    return Told(f"{heading} {news.title}", heading, news.title, content, footer(news))


def _asked(news: News) -> Told:
    heading = _("We have your request for a speaker")
    topic = news.request.topic if news.request else ""
    content: list[Block] = [
        dear(news),
        Paragraph(_("%(council)s has asked for a speaker: %(topic)s") % {"council": news.council, "topic": topic}),
        Paragraph(_("When we have one for you, you get a mail with time and name, and an entry for your calendar.")),
    ]
    return Told(f"{heading}: {news.title}", heading, news.council, content, footer(news))


def _offer(news: News) -> Told:
    named = {"council": news.council, "when": news.when}
    heading = _("Will you speak at %(council)s?") % named
    subject = _("Will you speak at %(council)s, %(when)s?") % named
    if news.changed:
        subject = _("Changed: will you speak at %(council)s, %(when)s?") % named
    content: list[Block] = [dear(news), place(news), *about(news)]
    content.append(Paragraph(_("Say yes or no on your page. When you say yes, you both get it in your calendars.")))
    content.append(Button(news.page, _("Answer"), _("Yes or no")))
    return Told(subject, heading, capfirst(news.when), content, footer(news))


def _over(news: News) -> Told:
    heading = _("You need not speak at %(council)s") % {"council": news.council}
    content: list[Block] = [dear(news), Paragraph(_not_asked(news)), *_words(news)]
    return Told(f"{heading}: {news.title}", heading, capfirst(news.when), content, footer(news, link=False))


def _notes(news: News) -> Told:
    heading = _("What did you hear at %(council)s?") % {"council": news.council}
    content: list[Block] = [
        dear(news),
        Paragraph(_("You spoke at %(council)s %(when)s.") % {"council": news.council, "when": news.when}),
        Paragraph(
            _("Write in a few lines what they said. It becomes input to the round, with the talk as its source.")
        ),
        Button(news.page, _("Write your notes")),
    ]
    return Told(heading, heading, capfirst(news.when), content, footer(news))


def _entry(news: News) -> Told:
    if news.act == PLACED:
        return _placed(news)
    return _changed(news) if news.act == CHANGED else _cancelled(news)


def _placed(news: News) -> Told:
    named = {"council": news.council, "who": news.who, "when": news.when}
    if news.speaks:
        heading = _("You speak at %(council)s") % named
        subject = _("You speak at %(council)s, %(when)s") % named
    else:
        heading = _("%(who)s speaks at %(council)s") % named
        subject = _("%(who)s speaks at %(council)s, %(when)s") % named
    content: list[Block] = [dear(news), place(news), *about(news), *_open(news)]
    return Told(subject, heading, capfirst(news.when), content, footer(news), Method.REQUEST)


def _changed(news: News) -> Told:
    named = {"other": news.council if news.speaks else news.who, "when": news.when}
    heading = _("The talk has been changed")
    subject = _("Changed: talk with %(other)s, %(when)s") % named
    content: list[Block] = [dear(news), place(news)]
    if "time" in news.changed and news.was is not None:
        content.append(Paragraph(_("It was to begin %(moment)s.") % {"moment": news.moment(news.was)}))
    content += [*about(news), Paragraph(_("Your calendar follows.")), *_open(news)]
    return Told(subject, heading, capfirst(news.when), content, footer(news), Method.REQUEST)


def _cancelled(news: News) -> Told:
    named = {"other": news.council if news.speaks else news.who, "when": news.when}
    heading = _("The talk is not held") if news.act != LEFT_OUT else _("The talk is taken out of your calendar")
    why = (_TO_SPEAKER if news.speaks else _TO_COUNCIL)[news.act](news)
    content: list[Block] = [dear(news), Paragraph(why), *_words(news)]
    if news.act != LEFT_OUT:
        content.append(Paragraph(_("It is taken out of your calendar.")))
    subject = (
        _("Not held: talk with %(other)s, %(when)s") if news.act != LEFT_OUT else _("Talk with %(other)s, %(when)s")
    )
    return Told(subject % named, heading, capfirst(news.when), content, footer(news, link=False), Method.CANCEL)


def _words(news: News) -> list[Block]:
    """What somebody wrote about it; a speaker's own no is not read to others."""
    talk = news.talk
    said = talk.words if talk is not None and talk.over in (Talk.Over.DESK, Talk.Over.REPLACED) else ""
    return [Paragraph(said)] if said else []


def _open(news: News) -> list[Block]:
    if not news.page:
        return []
    can = _("See it, or say that you cannot after all") if news.speaks else _("See it, or change where it is")
    return [Button(news.page, _("Open your page"), can)]


def _not_asked(news: News) -> str:
    withdrawn = news.talk is not None and news.talk.over == Talk.Over.WITHDRAWN
    named = {"council": news.council, "when": news.when}
    if withdrawn:
        return _("%(council)s needs no speaker after all, so you need not come %(when)s.") % named
    return _("We asked whether you can speak at %(council)s %(when)s. It is not needed any more.") % named


type _Say = Callable[[News], str]


def _named(news: News) -> dict[str, str]:
    return {"council": news.council, "who": news.who, "when": news.when}


_TO_SPEAKER: Mapping[str, _Say] = {
    Talk.Over.DESK: lambda news: _("Your talk at %(council)s %(when)s is not held.") % _named(news),
    Talk.Over.WITHDRAWN: lambda news: (
        _("%(council)s needs no speaker after all, so you need not come %(when)s.") % _named(news)
    ),
    Talk.Over.SPEAKER: lambda news: _("You have said that you cannot come to %(council)s %(when)s.") % _named(news),
    Talk.Over.ILL: lambda news: (
        _("You are ill, so you do not come to %(council)s %(when)s. We have told them.") % _named(news)
    ),
    Talk.Over.LEFT: lambda news: (
        _("You are not among the speakers any more, so you do not come to %(council)s %(when)s.") % _named(news)
    ),
    Talk.Over.REPLACED: lambda news: (
        _("The talk at %(council)s has been planned anew, so you need not come %(when)s.") % _named(news)
    ),
    LEFT_OUT: lambda news: _("Others see to the talk at %(council)s %(when)s.") % _named(news),
}
# That somebody is ill is not for others to know.
_TO_COUNCIL: Mapping[str, _Say] = {
    Talk.Over.DESK: lambda news: _("The talk of %(who)s %(when)s is not held.") % _named(news),
    Talk.Over.WITHDRAWN: lambda news: _("You have said that you need no speaker. %(who)s is told, and does not come %(when)s.") % _named(news),
    Talk.Over.SPEAKER: lambda news: _("%(who)s cannot come %(when)s after all. We look for another, and write to you.") % _named(news),
    Talk.Over.ILL: lambda news: _("%(who)s cannot come %(when)s after all. We look for another, and write to you.") % _named(news),
    Talk.Over.LEFT: lambda news: _("%(who)s cannot come %(when)s after all. We look for another, and write to you.") % _named(news),
    Talk.Over.REPLACED: lambda news: _("The talk %(when)s is being planned anew. We write to you when it is settled.") % _named(news),
    LEFT_OUT: lambda news: _("Somebody else at %(council)s sees to the talk %(when)s. It stands as it was agreed.") % _named(news),
}  # fmt: skip
_TELL: Mapping[str, Callable[[News], Told]] = {
    mails.LINK: _link,
    mails.ASKED: _asked,
    mails.OFFER: _offer,
    mails.OVER: _over,
    mails.NOTES: _notes,
    mails.ENTRY: _entry,
}
