"""Rows as they were when a mail was sent: what ``actions/formers.py`` has kept, put back into copies of them."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, Model

from stormoede.mail.models import Former, Message

type _Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Then:
    """What has become another since the first of some mails was sent, by the row it was; the newest first."""

    kept: Mapping[_Key, Sequence[Former]]

    def row[R: Model](self, message: Message, row: R) -> R:
        """``row``, and the rows it was read together with, as ``message`` tells them."""
        if message.sent_before is None or not self.kept:
            return row
        facts = self._facts(message, _key(row)) or {}
        fields = [
            field for field in row._meta.concrete_fields if isinstance(field, ForeignKey) and field.is_cached(row)
        ]
        around = [(field, one) for field in fields if (one := getattr(row, field.name)) is not None]
        others = [(field, then) for field, one in around if (then := self.row(message, one)) is not one]
        if not facts and not others:
            return row
        told = _put(copy(row), facts)
        for field, then in others:
            field.set_cached_value(told, then)
        return told

    def rows[R: Model](self, message: Message, model: type[R], found: Mapping[int, R]) -> Mapping[int, R]:
        """``found`` as ``message`` tells them: without those made since, and with all of the kind that have been taken away since."""
        if message.sent_before is None or not self.kept:
            return found
        label = model._meta.label_lower
        since = {int(row): self._facts(message, (of, row)) for of, row in self.kept if of == label}
        there = {pk: self.row(message, row) for pk, row in found.items() if since.get(pk, {}) is not None}
        key = model._meta.pk.attname
        return there | {pk: _put(model(), was) for pk, was in since.items() if was and key in was and pk not in found}

    def _facts(self, message: Message, key: _Key) -> Mapping[str, object] | None:
        """What of a row was another when the mail was sent; None when there was no such row."""
        facts: Mapping[str, object] | None = {}
        for former in self.kept.get(key, ()):
            if message.sent_before is not None and former.pk >= message.sent_before:
                facts = {**(facts or {}), **former.facts} if former.facts else None
        return facts


def of(messages: Sequence[Message], *models: type[Model]) -> Then:
    """What of ``models`` these mails tell otherwise than it is. One statement, and none where nothing has become another."""
    first = min((message.sent_before for message in messages if message.sent_before is not None), default=None)
    kept: dict[_Key, list[Former]] = {}
    if first is not None:
        labels = [model._meta.label_lower for model in models]
        for former in Former.objects.filter(pk__gte=first, model__in=labels).order_by("-pk"):
            kept.setdefault((former.model, former.row), []).append(former)
    return Then(kept)


def _key(row: Model) -> _Key:
    return row._meta.label_lower, str(row.pk)


def _put[R: Model](row: R, facts: Mapping[str, Any]) -> R:
    for field in row._meta.concrete_fields:
        if field.attname in facts:
            fact = facts[field.attname]
            setattr(row, field.attname, None if fact is None else field.to_python(fact))
    return row
