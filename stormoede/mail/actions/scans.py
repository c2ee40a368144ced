"""What the virus scanner said of a file is kept, and a virus is told."""

import logging
from datetime import datetime

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.mail.core.scans import Verdict
from stormoede.mail.models import Scan

_log = logging.getLogger(__name__)
State = Scan.State


@transaction.atomic
def decide(digest: str, subject: str, verdict: Verdict, *, by: Actor, at: datetime) -> None:
    """Keep the verdict on what has ``digest``; harmless twice. ``subject`` is what the file belongs to."""
    state = State.INFECTED if verdict.infected else State.FAILED if verdict.fault else State.CLEAN
    before = Scan.objects.select_for_update(no_key=True).filter(pk=digest).values_list("state", flat=True).first()
    Scan.objects.update_or_create(
        digest=digest, defaults={"state": state, "name": verdict.name or verdict.fault, "scanned_at": at}
    )
    if state == State.INFECTED and before != State.INFECTED:
        record("scan.infected", subject, by=by, at=at)
        _log.warning("A virus was found in %s", subject)
