"""The round ØA26 with its letter, and a few members to write to. Everybody is invented."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from stormoede.events.actor import Actor, ActorKind
from stormoede.letters import recipes
from stormoede.letters.actions import drafts, trials
from stormoede.letters.core.drafts import Draft, Text
from stormoede.letters.models import Letter
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content, Unbuildable
from stormoede.members.models import Body, Mandate, Organisation, Person
from stormoede.rounds import files
from stormoede.rounds.models import Round

WRITER = Actor(ActorKind.STAFF, str(UUID(int=1)))
OTHER = Actor(ActorKind.STAFF, str(UUID(int=2)))
AT = datetime(2025, 2, 7, 9, tzinfo=UTC)
# Five days before the deadline of ØA26, at eight in Copenhagen.
REMINDS_AT = datetime(2025, 3, 21, 7, tzinfo=UTC)
ROUND_FILE = Path(__file__).parents[3] / "rounds" / "oea26.toml"
TEXT = Text(
    subject="Vælg aften: stormøde om ((runde))",
    heading="Vælg en aften",
    mail="Kære ((navn))\n\n((aftener))\n\n((knap: Vælg aften))\n\nSvar senest ((møde.frist)).",
    paper_heading="Invitation om ((runde))",
    paper="## Mødet\n\n((aftener))\n\nMed venlig hilsen",
)


def round() -> Round:
    """ØA26 as its file tells it, with the letter ``invitation`` as a draft."""
    return files.load(ROUND_FILE.read_text(encoding="utf-8"), by=WRITER, at=AT)


def letter(of: Round | None = None, key: str = "invitation") -> Letter:
    return Letter.objects.select_related("round", "audience").get(round=of or round(), key=key)


def draft(letter: Letter, **texts: Text) -> Draft:
    """What is said about ``letter``, with ``texts`` by language in place of its own."""
    return Draft(letter.title, letter.audience_id, letter.dated, letter.personal_paper, texts or {"da": TEXT})


def rewritten(letter: Letter, *, personal_paper: bool = False, by: Actor = WRITER, **changes: str) -> Letter:
    """The letter with TEXT, changed, as its one text."""
    new = replace(draft(letter, da=replace(TEXT, **changes)), personal_paper=personal_paper)
    return drafts.edit(letter, new, edit_number=letter.edit_number, by=by, at=AT)


def tested(letter: Letter, by: Actor = WRITER) -> Letter:
    person = Person.objects.order_by("sort_key")[0]
    trials.send(letter, to="sofie.ravn@kl.example", person=person.pk, edit_number=letter.edit_number, by=by, at=AT)
    letter.refresh_from_db()
    return letter


def council(code: str = "430", name: str = "Faaborg-Midtfyn") -> Body:
    place, _ = Organisation.objects.get_or_create(
        code=code, defaults={"name": name, "full_name": f"{name} Kommune", "sort_key": name.lower()}
    )
    body, _ = Body.objects.get_or_create(
        kind=Body.Kind.COUNCIL, organisation=place, defaults={"name": f"{name} council"}
    )
    return body


def member(
    name: str = "Mette Overgaard",
    email: str | None = None,
    *,
    role: str = "member",
    of: Body | None = None,
    **more: str,
) -> Person:
    """A member of a council from 2022 to 2025; the address is made from the name when none is given."""
    body = of or council()
    address = f"{uuid4().hex[:8]}@faaborg-midtfyn.example" if email is None else email
    person = Person.objects.create(
        name=name, sort_key=name.lower(), email=address, organisation=body.organisation, **more
    )
    Mandate.objects.create(
        person=person, body=body, role=role, valid_from=date(2022, 1, 1), valid_to=date(2025, 12, 31)
    )
    return person


def built(messages: Sequence[Message], *, reveal: bool = True) -> Mapping[int, Content | Unbuildable]:
    trial = messages[0].kind == recipes.TRIAL
    return (recipes.trial if trial else recipes.letter)(messages, reveal=reveal)


def mail_to(person: Person, *, reveal: bool = True) -> Content:
    """The mail that waits for ``person``."""
    message = Message.objects.get(kind=recipes.LETTER, person=str(person.pk))
    content = built([message], reveal=reveal)[message.pk]
    assert isinstance(content, Content), content
    return content
