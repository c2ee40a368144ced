"""Giving a person, or the one who answers for the data, the copy of everything that is kept; noted, since it is much at once."""

from datetime import datetime

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.protection.queries import copies, finding
from stormoede.protection.queries.copies import Copy


@transaction.atomic
def give(told: str, *, by: Actor, at: datetime) -> Copy:
    """The copy of what is kept about the person with the id ``told``. Raises NobodyThere, ErasedAlready."""
    copy = copies.of(finding.somebody(told))
    record("person.exported", f"person:{copy.who.id}", by=by, at=at, data={"rows": copy.count})
    return copy
