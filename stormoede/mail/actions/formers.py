"""What a row was that mails tell of, kept before an act makes it another: a mail that was sent says what it said, however often it is made.

One that waits is made when it is sent, and tells what is true then. Each of these is part of an act, in its transaction, and takes
five statements at most, however many mails have been sent. A letter needs none of it: what it says is frozen when it is released.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import Exists, Field, Model, OuterRef, Q

from stormoede.mail.models import Former, Message

type _AnyField = Field[Any, Any]

# Handed to a mail server, or perhaps handed to one already.
_HANDED = Q(state__in=(Message.State.ACCEPTED, Message.State.REFUSED)) | ~Q(lease_by="")
_SENT = _HANDED & Q(batch__isnull=True)


def keep(row: Model, names: Iterable[str]) -> None:
    """Before ``row`` is saved: keep those of its fields ``names`` that are to be others than they are."""
    if not _for_any():
        return
    wanted = set(names)
    fields = [field for field in row._meta.concrete_fields if field.name in wanted]
    was, now = _facts(type(row)._base_manager.get(pk=row.pk), fields), _facts(row, fields)
    if changed := {name: fact for name, fact in was.items() if fact != now[name]}:
        _write(row, changed)


def made(row: Model) -> None:
    """After ``row`` was made: mails sent before know nothing of it."""
    if _for_any():
        _write(row, {})


def gone(row: Model) -> None:
    """Before ``row`` is taken away: mails sent before know it as it is."""
    if _for_any():
        _write(row, _facts(row, row._meta.concrete_fields))


def forget() -> None:
    """What no mail tells any more goes."""
    telling = Message.objects.filter(batch__isnull=True, sent_before__lte=OuterRef("pk"))
    Former.objects.filter(~Exists(telling)).delete()


def _for_any() -> bool:
    return Message.objects.filter(_SENT).exists()


def _write(row: Model, facts: Mapping[str, object]) -> None:
    number = Former.objects.create(model=row._meta.label_lower, row=str(row.pk), facts=facts).pk
    # Of two acts at the same time the one with the lower number may be the later one to be seen.
    later = Q(sent_before__isnull=True) | Q(sent_before__gt=number)
    known = Message.objects.filter(_SENT, later)
    if connection.features.has_select_for_update:
        # In the order in which senders write them down, so that neither waits for the other.
        list(known.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    known.update(sent_before=number)


def _facts(row: Model, fields: Iterable[_AnyField]) -> dict[str, object]:
    return {field.attname: _fact(row, field) for field in fields}


def _fact(row: Model, field: _AnyField) -> object:
    return None if field.value_from_object(row) is None else field.value_to_string(row)
