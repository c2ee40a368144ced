"""A letter as one reader gets it: as a draft from what is written now, once released from what was frozen. Links are masked."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.translation import override

from stormoede.letters import compose, paper
from stormoede.letters.compose import Composed, Frozen, Reader, html_values, sheet_values
from stormoede.letters.core import fields, html, plain, sheet
from stormoede.letters.core.content import Letterhead
from stormoede.letters.models import Letter
from stormoede.letters.queries import contents, readers
from stormoede.members.models import Person


def frozen(letter: Letter, at: datetime) -> Frozen:
    """What of ``letter`` goes out, or went."""
    if letter.released_at is not None:
        return compose.version(letter.versions.order_by("-number").values_list("pk", flat=True)[0])
    on = at.astimezone(ZoneInfo(letter.round.time_zone)).date()
    content = contents.of(letter, on=on)
    return Frozen(content, on, compose.whole(content))


@dataclass(frozen=True)
class Preview:
    """One reader's letter. What costs something is made when it is asked for."""

    frozen: Frozen
    composed: Composed
    reader: Reader
    person: Person

    @property
    def subject(self) -> str:
        return self.composed.subject_for(self.reader.values())

    @property
    def text(self) -> str:
        return plain.wrap(self.composed.text.fill(self.reader.values(), plain.mark))

    @property
    def html(self) -> str:
        """The whole mail as HTML."""
        return self.composed.html.fill(html_values(self.reader.values()), html.mark)

    @property
    def body(self) -> str:
        """The mail's body as HTML for a page."""
        return self.composed.body.fill(html_values(self.reader.values()), html.page_mark)

    @property
    def mail_heading(self) -> str:
        return self.composed.mail_heading.fill(self.reader.values(), fields.as_typed)

    @property
    def heading(self) -> str:
        """The heading of the letter on its page."""
        return self.composed.page_heading.fill(self.reader.values(), fields.as_typed)

    @property
    def page(self) -> str:
        """The letter's body as HTML for a page."""
        return self.composed.page.fill(html_values(self.reader.values()), html.page_mark)

    @property
    def addressee(self) -> list[str]:
        """Who the sheet is to, line by line."""
        if self.frozen.content.personal_paper:
            return self.reader.values()[fields.ADDRESSEE].split("\n")
        to = self.frozen.content.to_for(self.composed.language)
        return [to] if to else []

    @property
    def head(self) -> Letterhead:
        """Who writes."""
        return self.frozen.content.head_for(self.composed.language)

    @property
    def dated(self) -> str:
        """The line with the letter's date."""
        with override(self.composed.language):
            return compose.date_line(self.frozen.dated, self.composed.language)

    @property
    def signs(self) -> bool:
        """Whether the signatories stand below the letter's text."""
        return self.composed.signs and bool(self.head.signatories)

    @property
    def has_paper(self) -> bool:
        return self.composed.sheet is not None

    @cached_property
    def pdf(self) -> bytes | None:
        """The letter on paper, or None when it has none. Raises paper.PaperFault."""
        if self.composed.sheet is None:
            return None
        data = self.composed.sheet.fill(sheet_values(self.reader.values()), sheet.mark)
        return paper.shared(data, self.frozen.dated)

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields this reader has nothing for, as typed."""
        values, forms = self.reader.values(), (self.composed.subject, self.composed.text, self.composed.sheet)
        return tuple(dict.fromkeys(name for form in forms if form for name in form.missing(values)))


def of(letter: Letter, person: Person, at: datetime) -> Preview:
    """The letter as ``person`` (with their organisation) gets it."""
    return of_frozen(frozen(letter, at), person)


def of_version(version_id: int, person: Person) -> Preview:
    """The letter as ``person`` was sent it."""
    return of_frozen(compose.version(version_id), person)


def of_frozen(what: Frozen, person: Person, language: str = "") -> Preview:
    """``what`` as ``person`` gets it, in ``language`` when one is asked for."""
    if language:
        person.language = language
    reader = readers.of([person], what, reveal=False)[person.pk]
    return Preview(what, what.for_language(person.language), reader, person)
