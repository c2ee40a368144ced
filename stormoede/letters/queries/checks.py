"""What is looked at before a letter goes out. Each check is a sentence, and those that say no stop the release."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from stormoede.letters import compose, paper
from stormoede.letters.compose import Composed, Frozen, Reader
from stormoede.letters.core import fields, plain, sheet
from stormoede.letters.core.content import Content
from stormoede.letters.core.drafts import Text
from stormoede.letters.models import Letter
from stormoede.letters.queries import asking, contents, proposals, recipients
from stormoede.letters.queries.recipients import Counted
from stormoede.lib import words
from stormoede.mail.queries import infected
from stormoede.rounds import queries as rounds
from stormoede.rounds import sentences

ADVISED_SUBJECT = 70
ADVISED_REMINDER = 60
ADVISED_SIZE = 2_000_000


class Says(StrEnum):
    """``yes`` is well, ``mind`` is worth a look, ``no`` stops the release."""

    YES = "done"
    MIND = "now"
    NO = "stop"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ``key`` is stable, for tests and for links beside the sentence."""

    key: str
    says: Says
    sentence: str


@dataclass(frozen=True, slots=True)
class Review:
    """A letter looked at: its content as it would be frozen, who would get it, and every check."""

    frozen: Frozen
    counted: Counted
    checks: Sequence[Check]

    @property
    def content(self) -> Content:
        return self.frozen.content

    @property
    def stops(self) -> tuple[str, ...]:
        """The sentences that stop the release."""
        return tuple(check.sentence for check in self.checks if check.says is Says.NO)


def review(letter: Letter, *, at: datetime, sends: datetime | None = None) -> Review:
    """Look at ``letter`` as it is at ``at``, to be sent then or at ``sends``."""
    zone = ZoneInfo(letter.round.time_zone)
    on = at.astimezone(zone).date()
    content = contents.of(letter, on=(sends or at).astimezone(zone).date())
    frozen = Frozen(content, on, compose.whole(content))
    counted = recipients.counted(letter, on)
    checks = [
        *_words(letter),
        *_about(letter, sends or at),
        _fields(letter, frozen, on),
        *_dates(letter, content, sends or at),
        *_proposed(letter, sends),
        *_paper(frozen),
        *_weight(content),
        _people(letter, counted),
    ]
    return Review(frozen, counted, checks)


def _words(letter: Letter) -> Iterator[Check]:
    texts = {text.language: text for text in letter.texts.all()}
    own = texts.get(letter.round.language)
    if own is None:
        yield Check("words", Says.NO, _("The letter has no text in the round's own language yet."))
    for text in texts.values():
        if not Text(text.subject, text.preheader, text.heading, text.mail).whole:
            yield Check("words", Says.NO, _("Subject, heading and text of the mail are all needed, in each language."))
        if len(text.subject) > ADVISED_SUBJECT:
            sentence = _("The subject has %(n)s characters. Under 70 it is read whole on a phone.")
            yield Check("subject", Says.MIND, sentence % {"n": len(text.subject)})


def _about(letter: Letter, sends: datetime) -> Iterator[Check]:
    """What a reminder or a correction needs beside its words."""
    if letter.about is None:
        return
    if letter.about.sent_at is None:
        yield Check("about", Says.NO, _("“%(title)s” has not been sent.") % {"title": letter.about.title})
    if letter.nature == Letter.Nature.REMINDER:
        yield _in_time(letter, letter.about, sends)
        yield from _short(letter)
    elif any(not text.note for text in letter.texts.all()):
        yield Check("note", Says.NO, _("Say on top what is corrected, in each language."))


def _in_time(letter: Letter, about: Letter, sends: datetime) -> Check:
    until, hour = asking.deadline(about), asking.hour(letter)
    if until is None or hour is None:
        return Check("hour", Says.NO, _("The letter asks nothing with a deadline, so there is nothing to remind of."))
    language, zone = get_language() or "en", letter.round.time_zone
    told = {"hour": words.moment(hour, zone, language), "deadline": words.moment(until, zone, language)}
    if hour >= until:
        return Check("hour", Says.NO, _("The reminder would go out %(hour)s, after the deadline %(deadline)s.") % told)
    if sends >= until:
        return Check("hour", Says.NO, _("The deadline has passed: it was %(deadline)s.") % told)
    return Check("hour", Says.YES, _("Goes out %(hour)s, before the deadline %(deadline)s") % told)


def _short(letter: Letter) -> Iterator[Check]:
    longest = max((plain.words_in(text.mail) for text in letter.texts.all()), default=0)
    if longest > ADVISED_REMINDER:
        sentence = _("The text of the mail has %(n)s words. A reminder is read when it has 60 at most.")
        yield Check("length", Says.MIND, sentence % {"n": longest})


