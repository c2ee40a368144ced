"""A key's life: made and shown once, used, revoked. It ends by itself."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from stormoede.api.core import keys, scopes
from stormoede.api.core.scopes import Scope
from stormoede.api.models import ApiKey
from stormoede.api.refusals import DaysRefused, KeyOver, NameMissing, ScopeMissing, ScopeUnknown
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.lib.hidden import Hidden

LONGEST = 365
# A key in use is written down so often, and no oftener.
_NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def make(name: str, wanted: Iterable[str], days: int, *, by: Actor, at: datetime) -> tuple[ApiKey, Hidden]:
    """A new key and its text, which is known now and never again. Raises NameMissing, ScopeMissing, ScopeUnknown, DaysRefused."""
    words = list(wanted)
    label, given = " ".join(name.split()), scopes.known(words)
    if not label or len(label) > 80 or not label.isprintable():
        raise NameMissing
    unknown = next((word for word in words if word not in given), None)
    if unknown is not None:
        # A key that opens less than was asked for would be found out by the program, and later.
        raise ScopeUnknown(unknown, Scope)
    if not given or given == [Scope.PERSONAL]:
        raise ScopeMissing
    if not 1 <= days <= LONGEST:
        raise DaysRefused
    text = keys.text(secrets.token_bytes(keys.BITS // 8))
    made = ApiKey.objects.create(
        name=label,
        digest=keys.digest(text),
        ending=keys.ending(text),
        scopes=given,
        made_at=at,
        made_by=str(by),
        ends_at=at + timedelta(days=days),
    )
    record("key.made", subject(made), by=by, at=at, data={"days": days, "scopes": ",".join(given)})
    return made, Hidden(text)


@transaction.atomic
def revoke(key: ApiKey, *, by: Actor, at: datetime) -> None:
    """The key opens nothing from now on. Raises KeyOver when that is so already."""
    open_ = ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True, ends_at__gt=at)
    if not open_.update(revoked_at=at, revoked_by=str(by)):
        raise KeyOver
    record("key.revoked", subject(key), by=by, at=at)


def used(key: ApiKey, *, by: Actor, at: datetime) -> None:
    """A program has read with the key: noted once a minute, and as an event once a day. The one thing reading leaves behind."""
    before = key.last_used_at
    if before is not None and at - before < _NOTED_EVERY:
        return
    older = Q(last_used_at__isnull=True) | Q(last_used_at__lte=at - _NOTED_EVERY)
    with transaction.atomic():
        noted = ApiKey.objects.filter(older, pk=key.pk).update(last_used_at=at)
        if noted and (before is None or before.date() != at.date()):
            record("key.used", subject(key), by=by, at=at)


def subject(key: ApiKey) -> str:
    """The key as events name it."""
    return f"key:{key.pk}"
