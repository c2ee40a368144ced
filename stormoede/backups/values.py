"""A row's values as JSON, the same whichever database they come from, and back."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BinaryField, Field, ForeignKey, JSONField
from django.utils.duration import duration_iso_string

type Column = Field[Any, Any]


def kind(field: Column) -> str:
    """What a column holds; a relation holds what it points to."""
    return _own(field).get_internal_type().removeprefix("Big").removeprefix("Small")


def _own(field: Column) -> Column:
    while isinstance(field, ForeignKey):
        field = field.target_field
    return field


def plain(value: object) -> object:
    """``value`` as JSON has it. Times are told in UTC, bytes in base64."""
    match value:
        case datetime():
            return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return duration_iso_string(value)
        case UUID() | Decimal():
            return str(value)
        case bytes() | bytearray() | memoryview():
            return base64.b64encode(value).decode("ascii")
        case _:
            return value


def line(row: object) -> bytes:
    """One row, or one statement about rows, as a line."""
    return json.dumps(row, separators=(",", ":"), sort_keys=True).encode("ascii") + b"\n"


def reader(field: Column) -> Callable[[Any], Any]:
    """From JSON to what the database of this installation is handed for ``field``."""
    own = _own(field)

    def read(value: Any) -> Any:  # noqa: ANN401 - whatever the column holds
        if isinstance(own, JSONField):
            # Where nothing is not allowed, it was JSON's own null.
            return None if value is None and own.null else connection.ops.adapt_json_value(value, own.encoder)
        if value is not None:
            value = base64.b64decode(value) if isinstance(own, BinaryField) else own.to_python(value)
        return own.get_db_prep_save(value, connection)

    return read
