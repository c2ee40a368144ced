"""The case kit: what a body's secretary takes into their own agenda system, merged with what is known of their municipality."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _

from stormoede.deliberations import inputs, queries
from stormoede.deliberations.models import Matter
from stormoede.deliberations.queries import Line
from stormoede.documents.core import merging
from stormoede.documents.core.tree import Block, Document, Heading, Items, PageBreak, Paragraph, Strong
from stormoede.letters.core import content, fields
from stormoede.letters.core.content import Content
from stormoede.letters.core.tree import Blocks
from stormoede.letters.models import Letter, LetterVersion
from stormoede.letters.queries import contents
from stormoede.lib import words
from stormoede.lib.danish import slug
from stormoede.members.models import Body, Group, GroupMembership, Mandate
from stormoede.members.queries.audiences import valid

# What can be merged beside the round's own facts: the names in English and in Danish.
NAMES: Mapping[str, str] = {
    "body": "organ",
    "seats": "pladser",
    "region": "region",
    "regional council": "kkr",
    "municipalities": "kommuner",
    "deadline": "frist",
    "deadline day": "fristdag",
}


def document(matter: Matter, body: Body, *, at: datetime) -> Document:
    """The kit of ``body`` in the round's own language, as it would be handed over at ``at``."""
    round, line = matter.track.round, queries.line(matter, body, at=at)
    day = words.local_day(at, round.time_zone)
    with translation.override(round.language):
        values = _values(matter, body, line, day)
        return Document(
            title=merging.line(matter.track.title, values),
            language=round.language,
            author=round.sender_name,
            dated=day,
            blocks=[*_head(matter, body, line), *_case(matter, values), *_questions(matter, values), *_letter(matter)],
            foot=f"{round.sender_name}, {round.short}",
            page=_("Page {n} of {all}"),
        )


def file_name(matter: Matter, body: Body, ending: str) -> str:
    """What the file is called: "droeftelser-assens.docx"."""
    place = body.organisation.name if body.organisation else body.name
    return f"{slug(matter.track.title)[:60].strip('-')}-{slug(place)}.{ending}"


def unknown_fields(matter: Matter, text: str) -> list[str]:
    """The fields in ``text`` that no body's kit could fill, as typed."""
    known = set(contents.facts(matter.track.round, matter.track.round.language)[0])
    known |= {*NAMES, *NAMES.values(), "municipality", "place name"}
    return [name for name in dict.fromkeys(fields.slotted(text)[1]) if fields.key(name) not in known]


def _head(matter: Matter, body: Body, line: Line) -> Iterator[Block]:
    round = matter.track.round
    place = body.organisation.full_name if body.organisation else ""
    whose = body.name if not place or place in body.name else f"{body.name}, {place}"
    yield Paragraph([f"{whose}. {round.title}, {round.sender_name}."], "small")
    due = words.moment_year(line.deadline, round.time_zone, round.language)
    yield Paragraph([Strong([_("Input no later than %(deadline)s.") % {"deadline": due}])])


def _case(matter: Matter, values: Mapping[str, str]) -> list[Block]:
    return merging.blocks(matter.case or matter.track.text, values)


def _questions(matter: Matter, values: Mapping[str, str]) -> Iterator[Block]:
    asked = matter.questions or inputs.questions(matter.track.round, matter.bodies)
    if asked:
        yield Heading(2, [_("Questions")])
        yield Items([merging.blocks(question, values) for question in asked], start=1)


def _letter(matter: Matter) -> Iterator[Block]:
    """The letter that goes with the matter, as it was sent; a draft is nobody's yet."""
    found = Letter.objects.filter(round=matter.track.round, key=matter.letter, sent_at__isnull=False).first()
    version = LetterVersion.objects.filter(letter=found).order_by("-number").first() if found else None
    if version is not None:
        yield PageBreak()
        yield from _letter_blocks(content.from_json(version.content), matter.track.round.language)


def _letter_blocks(sent: Content, language: str) -> Iterator[Block]:
    said = sent.words_for(language)
    filled = Blocks(dates=said.dates, signatories=sent.head_for(language).signatories)
    yield Heading(2, [merging.line(said.paper_heading or said.heading, said.fields)])
    day = words.plain_day_year(sent.dated, language) if sent.dated else ""
    yield Paragraph([", ".join(filter(None, (sent.letterhead.sender, day)))], "small")
    text = said.paper or said.mail
    if "signatures" not in {fields.key(name) for name in fields.slotted(text)[1]}:
        text += "\n\n((signatures))"
    for block in merging.blocks(text, said.fields, filled):
        # The letter stands under a heading of its own here.
        yield Heading(block.level + 1, block.parts) if isinstance(block, Heading) else block


def _values(matter: Matter, body: Body, line: Line, day: date) -> dict[str, str]:
    """What is merged, by the fields' keys: the round's facts, and those of the body."""
    round, language = matter.track.round, matter.track.round.language
    found = dict(contents.facts(round, language)[0])
    due = words.local_day(line.deadline, round.time_zone)
    own = {
        "municipality": body.organisation.full_name if body.organisation else body.name,
        "place name": body.organisation.name if body.organisation else body.name,
        "body": body.name,
        "seats": _seats(body, day, language),
        "region": _region(body, day),
        "regional council": line.region_name,
        "municipalities": _municipalities(body, day, language),
        "deadline": words.moment(line.deadline, round.time_zone, language),
        "deadline day": words.day(due, language),
    }
    found |= {name: fields.line(value) for name, value in own.items()}
    return found | {danish: found[english] for english, danish in NAMES.items()}


def _seats(body: Body, day: date, language: str) -> str:
    """A council's seats are its municipality's own figure; a regional council has as many as sit in it."""
    if body.organisation:
        return "" if body.organisation.seats is None else words.number(body.organisation.seats, language)
    seated = Mandate.objects.filter(valid(day), body=body).exclude(role=Mandate.Role.SECRETARY)
    return words.number(seated.values("person_id").distinct().count(), language)


def _region(body: Body, day: date) -> str:
    found = GroupMembership.objects.filter(valid(day), group__kind=Group.Kind.REGION)
    if body.organisation:
        found = found.filter(organisation=body.organisation)
    else:
        found = found.filter(organisation__group_memberships__group=body.group_id)
    names = found.order_by("group__sort_key").values_list("group__name", flat=True).distinct()
    return ", ".join(dict.fromkeys(names))


def _municipalities(body: Body, day: date, language: str) -> str:
    if body.organisation:
        return words.number(1, language)
    return words.number(GroupMembership.objects.filter(valid(day), group=body.group_id).count(), language)
