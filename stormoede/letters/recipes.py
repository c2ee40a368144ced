"""Letters as mails: a released version and a person make the same mail every time it is built."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from stormoede.accounts import addresses
from stormoede.letters import compose, paper
from stormoede.letters.compose import Composed, Frozen, Reader, html_values, sheet_values
from stormoede.letters.core import html, plain, sheet
from stormoede.letters.queries import readers
from stormoede.mail.models import Message
from stormoede.mail.recipes import Attachment, Content, Unbuildable
from stormoede.members.models import Person

LETTER, TRIAL = "letters.letter", "letters.test"


def ref(version_id: int) -> str:
    """What a letter's messages are about."""
    return f"letter-version:{version_id}"


def trial_ref(version_id: int) -> str:
    """What a letter to oneself is about: not the same, so that it is never counted among the letters sent."""
    return f"letter-trial:{version_id}"


def letter(messages: Sequence[Message], *, reveal: bool) -> Mapping[int, Content | Unbuildable]:
    """The recipe of kind ``letters.letter``: to the person, at the address they have now."""
    return _built(messages, [message.person for message in messages], reveal)


def trial(messages: Sequence[Message], *, reveal: bool) -> Mapping[int, Content | Unbuildable]:
    """The recipe of kind ``letters.test``: one member's letter, sent to whoever tests it, with masks for links."""
    return _built(messages, [str(message.facts["as"]) for message in messages], False)


def _built(messages: Sequence[Message], who: Sequence[str], reveal: bool) -> Mapping[int, Content | Unbuildable]:
    out: dict[int, Content | Unbuildable] = {}
    by_ref: dict[str, list[tuple[Message, UUID]]] = {}
    for message, person in zip(messages, who, strict=True):
        by_ref.setdefault(message.ref, []).append((message, UUID(person)))
    for one, group in by_ref.items():
        frozen = compose.version(int(one.partition(":")[2]))
        people = Person.objects.filter(pk__in={pk for _, pk in group}, erased_at__isnull=True)
        known = {person.pk: person for person in people.select_related("organisation")}
        facing = readers.of(list(known.values()), frozen, reveal=reveal)
        out |= _contents([(m, known[pk], facing[pk]) for m, pk in group if pk in known], frozen)
        out |= {
            m.pk: Unbuildable(str(_("The person is no longer on the member list.")))
            for m, pk in group
            if pk not in known
        }
    return out


def _contents(rows: Sequence[tuple[Message, Person, Reader]], frozen: Frozen) -> Mapping[int, Content | Unbuildable]:
    papers = sheets([(frozen.for_language(person.language), reader) for _, person, reader in rows], frozen)
    out: dict[int, Content | Unbuildable] = {}
    for (message, person, reader), made in zip(rows, papers, strict=True):
        address = message.address or person.email
        if not address:
            out[message.pk] = Unbuildable(str(_("No mail address.")))
        elif isinstance(made, paper.PaperFault):
            out[message.pk] = Unbuildable(str(_("The letter could not be set as PDF:")) + f" {made}")
        else:
            out[message.pk] = content(frozen, frozen.for_language(person.language), reader, made, message, person)
    return out


def sheets(rows: Sequence[tuple[Composed, Reader]], frozen: Frozen) -> Sequence[bytes | paper.PaperFault | None]:
    """The letter on paper for each reader: set once where all are alike, on all processors where each has their own."""
    return paper.render_all([sheet_data(composed, reader) for composed, reader in rows], frozen.dated)


def sheet_data(composed: Composed, reader: Reader) -> str | None:
    """The sheet's data for one reader; None when the letter has no paper."""
    return composed.sheet.fill(sheet_values(reader.values()), sheet.mark) if composed.sheet else None


def content(
    frozen: Frozen, composed: Composed, reader: Reader, made: bytes | None, message: Message, person: Person
) -> Content:
    """One mail; ``made`` is the letter on paper."""
    head, values = frozen.content.letterhead, reader.values()
    subject = composed.subject_for(values)
    # A header holds ASCII, so the mask of a masked link does too.
    off = reader.off.replace(addresses.MASK, "...")
    headers = {"List-Unsubscribe": f"<{off}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return Content(
        to_name="" if message.address else person.name,
        to_address=message.address or person.email,
        from_name=head.sender,
        from_address=head.mailbox,
        reply_to=head.mailbox,
        subject=_trial_subject(subject, composed.language) if message.kind == TRIAL else subject,
        text=plain.wrap(composed.text.fill(values, plain.mark)),
        html=composed.html.fill(html_values(values), html.mark),
        attachments=[
            Attachment(file_name_of(frozen.content.letter_key, frozen.content.round_key), "application/pdf", made)
        ]
        if made
        else [],
        headers={} if message.kind == TRIAL else headers,
    )


def _trial_subject(subject: str, language: str) -> str:
    with override(language):
        return str(_("Test: %(subject)s") % {"subject": subject})


def file_name_of(letter_key: str, round_key: str) -> str:
    """What a letter on paper is called: Invitation-OEA26.pdf."""
    return f"{letter_key[:1].upper()}{letter_key[1:]}-{round_key.upper()}.pdf"
