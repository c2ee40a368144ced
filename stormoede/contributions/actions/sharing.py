"""Giving a version outside: noted with recipients, reason and copy number, and never by itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from stormoede.contributions.models import Contribution, Sharing, Version
from stormoede.contributions.refusals import NoRecipients, NotAnAddress, ReasonMissing
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.members.models import Person
from stormoede.rounds.core.tables import is_email


@dataclass(frozen=True, slots=True)
class Recipient:
    """One who is to get it. ``outside``: no member, so for them it leaves the circle it was written in."""

    address: str
    outside: bool


def recipients(told: str) -> list[Recipient]:
    """Those named, one a line or between commas, once each. Raises NoRecipients, NotAnAddress."""
    found = list(dict.fromkeys(part.strip().lower() for part in re.split(r"[\s,;]+", told) if part.strip()))
    if not found:
        raise NoRecipients
    for address in found:
        if not is_email(address):
            raise NotAnAddress(address)
    known = set(Person.objects.filter(email__in=found, erased_at__isnull=True).values_list("email", flat=True))
    return [Recipient(address, address not in known) for address in found]


@transaction.atomic
def share(version: Version, to: Sequence[Recipient], *, whole: bool, reason: str, by: Actor, at: datetime) -> Sharing:
    """Note that a version is given to people outside: whole, or its facts alone. Raises ReasonMissing, NoRecipients."""
    if not to:
        raise NoRecipients
    if not reason.strip():
        raise ReasonMissing
    # Copies are numbered one after another.
    Contribution.objects.select_for_update(of=("self",)).get(pk=version.contribution_id)
    made = Sharing.objects.create(
        version=version, copy=version.sharings.count() + 1, whole=whole, reason=reason.strip()[:500], at=at, by=str(by),
        recipients=[{"address": one.address, "outside": one.outside} for one in to],
    )  # fmt: skip
    data = {"copy": made.copy, "whole": whole, "recipients": len(to)}
    record("version.shared", f"version:{version.pk}", by=by, at=at, data=data)
    return made
