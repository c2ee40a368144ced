"""A letter's content composed once into forms, so that each recipient costs a few joins.

A ``Composed`` holds the mail's subject, text and HTML, the sheet's data and the page's HTML in one language, with the
round's facts written in and slots left for the person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from html import escape
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import override

from stormoede.letters import paper
from stormoede.letters.core import fields, html, markdown, plain, sheet
from stormoede.letters.core.content import Content, Words, from_json
from stormoede.letters.core.fields import Form, slot
from stormoede.letters.core.html import Style
from stormoede.letters.core.tree import Blocks, Paragraph, Tree
from stormoede.letters.models import LetterVersion
from stormoede.lib import words as told
from stormoede.mail import looks

_FONT = "font-family:'Segoe UI',Helvetica,Arial,sans-serif;"
_TEXT = f"{_FONT}font-size:17px;line-height:26px;color:#13232b;"
_TAGS = {
    "p": f"margin:0 0 16px;{_TEXT}",
    "h2": f"margin:24px 0 8px;{_FONT}font-size:20px;line-height:28px;font-weight:bold;color:#13232b;",
    "h3": f"margin:20px 0 8px;{_FONT}font-size:17px;line-height:24px;font-weight:bold;color:#13232b;",
    "ul": f"margin:0 0 16px;padding:0 0 0 24px;{_TEXT}",
    "ol": f"margin:0 0 16px;padding:0 0 0 24px;{_TEXT}",
    "li": "margin:0 0 6px;",
    "hr": "margin:24px 0;border:0;border-top:1px solid #d6dee1;",
    "a": "color:#17495e;word-break:break-word;",
    "span": "white-space:nowrap;",
}


def _mail_dates(blocks: Blocks) -> str:
    return looks.Dates(tuple(looks.Dated(d.lead, d.big, d.time, d.place) for d in blocks.dates)).html()


MAIL = Style(
    {tag: f'<{tag} style="{style}">' for tag, style in _TAGS.items()},
    _mail_dates,
    lambda label: looks.Button(slot("page"), label).html(),
)


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter in one language, ready for its readers. ``sheet`` is None when nothing goes on paper.

    ``signs`` says that the page ends with the signatories, as the sheet does. ``body`` is the mail's text and ``page`` the letter's, as HTML for a page.
    """

    language: str
    subject: Form
    text: Form
    html: Form
    sheet: Form | None
    body: Form
    mail_heading: Form
    page: Form
    page_heading: Form
    signs: bool

    def subject_for(self, values: Mapping[str, str]) -> str:
        """The subject for a reader. A header has plain spaces, so that mail can be searched for it."""
        return self.subject.fill(values, fields.as_typed).replace("\N{NO-BREAK SPACE}", " ")

    def unknown(self) -> tuple[str, ...]:
        """The fields nothing will ever fill, as typed, each once. Paper has no personal address."""
        mail = {*fields.PERSONAL, fields.BARE_PAGE, fields.OFF, fields.BECAUSE}
        on_paper = {*fields.PERSONAL, fields.ADDRESSEE} - {"page"}
        known = [(form, mail) for form in (self.subject, self.text, self.html)]
        known += [(self.sheet, on_paper)] if self.sheet else []
        return tuple(
            dict.fromkeys(n for form, ok in known for n, k in zip(form.names, form.keys, strict=True) if k not in ok)
        )

    def asks(self, key: str) -> bool:
        """Whether the writer uses the person's field ``key`` anywhere."""
        return any(key in form.keys for form in (self.subject, self.text, self.html, self.sheet) if form)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A letter's body as a block of the mail's look."""

    inner: str
    text: str

    def html(self) -> str:
        return self.inner

    def plain(self) -> str:
        return self.text


def compose(content: Content, words: Words) -> Composed:
    """The letter in one language."""
    signs = content.head_for(words.language).signatories
    with override(words.language):
        columns = (_("Day"), _("Time"))
        mail = Blocks(words.dates, signs, _("Answer here"), columns)
        text, inner = looks.render(_look(content, words, mail))
        on_sheet = Blocks(words.dates, signs, "", columns)
        # A letter without paper is read on the page in the words of its mail.
        shown, blocks = (words.paper, on_sheet) if words.paper.strip() else (words.mail, mail)
        heading = (words.paper_heading or words.heading) if words.paper.strip() else words.heading
        page = html.lock(html.body(markdown.parse(shown), blocks, html.PAGE))
        body = html.lock(html.body(markdown.parse(words.mail), mail, html.PAGE))
        sheet_form = _sheet(content, words, on_sheet) if words.paper.strip() else None
    facts = words.fields
    escaped = {key: escape(value) for key, value in facts.items()}
    return Composed(
        words.language,
        fields.line_form(words.subject).settled(facts),
        _wrapped(fields.form(text).settled(facts)),
        fields.form(inner).settled(escaped),
        sheet_form.settled({key: sheet.value(value) for key, value in facts.items()}) if sheet_form else None,
        fields.form(body).settled(escaped),
        fields.line_form(words.heading).settled(facts),
        fields.form(page).settled(escaped),
        fields.line_form(heading).settled(facts),
        bool(words.paper.strip()) and "signatures" not in markdown.blocks_in(markdown.parse(words.paper)),
    )


def _wrapped(form: Form) -> Form:
    """Lines without a slot are wrapped once and for all."""
    return fields.form("\n".join(line if "\ue000" in line else plain.wrap(line) for line in form.held.split("\n")))


def _look(content: Content, words: Words, blocks: Blocks) -> looks.Look:
    tree = markdown.parse(words.mail)
    return looks.Look(
        language=words.language,
        subject=fields.line_form(words.subject).held,
        sender=content.letterhead.sender,
        preheader=fields.line_form(words.preheader).held,
        heading=fields.line_form(words.heading).held,
        content=[_Ready(html.lock(html.body(tree, blocks, MAIL)), plain.body(tree, blocks))],
        footer=_footer(content, tree),
    )


def _footer(content: Content, tree: Tree) -> list[looks.Small]:
    page, off, mailbox = slot("page"), slot(fields.OFF), content.letterhead.mailbox
    asked = (_("Questions? Answer this mail, or write to") + " ", looks.Link(f"mailto:{mailbox}", mailbox), ".")
    stop = _("Stop reminders")
    lines = [
        looks.Small((slot(fields.BECAUSE) + " ", *asked), only="html"),
        looks.Small(asked, only="plain"),
        looks.Small((looks.Link(off, stop), ". " + _("You can still answer.")), only="html"),
        looks.Small((f"{stop}: {off}",), only="plain"),
    ]
    if "button" not in markdown.blocks_in(tree):
        return lines
    personal = _("The address is personal. Do not pass it on.")
    shown = looks.Link(page, slot(fields.BARE_PAGE))
    opened = (_("Does the button not work? Open") + " ", shown, ". " + personal)
    return [looks.Small(opened, only="html"), looks.Small((personal,), only="plain"), *lines]


def _sheet(content: Content, words: Words, blocks: Blocks) -> Form:
    tree = markdown.parse(words.paper)
    last = tree[-1:] if tree and isinstance(tree[-1], Paragraph) else ()
    head = content.head_for(words.language)
    signed = "signatures" in markdown.blocks_in(tree)
    data = {
        "title": fields.line_form(words.paper_heading or words.heading).held,
        "sender": head.sender,
        "language": words.language,
        "letterhead": head.sender,
        "date": _("Date: %(day)s") % {"day": told.plain_day_year(content.dated, words.language)}
        if content.dated
        else "",
        "address": head.address,
        "page": _("Page {n} of {all}"),
        "columns": list(blocks.columns),
        "addressee": slot(fields.ADDRESSEE) if content.personal_paper else content.to_for(words.language),
        "signatories": [[name, title[:1].upper() + title[1:]] for name, title in head.signatories],
        "signed": signed,
        "body": sheet.body(tree[: len(tree) - len(last)], blocks),
        "last": sheet.body(last, blocks),
    }
    return fields.form(sheet.text(data))


def date_line(day: date, language: str) -> str:
    """Dato: 7. februar 2025, in the language that is active."""
    return _("Date: %(day)s") % {"day": told.plain_day_year(day, language)}


@dataclass(frozen=True, slots=True)
class Frozen:
    """A version as it was made, and ``made_on``, the day its readers' seats are read of: the day it was sent, or made where it was not."""

    content: Content
    made_on: date
    composed: Mapping[str, Composed]

    @property
    def dated(self) -> date:
        """The letter's own date, or the day it was made."""
        return self.content.dated or self.made_on

    def for_language(self, language: str) -> Composed:
        """The letter in ``language``, or in the round's own."""
        return self.composed[self.content.words_for(language).language]


