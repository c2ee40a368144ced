"""Handing somebody all input of a round: every copy is numbered and noted."""

from datetime import datetime

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.events.models import Event
from stormoede.rounds.models import Round


@transaction.atomic
def made(round: Round, form: str, *, public: bool, by: Actor, at: datetime) -> int:
    """Note that somebody took the document, in which form and edition. Its copy's number."""
    # Copies are numbered one after another.
    Round.objects.select_for_update().get(pk=round.pk)
    subject = f"round:{round.key}"
    number = Event.objects.filter(subject=subject, act="document.made").count() + 1
    record("document.made", subject, by=by, at=at, data={"copy": number, "form": form, "public": public})
    return number
