"""Where a name or an address stands in what others have written: no erasure may decide about that by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import BinaryField, CharField, Field, Func, IntegerField, JSONField, Model, Q, TextField, Value
from django.db.models.functions import Cast

from stormoede.lib.privacy import Somebody


@dataclass(frozen=True, slots=True)
class Mention:
    """A row, and the field of it, that holds the name or the address."""

    room: str
    model: str
    pk: str
    field: str

    def __str__(self) -> str:
        return f"{self.room}.{self.model} {self.pk}: {self.field}"


class _Within(Func):
    """Where in bytes something begins; 0 when it is not there."""

    function = "INSTR"
    output_field = IntegerField()


class _WithinPostgres(_Within):
    template = "POSITION(%(expressions)s)"
    arg_joiner = " IN "


def of(who: Somebody) -> list[Mention]:
    """Every row of every room that holds the name or the address, exactly as they are written. Two statements a table at most."""
    wanted = [text for text in (who.email, who.name) if text]
    return [mention for model in _models() for mention in _in(model, wanted)] if wanted else []


def _models() -> list[type[Model]]:
    found = [model for model in apps.get_models() if model.__module__.startswith("stormoede.")]
    return sorted(found, key=lambda model: model._meta.label)


def _in(model: type[Model], wanted: list[str]) -> Iterator[Mention]:
    own = model._meta
    for field in own.concrete_fields:
        found = _holds(model, field, wanted)
        for pk in found or ():
            yield Mention(own.app_label, own.object_name or "", str(pk), field.name)


def _holds(model: type[Model], field: "Field[Any, Any]", wanted: list[str]) -> Any:  # noqa: ANN401 - keys of any kind
    rows = model._default_manager.order_by("pk")
    condition = Q()
    if isinstance(field, BinaryField):
        rows = rows.alias(**{f"at_{number}": _within(field.name, text) for number, text in enumerate(wanted)})
        for number, _ in enumerate(wanted):
            condition |= Q(**{f"at_{number}__gt": 0})
    elif isinstance(field, CharField | TextField | JSONField):
        rows = rows.alias(told=Cast(field.name, TextField()))
        for text in wanted:
            condition |= Q(told__icontains=text) | Q(told__contains=_escaped(text))
    else:
        return None
    return rows.filter(condition).values_list("pk", flat=True)


def _within(field: str, text: str) -> _Within:
    needle = Value(text.encode(), output_field=BinaryField())
    return _WithinPostgres(needle, field) if connection.vendor == "postgresql" else _Within(field, needle)


def _escaped(text: str) -> str:
    """As JSON in SQLite writes it."""
    return text.encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00")