def version(pk: int) -> Frozen:
    """A frozen letter, composed. One statement; the work is kept, because versions never change."""
    newer = LetterVersion.objects.filter(letter=OuterRef("letter"), number__gt=OuterRef("number"))
    asked = ("letter_id", "made_at", "letter__sent_at", "letter__round__time_zone", Exists(newer))
    letter_id, made_at, sent_at, time_zone, is_trial = LetterVersion.objects.values_list(*asked).get(pk=pk)
    # What is released for an hour may go out weeks later, when its readers have become something else.
    day = sent_at if sent_at and not is_trial else made_at
    return _version(pk, letter_id, made_at, told.local_day(day, time_zone))


@lru_cache(maxsize=32)
def _version(pk: int, letter_id: UUID, made_at: datetime, made_on: date) -> Frozen:
    # A number may come back after a rollback or a new start of the story; with its letter and time it does not.
    content = from_json(LetterVersion.objects.values_list("content", flat=True).get(pk=pk))
    return Frozen(content, made_on, whole(content))


def whole(content: Content) -> Mapping[str, Composed]:
    """The letter composed in each of its languages."""
    return {words.language: compose(content, words) for words in content.words}


@dataclass(frozen=True, slots=True)
class Reader:
    """A person as a letter names them, with their own addresses. ``because`` tells why they get it."""

    name: str
    role: str = ""
    municipality: str = ""
    place_name: str = ""
    page: str = ""
    off: str = ""
    because: str = ""

    def values(self) -> Mapping[str, str]:
        """What stands in the slots, as text."""
        told_values = {
            "name": self.name,
            "role": self.role,
            "municipality": self.municipality,
            "place name": self.place_name,
        }
        lines = (self.name, self.role[:1].upper() + self.role[1:] if self.role else self.municipality)
        return {key: markdown.together(fields.line(value)) for key, value in told_values.items()} | {
            "page": self.page,
            fields.BARE_PAGE: self.page.removeprefix("https://").removeprefix("http://"),
            fields.OFF: self.off,
            fields.BECAUSE: fields.line(self.because),
            fields.ADDRESSEE: "\n".join(fields.line(line) for line in lines if line),
        }


def html_values(values: Mapping[str, str]) -> dict[str, str]:
    return {key: escape(value) for key, value in values.items()}


def sheet_values(values: Mapping[str, str]) -> dict[str, str]:
    """A sheet is journalised and passed on: it knows no personal address. What no typeface has is told by its name."""
    return {
        key: sheet.value(paper.printable(value))
        for key, value in values.items()
        if key not in {"page", fields.BARE_PAGE, fields.OFF}
    }