def _fields(letter: Letter, frozen: Frozen, on: date) -> Check:
    unknown = dict.fromkeys(name for one in frozen.composed.values() for name in one.unknown())
    if unknown:
        names = ", ".join(map(fields.as_typed, unknown))
        return Check("fields", Says.NO, _("These fields have nothing to fill them: %(names)s") % {"names": names})
    composed = tuple(frozen.composed.values())
    for keys, count in (
        (("municipality", "place name"), recipients.lacking_place),
        (("role",), recipients.lacking_role),
    ):
        used = next((key for key in keys if any(one.asks(key) for one in composed)), None)
        lacking = count(letter, on) if used else 0
        if used and lacking:
            sentence = ngettext(
                "One recipient has nothing to fill the field %(name)s.",
                "%(n)s recipients have nothing to fill the field %(name)s.",
                lacking,
            )
            return Check("fields", Says.NO, sentence % {"n": lacking, "name": fields.as_typed(_typed(composed, used))})
    return Check("fields", Says.YES, _("All merge fields are filled"))


def _typed(composed: Sequence[Composed], key: str) -> str:
    """The field ``key`` as its writer typed it."""
    forms = (form for one in composed for form in (one.subject, one.text, one.html, one.sheet) if form)
    return next(name for form in forms for name, found in zip(form.names, form.keys, strict=True) if found == key)


def _dates(letter: Letter, content: Content, sends: datetime) -> Iterator[Check]:
    wrong = sentences.outside(letter.round, rounds.track_dates(letter.round))
    for sentence in wrong:
        yield Check("dates", Says.NO, sentence)
    facts = rounds.track_facts(letter.round, letter.round.language).values()
    told = [one.starts for fact in facts for one in fact.occasions] if any(w.dates for w in content.words) else []
    if told and min(told) <= sends and letter.nature != Letter.Nature.CORRECTION:
        yield Check("dates", Says.NO, _("The letter would go out after the first of the dates it invites to."))
    elif not wrong:
        yield Check("dates", Says.YES, _("Dates and deadline fit the round"))


def _proposed(letter: Letter, sends: datetime | None) -> Iterator[Check]:
    """Nothing tells of a date that was carried over from last year until somebody has confirmed it."""
    if waiting := list(dict.fromkeys(due.what for due in proposals.stated(letter))):
        told = words.listing(waiting, get_language() or "en")
        sentence = _("The letter tells of dates that are proposed and not confirmed: %(dates)s. Confirm them first.")
        yield Check("proposed", Says.NO, sentence % {"dates": told})
    if sends and sends == letter.release_at and proposals.hour_key(letter) in rounds.proposed_keys(letter.round):
        yield Check("proposed", Says.NO, _("The letter's hour is proposed and not confirmed. Confirm it first."))


def _paper(frozen: Frozen) -> Iterator[Check]:
    """One letter in each language is set: PDF/UA is refused by typst itself where it cannot be met."""
    fault = None
    reader = Reader(name="Æ", role=_("member"), municipality="Ø", place_name="Å", page="x", off="x", because="x")
    papers = [one.sheet for one in frozen.composed.values() if one.sheet]
    if lacking := paper.lacking("".join(text for form in papers for text in form.texts)):
        told = words.listing([f"{sign} {paper.named(sign)}" for sign in lacking], get_language() or "en")
        yield Check(
            "paper", Says.NO, _("The letter on paper cannot show %(signs)s. Write it in another way.") % {"signs": told}
        )
        return
    for form in papers:
        try:
            paper.shared(form.fill(compose.sheet_values(reader.values()), sheet.mark), frozen.dated)
        except paper.PaperFault as found:
            fault = str(found)
    if fault:
        yield Check(
            "paper", Says.NO, _("The letter cannot be set as an accessible PDF: %(reason)s") % {"reason": fault}
        )
    elif papers:
        yield Check("paper", Says.YES, _("The PDF works with a screen reader"))


def _weight(content: Content) -> Iterator[Check]:
    viruses = infected([one.digest for one in content.enclosures])
    for one in content.enclosures:
        if one.digest in viruses:
            yield Check("virus", Says.NO, _("A virus was found in %(name)s. Take it off.") % {"name": one.name})
    size = sum(one.size for one in content.enclosures)
    if size > ADVISED_SIZE:
        told = words.number(-(-size // 1_000_000), get_language() or "en")
        sentence = _("Each mail carries files of %(n)s MB. A link to a page reaches more people.")
        yield Check("weight", Says.MIND, sentence % {"n": told})


def _people(letter: Letter, counted: Counted) -> Check:
    if not counted.people and letter.nature == Letter.Nature.REMINDER:
        return Check("people", Says.MIND, _("As it stands, nobody would get the reminder."))
    if not counted.people:
        return Check("people", Says.NO, _("Nobody is in the audience, so there is nobody to send the letter to."))
    if not counted.reachable:
        return Check("people", Says.NO, _("Nobody in the audience has a mail address."))
    if counted.unreachable:
        sentence = ngettext("One has no mail address.", "%(n)s have no mail address.", counted.unreachable)
        return Check("people", Says.MIND, sentence % {"n": counted.unreachable})
    return Check("people", Says.YES, _("Everybody has a mail address"))
