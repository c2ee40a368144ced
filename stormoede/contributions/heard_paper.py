"""What was heard at talks, in the document of all input: under each council the words, with the talk as their source."""

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from stormoede.contributions import wording
from stormoede.contributions.heard import Heard
from stormoede.contributions.mailed_paper import paragraphs
from stormoede.contributions.queries.gathered import Gathered
from stormoede.documents.core.tree import Block, Heading, Inline, Items, Note, Paragraph


def blocks(told: Gathered, *, notes: bool) -> Iterator[Block]:
    """The sections; nothing where nothing was heard. ``notes``: the source is a footnote, else a line of its own."""
    for title, heard in groupby(told.heard, key=lambda one: one.title):
        yield Heading(2, [title])
        for one in heard:
            yield Heading(3, [one.name])
            if not notes:
                yield Paragraph([source(one)], "small")
            words = wording.said(one.text)
            note: list[Inline] = [Note([f"{one.name}: {source(one)}"])] if notes else []
            yield from paragraphs(words, note)
    if told.heard_facts:
        yield Heading(2, [_("Facts from what was heard and is internal")])
        yield Items([[Paragraph([f"{fact.words} ({fact.name})"])] for fact in told.heard_facts])


def source(one: Heard) -> str:
    """Where it was heard, and whom it is for."""
    return f"{one.source}; {wording.whom(one.text.basis)}."
