"""Sending a released letter: its audience is frozen, each person gets their links, their delivery and one message.

All of it is one transaction, and a unique key per person says it was done, so doing it twice is harmless.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from stormoede.accounts.actions import links
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.letters import recipes
from stormoede.letters.actions.drafts import subject
from stormoede.letters.models import Letter, LetterVersion
from stormoede.letters.queries import joiners, readers, recipients
from stormoede.letters.refusals import NobodyNew, NotReleased
from stormoede.lib.prepared import adapted
from stormoede.mail.actions import batches, outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.models import Batch, Message
from stormoede.rounds import queries as rounds
from stormoede.rounds.models import Round

_DELIVER = "INSERT INTO letters_delivery (version_id, letter_id, person_id, message_id) VALUES (%s, %s, %s, %s)"
# The link that stops reminders lives a year, so that an old mail can still stop them.
_OFF_LIVES = timedelta(days=365)


@transaction.atomic
def send(letter: Letter, version: LetterVersion, *, by: Actor, at: datetime) -> int:
    """Queue the letter for everybody in its audience, as part of an act of ``by``. Returns how many messages there are.

    People without an address become deliveries without a message. The letter's row is locked.
    """
    on = at.astimezone(ZoneInfo(letter.round.time_zone)).date()
    people = list(recipients.of(letter, on).values_list("pk", "email"))
    letter.batch, letter.sent_at = batches.open(f"letter:{letter.pk}"), at
    letter.save(update_fields=["batch", "sent_at"])
    figures = _queue(letter, version, letter.batch, people, at)
    record("letter.sent", subject(letter), by=by, at=at, data=figures)
    return figures["messages"]


@transaction.atomic
def catch_up(letter: Letter, *, by: Actor, at: datetime) -> int:
    """Send a letter that went out also to those who have come into its audience since. Returns how many messages there are.

    Raises NotReleased when it has not been sent, NobodyNew when everybody has got it, or nothing it asks is open any more.
    """
    letter = (
        Letter.objects.select_for_update(of=("self",), no_key=True)
        .select_related("round", "audience")
        .get(pk=letter.pk)
    )
    if letter.sent_at is None or letter.batch_id is None:
        raise NotReleased
    people = list(joiners.of(letter, at).values_list("pk", "email"))
    if not people:
        raise NobodyNew
    version = letter.versions.order_by("-number")[0]
    figures = _queue(letter, version, batches.open(f"letter:{letter.pk}"), people, at)
    record("letter.caught_up", subject(letter), by=by, at=at, data=figures)
    return figures["messages"]


def _queue(
    letter: Letter, version: LetterVersion, batch: Batch, people: Sequence[tuple[UUID, str]], at: datetime
) -> dict[str, int]:
    """Links, messages and deliveries of ``people`` (with their addresses)."""
    reached = [pk for pk, email in people if email]
    make_links(letter.round, [pk for pk, _ in people], at=at)
    outbox.enqueue(_messages(letter, version, reached, batch), at=at)
    queued = dict(Message.objects.filter(batch=batch).values_list("person", "pk"))
    rows = [(version.pk, adapted(letter.pk), adapted(pk), queued.get(str(pk))) for pk, _ in people]
    with connection.cursor() as cursor:
        # As many rows as there are members: made into objects they take longer to write than all else.
        cursor.executemany(_DELIVER, rows)
    return {"people": len(people), "messages": len(reached)}


def make_links(round: Round, people: Sequence[UUID], *, at: datetime) -> None:
    """Each person's two addresses in a letter of ``round``: their page, and the one that stops reminders."""
    about = readers.link_subject(round.key)
    links.make(readers.PAGE, people, about, closes=rounds.pages_close(round))
    links.make(readers.OFF, people, about, closes=max(at, rounds.end(round)) + _OFF_LIVES)


def _messages(letter: Letter, version: LetterVersion, people: Sequence[UUID], batch: Batch) -> list[NewMessage]:
    ref = recipes.ref(version.pk)
    return [
        NewMessage(
            key=f"letter:{letter.pk}:{pk}",
            kind=recipes.LETTER,
            ref=ref,
            person=str(pk),
            priority=Message.Priority.BULK,
            batch_id=batch.pk,
        )
        for pk in people
    ]
