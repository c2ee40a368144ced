"""Testing on oneself: the letter as one member would get it, sent to the one who asks. It counts for the edit it was made on."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.letters import recipes
from stormoede.letters.actions import versions
from stormoede.letters.actions.drafts import subject
from stormoede.letters.models import Letter
from stormoede.letters.queries import checks
from stormoede.letters.refusals import AlreadyReleased, EditedMeanwhile, NothingWritten, NotReady
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.models import Message


@transaction.atomic
def send(letter: Letter, *, to: str, person: UUID, edit_number: int, by: Actor, at: datetime) -> None:
    """Send the letter as ``person`` would get it to the address ``to``. Missing fields are shown, and stop nothing here.

    AlreadyReleased when its words stand: what goes out is what was released, and no newer version of it.
    """
    letter = (
        Letter.objects.select_for_update(of=("self",), no_key=True)
        .select_related("round", "audience")
        .get(pk=letter.pk)
    )
    if letter.released_at is not None:
        raise AlreadyReleased
    if letter.edit_number != edit_number:
        raise EditedMeanwhile(letter.edited_at, letter.round.time_zone)
    looked = checks.review(letter, at=at)
    if any(check.key == "words" for check in looked.checks):
        raise NothingWritten
    if faults := [check.sentence for check in looked.checks if check.key == "paper" and check.says is checks.Says.NO]:
        raise NotReady(faults)
    version = versions.freeze(letter, looked.content, by=by, at=at)
    outbox.enqueue_one(
        NewMessage(
            key=f"letter-test:{version.pk}",
            kind=recipes.TRIAL,
            ref=recipes.trial_ref(version.pk),
            address=to,
            facts={"as": str(person)},
            priority=Message.Priority.URGENT,
        ),
        at=at,
    )
    letter.tested_edit, letter.tested_at, letter.tested_by = edit_number, at, str(by)
    letter.save(update_fields=["tested_edit", "tested_at", "tested_by"])
    record("letter.tested", subject(letter), by=by, at=at, data={"version": version.number})
