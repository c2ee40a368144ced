"""What came by mail, in the document of all input: under each council its words, with the mail as their source."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stormoede.contributions import wording
from stormoede.contributions.queries.gathered import Gathered
from stormoede.contributions.queries.mailed import Sent
from stormoede.documents.core.tree import Block, Break, Heading, Inline, Items, Note, Paragraph
from stormoede.lib import words
from stormoede.rounds.models import Round


def blocks(told: Gathered, *, notes: bool) -> Iterator[Block]:
    """The section; nothing where no mail counts. ``notes``: the source is a footnote, else a line of its own."""
    if not told.mails and not told.mail_facts:
        return
    yield Heading(2, [_("Sent in by mail")])
    for sent in told.mails:
        yield Heading(3, [who(sent, told.round)])
        if not notes:
            yield Paragraph([source(sent, told.round)], "small")
        for name, text in sent.pieces:
            if len(sent.pieces) > 1 and name:
                yield Heading(4, [name])
            said = wording.said(text)
            note: list[Inline] = [Note([f"{who(sent, told.round)}: {source(sent, told.round, name)}"])] if notes else []
            yield from paragraphs(said, note)
    if told.mail_facts:
        yield Heading(3, [_("Facts from mails that are internal")])
        yield Items([[Paragraph([f"{fact.words} ({fact.name})"])] for fact in told.mail_facts])


def who(sent: Sent, round: Round) -> str:
    """Whose it is; of those who sent in together all."""
    if len(sent.names) < 2:
        return sent.names[0] if sent.names else _("Unknown")
    return _("Together: %(names)s") % {"names": words.listing(sent.names, round.language)}


def source(sent: Sent, round: Round, name: str = "") -> str:
    """Where it comes from: the mail, the file, how many copies, and whom it is for."""
    found = sent.submission
    moment = words.moment_year(found.arrived_at, round.time_zone, round.language)
    told = [_("mail received %(moment)s") % {"moment": moment}]
    if name:
        told.append(_("file %(name)s") % {"name": name})
    if found.late:
        told.append(_("late"))
    if sent.copies:
        told.append(ngettext("%(n)s more copy", "%(n)s more copies", sent.copies) % {"n": sent.copies})
    told.append(wording.whom(found.basis))
    return "; ".join(told) + "."


def paragraphs(text: str, note: list[Inline]) -> Iterator[Block]:
    """The words as paragraphs with their lines, the note at their end."""
    parts = [part for part in text.split("\n\n") if part.strip()] or [""]
    for number, part in enumerate(parts, 1):
        inline = [bit for line in part.strip("\n").split("\n") for bit in (Break(), line)][1:]
        yield Paragraph([*inline, *(note if number == len(parts) else ())])
