"""What a measurement says: one figure, its limit, and how they compare."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure.

    ``limit`` is what the figure is held against: the promise, or the best this machine can do at all, as ``limit_is`` says.
    ``ratio`` is value over limit. ``detail`` holds further figures by name.
    """

    name: str
    database: str
    value: float
    unit: str
    limit: float
    ratio: float
    limit_is: str = "at most"
    detail: Mapping[str, Any] = field(default_factory=dict)

    def json(self) -> str:
        """The figure as one line of JSON."""
        head = {
            name: getattr(self, name) for name in ("name", "database", "value", "unit", "limit", "ratio", "limit_is")
        }
        return json.dumps({**head, **self.detail}, ensure_ascii=False)

    def table(self) -> str:
        """The figure for people."""
        rows = [("value", f"{self.value:g} {self.unit}"), (self.limit_is, f"{self.limit:g} {self.unit}")]
        rows += [("ratio", f"{self.ratio:.2f}")] + [(name, str(value)) for name, value in self.detail.items()]
        width = max(len(name) for name, _ in rows)
        return "\n".join([f"{self.name} on {self.database}", *(f"  {name:<{width}}  {value}" for name, value in rows)])


def figure(name: str, value: float, unit: str, limit: float, *, limit_is: str = "at most", **detail: Any) -> Figure:  # noqa: ANN401
    """A figure on the database of this run."""
    from django.db import connection

    return Figure(
        name, connection.vendor, value, unit, limit, round(value / limit, 4) if limit else 0.0, limit_is, detail
    )


@dataclass(frozen=True, slots=True)
class Bench:
    """What a measurement is given: a folder of its own for files, and the size asked for (0: the module's usual)."""

    folder: Path
    size: int = 0
