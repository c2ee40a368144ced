"""Letters as mails: a released version and a person make the same mail every time it is built."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from stormoede.accounts import addresses
from stormoede.letters import compose, paper
from stormoede.letters.compose import Composed, Frozen, Reader, html_values, sheet_values
from stormoede.letters.core import html, plain, sheet
from stormoede.letters.core.content import Content as LetterContent
from stormoede.letters.models import Letter
from stormoede.letters.paper import Paper
from stormoede.letters.queries import files, readers, recipients
from stormoede.lib import clock, words
from stormoede.lib.prepared import Prepared
from stormoede.mail.models import Message
from stormoede.mail.queries import infected
from stormoede.mail.recipes import Attachment, Content, Unbuildable, Withheld
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
    """The mails, made one by one as they are asked for, while their PDFs are being set in the background."""
    by_ref: dict[str, list[tuple[Message, UUID]]] = {}
    for message, person in zip(messages, who, strict=True):
        by_ref.setdefault(message.ref, []).append((message, UUID(person)))
    posts: dict[int, _Post | None] = {}
    for one, group in by_ref.items():
        posts |= dict.fromkeys(message.pk for message, _ in group)
        posts |= _posts(compose.version(int(one.partition(":")[2])), group, reveal)
    return _Posts(posts)


def _posts(frozen: Frozen, group: Sequence[tuple[Message, UUID]], reveal: bool) -> Mapping[int, "_Post"]:
    """What is needed to make each mail of those that can be made: their people are still there."""
    people = Person.objects.filter(pk__in={pk for _, pk in group}, erased_at__isnull=True)
    known = {person.pk: person for person in people.select_related("organisation")}
    facing = readers.of(list(known.values()), frozen, reveal=reveal)
    rows = [(message, known[pk], facing[pk]) for message, pk in group if pk in known]
    data = [sheet_data(frozen.for_language(person.language), reader) for _, person, reader in rows]
    papers = paper.render_all(data, frozen.dated)
    wanted = _wanted(group)
    viruses = infected([one.digest for one in frozen.content.enclosures])
    virus = next((one.name for one in frozen.content.enclosures if one.digest in viruses), "")
    return {row[0].pk: _Post(frozen, *row, made, wanted, virus) for row, made in zip(rows, papers, strict=True)}


_REMINDER = Prepared(
    lambda version: Letter.objects.filter(nature=Letter.Nature.REMINDER, versions=version).select_related(
        "round", "about__round", "audience"
    ),
    32007,
)


def _always(person: UUID) -> bool:
    return True


def _wanted(group: Sequence[tuple[Message, UUID]]) -> Callable[[UUID], bool]:
    """Whether a mail of ``group`` that waits is still to be sent: a reminder is not when its person has answered or left meanwhile."""
    waiting = [message.ref for message, _ in group if message.settled_at is None and message.kind == LETTER]
    if not waiting:
        return _always
    reminders = _REMINDER(int(waiting[0].partition(":")[2]))
    if not reminders:
        return _always
    letter = reminders[0]
    return recipients.still(letter, words.local_day(clock.round_now(), letter.round.time_zone))


@dataclass(frozen=True, slots=True)
class _Post:
    """One mail before it is made."""

    frozen: Frozen
    message: Message
    person: Person
    reader: Reader
    paper: Paper
    wanted: Callable[[UUID], bool]
    virus: str

    def content(self) -> Content | Unbuildable:
        # Asked last of all: what has gone out is shown as it went, what waits may have become needless.
        waits = self.message.settled_at is None
        if waits and not self.wanted(self.person.pk):
            return Withheld(str(_("Has answered, is no longer among those asked, or wants no reminders.")))
        if waits and self.virus:
            return Unbuildable(str(_("A virus has been found in %(name)s, which it carries.") % {"name": self.virus}))
        if not (self.message.address or self.person.email):
            return Unbuildable(str(_("No mail address.")))
        composed = self.frozen.for_language(self.person.language)
        try:
            return content(self.frozen, composed, self.reader, self.paper(), self.message, self.person)
        except paper.PaperFault as fault:
            return Unbuildable(str(_("The letter could not be set as PDF:")) + f" {fault}")


@dataclass(frozen=True, slots=True, eq=False)
class _Posts(Mapping[int, Content | Unbuildable]):
    """Mails by message. Sending the first need not wait for the last one's PDF."""

    rows: Mapping[int, _Post | None]

    def __getitem__(self, pk: int) -> Content | Unbuildable:
        post = self.rows[pk]
        return post.content() if post else Unbuildable(str(_("The person is no longer on the member list.")))

    def __contains__(self, pk: object) -> bool:
        return pk in self.rows

    def __iter__(self) -> Iterator[int]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


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
        attachments=_carried(frozen.content, made),
        headers={} if message.kind == TRIAL else headers,
    )


def _carried(letter: LetterContent, made: bytes | None) -> list[Attachment]:
    """The letter on paper first, then its files, each the same object in every mail."""
    own = Attachment(file_name_of(letter.letter_key, letter.round_key), "application/pdf", made) if made else None
    carried = [Attachment(one.name, one.type, files.content(one.digest)) for one in letter.enclosures]
    return [own, *carried] if own else carried


def _trial_subject(subject: str, language: str) -> str:
    with override(language):
        return str(_("Test: %(subject)s") % {"subject": subject})


def file_name_of(letter_key: str, round_key: str) -> str:
    """What a letter on paper is called: Invitation-OEA26.pdf."""
    return f"{letter_key[:1].upper()}{letter_key[1:]}-{round_key.upper()}.pdf"
