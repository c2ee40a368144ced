"""The mail that the desk answers another one with: its words as they were typed, in the same thread."""

from collections.abc import Mapping, Sequence

from django.utils.translation import override

from stormoede.accounts import senders
from stormoede.mail.core import reading
from stormoede.mail.core.reading import Unreadable
from stormoede.mail.looks import Block, Break, Inline, Look, Paragraph, render
from stormoede.mail.models import Incoming, Message, Reply
from stormoede.mail.recipes import Content, Unbuildable

_MOST_REFERENCES = 10


def recipe(messages: Sequence[Message], *, reveal: bool) -> Mapping[int, Content | Unbuildable]:
    """Answers of the desk. One statement."""
    ids = [int(message.ref.partition(":")[2]) for message in messages]
    known = {reply.pk: reply for reply in Reply.objects.select_related("incoming").filter(pk__in=ids)}
    return {
        message.pk: _content(message, known[pk]) if pk in known else Unbuildable("The mail that was answered is gone.")
        for message, pk in zip(messages, ids, strict=True)
    }


def _content(message: Message, reply: Reply) -> Content:
    sender = senders.of("", message)
    with override(sender.language or "da"):
        look = Look(sender.language or "da", reply.subject, sender.name, "", reply.subject, _blocks(reply.text))
        text, html = render(look)
    return Content(
        to_name=reply.incoming.sender_name,
        to_address=message.address,
        from_name=sender.name,
        from_address=sender.address,
        reply_to=sender.mailbox or sender.address,
        subject=reply.subject,
        text=text,
        html=html,
        headers=thread(reply.incoming),
    )


def _blocks(text: str) -> list[Block]:
    """A paragraph where a line was left empty, a new line where one was typed."""
    paragraphs = [part.split("\n") for part in reading.clean(text).strip().split("\n\n") if part.strip()]
    return [Paragraph(*_lines(lines)) for lines in paragraphs]


def _lines(lines: Sequence[str]) -> list[Inline]:
    out: list[Inline] = []
    for number, line in enumerate(lines):
        out += [Break(), line] if number else [line]
    return out


def thread(row: Incoming) -> Mapping[str, str]:
    """The headers that keep the answer with what it answers."""
    try:
        mail = reading.read(bytes(row.raw))
    except Unreadable:
        return {}
    own = [mail.message_id] if _is_plain(mail.message_id) else []
    before = [one for one in reversed(mail.references) if _is_plain(one)][-_MOST_REFERENCES:]
    return {"In-Reply-To": own[0], "References": " ".join([*before, *own])} if own else {}


def _is_plain(one: str) -> bool:
    """May it stand in a header of ours? Whoever wrote it may have put anything in."""
    return bool(one) and one.isascii() and one.isprintable()
