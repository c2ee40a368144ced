"""The table once more as tiles and as a map. What never changes is kept ready; a drawing fills in steps and words only."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.lib import words
from stormoede.web.desk.municipalities.figures import Row
from stormoede.web.desk.municipalities.narrowing import part

# The least share in percent of each step from the second on; a step above none at all is the first.
STEPS = (30, 45, 60, 75)
_PITCH, _SIDE = 36, 34


@dataclass(frozen=True, slots=True)
class Shape:
    """A municipality as drawn: the rest of its tile after its words, and of its outline before them."""

    code: str
    tile: str
    path: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the legend."""

    number: int
    words: str


def step(counted: int, whole: int) -> int:
    """0 is nobody at all, 5 is three quarters and more; rounded as the table rounds."""
    if not counted or not whole:
        return 0
    points = (200 * counted + whole) // (2 * whole)
    return 1 + sum(points >= least for least in STEPS)


def legend() -> list[Step]:
    """Nobody first, then the steps from the lowest."""
    language = get_language() or "en"
    spans = [f"{low}-{words.percent(high / 100, language)}" for low, high in _spans()]
    last = _("%(share)s and more") % {"share": words.percent(STEPS[-1] / 100, language)}
    return [Step(number, text) for number, text in enumerate([_("None"), *spans, last])]


def picture(rows: Sequence[Row], share: str, heading: str) -> SafeString:
    """Tiles and map with one legend; nothing where no row is a municipality that is drawn."""
    told = {row.place.code: _told(row, share) for row in rows}
    if not any(shape.code in told for shape in shapes()):
        return SafeString("")
    values = {
        "heading": heading,
        "legend": legend(),
        "tiles": mark_safe("".join(_tiles(told))),  # noqa: S308 - our own shapes; words are escaped
        "map": mark_safe("".join(_map(told))),  # noqa: S308 - the same
        "box": _file()["viewBox"],
    }
    return render_to_string("web/desk/municipalities_picture.html", values)


@cache
def shapes() -> tuple[Shape, ...]:
    """The 98 municipalities as drawn."""
    paths = _file()["paths"]
    with (resources.files("stormoede.web") / "data" / "dk_tiles.csv").open(encoding="utf-8") as lines:
        return tuple(Shape(row["code"], _tile(row), f'" d="{paths[row["code"]]}">') for row in csv.DictReader(lines))


@cache
def _file() -> dict[str, Any]:
    text = (resources.files("stormoede.web") / "data" / "dk_paths.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _tile(row: Mapping[str, str]) -> str:
    x, y = int(row["column"]) * _PITCH + 1, int(row["row"]) * _PITCH + 1
    box = f'<rect x="{x}" y="{y}" width="{_SIDE}" height="{_SIDE}" rx="4"/>'
    return f'{box}<text x="{x + _SIDE // 2}" y="{y + 21.5}">{escape(row["letters"])}</text></g>'


def _spans() -> Iterator[tuple[int, int]]:
    yield from zip((1, *STEPS), (least - 1 for least in STEPS), strict=False)


def _told(row: Row, share: str) -> tuple[int, str]:
    counted, language = part(row, share), get_language() or "en"
    said = {"part": words.number(counted, language), "whole": words.number(row.whole, language)}
    return step(counted, row.whole), f"<title>{escape(row.place.name)}: {_('%(part)s of %(whole)s') % said}</title>"


def _tiles(told: Mapping[str, tuple[int, str]]) -> Iterator[str]:
    for shape in shapes():
        number, title = told.get(shape.code, ("x", ""))
        yield f'<g class="n{number}">{title}{shape.tile}'


def _map(told: Mapping[str, tuple[int, str]]) -> Iterator[str]:
    for shape in shapes():
        number, title = told.get(shape.code, ("x", ""))
        yield f'<path class="n{number}{shape.path}{title}</path>'
