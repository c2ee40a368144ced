"""A member of staff's address of a round's calendar: made, changed for another, closed. All three are theirs alone."""

import secrets
from datetime import datetime

from django.db import transaction

from stormoede.accounts.core import tokens
from stormoede.accounts.models import Feed, Staff
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor


@transaction.atomic
def renew(staff: Staff, subject: str, *, closes: datetime, by: Actor, at: datetime) -> Feed:
    """A new address for ``subject`` ("round:oea26") until ``closes``; one there was is dead from now on."""
    Feed.objects.filter(staff=staff, subject=subject).delete()
    feed = Feed.objects.create(
        handle=tokens.handle_of(secrets.token_bytes(6)), staff=staff, subject=subject, closes=closes
    )
    record("feed.renewed", f"staff:{staff.pk}", by=by, at=at, data={"subject": subject})
    return feed


@transaction.atomic
def revoke(staff: Staff, subject: str, *, by: Actor, at: datetime) -> bool:
    """The address opens nothing from now on. False when there was none."""
    gone, _ = Feed.objects.filter(staff=staff, subject=subject).delete()
    if gone:
        record("feed.revoked", f"staff:{staff.pk}", by=by, at=at, data={"subject": subject})
    return bool(gone)
