"""The columns of the three tables, and a row's cells in them: for the page, and for a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.lib import words
from stormoede.lib.cells import Cell, Table
from stormoede.lib.danish import sort_key
from stormoede.members.forms import role_choices
from stormoede.rounds.models import Round
from stormoede.web.desk.municipalities.figures import Counted, Figures, Row, together
from stormoede.web.desk.municipalities.narrowing import Order, part
from stormoede.web.desk.overview.funnel import width

_ON_A_PHONE = {"asked", "answered"}


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` is what the address calls it; ``turned`` what it calls the order that a press on the head asks for."""

    name: str
    label: str
    opt: str
    sorted: str
    turned: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell: its number in words, its class beside that of a number, and where it leads."""

    text: str
    opt: str
    address: str = ""

    @property
    def html(self) -> str:
        told = f'<a href="{escape(self.address)}">{self.text}</a>' if self.address else self.text
        return f'<td class="num {self.opt}">{told}</td>'


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it is, where that leads, its cells, its share as a bar and in words, and a municipality's code."""

    name: str
    address: str
    shown: tuple[Shown, ...]
    width: str
    share: str
    code: str = ""

    @property
    def cells(self) -> SafeString:
        """All cells but the head. Put together here: a template costs ten times as much, for a thousand of them."""
        bar = f'<svg class="bar" aria-hidden="true"><rect width="{self.width}" height="100%"/></svg>'
        share = f'<td class="num"><span class="share">{bar}<span>{escape(self.share)}</span></span></td>'
        return mark_safe("".join(cell.html for cell in self.shown) + share)  # noqa: S308 - escaped, one by one


def names(zone: str, counted: Counted) -> list[tuple[str, str]]:
    """The columns of figures. What a round without meetings cannot have is left out."""
    language = get_language() or "en"
    asked = [("asked", _("Asked")), ("delivered", _("Delivered")), ("lost", _("Not reached"))]
    if not counted.dates:
        return asked
    days = [(f"on-{id}", words.plain_day(words.local_day(starts, zone), language)) for id, starts in counted.dates]
    rest = [("cannot", _("Cannot come")), ("answered", _("Answered")), ("silent", _("Missing"))]
    return [*asked, *days, *rest, ("links", _("Link sent")), ("came", _("Came"))]


def columns(found: Sequence[tuple[str, str]], by: Order | None = None) -> list[Column]:
    """The heads. Numbers are asked for with the greatest first, a second press turns them."""
    heads = []
    for name, label in found:
        here = by is not None and by.column == name
        state = ("descending" if by.falling else "ascending") if here and by else ""
        turned = name if state == "descending" else f"-{name}"
        heads.append(Column(name, label, "" if name in _ON_A_PHONE else "opt", state, turned))
    return heads


def value(figures: Figures, name: str) -> int:
    """The figure that stands in the column."""
    return figures.on[int(name[3:])] if name.startswith("on-") else int(getattr(figures, name))


def line(row: Row, found: Sequence[tuple[str, str]], share: str, people: str = "") -> Line:
    """A municipality's row. ``people`` is the address of the list of people, where one may see it."""
    place, language = row.place, get_language() or "en"
    counted = part(row, share)
    return Line(
        place.name or _("No municipality"),
        f"/desk/organisations/{place.code}/" if place.code else "",
        tuple(_cell(row, name, people, language) for name, _label in found),
        width(counted, row.whole),
        words.share(counted, row.whole, language) if row.whole else _("None asked"),
        place.code,
    )


def total(rows: Sequence[Row], found: Sequence[tuple[str, str]], share: str, name: str) -> Line:
    """The sum of the rows."""
    figures, language = together(row.figures for row in rows), get_language() or "en"
    whole = sum(row.whole for row in rows)
    counted = sum(part(row, share) for row in rows)
    cells = (Shown(words.number(value(figures, key), language), opt(key)) for key, _label in found)
    return Line(name, "", tuple(cells), width(counted, whole), words.share(counted, whole, language))


def _cell(row: Row, name: str, people: str, language: str) -> Shown:
    figure = value(row.figures, name)
    leads = people and figure and name in {"silent", "lost"} and row.place.code
    address = f"{people}?{urlencode({'state': name, 'organisation': row.place.code})}" if leads else ""
    return Shown(words.number(figure, language), opt(name), address)


def opt(name: str) -> str:
    """The class of a column beside that of a number: what a phone leaves out."""
    return "" if name in _ON_A_PHONE else "opt"


def by_region(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The rows of each region, the regions in Danish order; those of none last."""
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (not row.place.region_name, sort_key(row.place.region_name))):
        found.setdefault(row.place.region_name or _("No region"), []).append(row)
    return list(found.items())


def role_words(role: str) -> str:
    """Those who have the role, as the desk calls them."""
    return dict(role_choices()).get(role) or _("No seat today")


def table(round: Round, rows: Sequence[Row], found: Sequence[tuple[str, str]]) -> Table:
    """The rows as a file: everything the page has, and the codes, region and regional council beside."""
    head = [_("Code"), _("Municipality"), _("Region"), _("KKR"), _("Seats"), *(label for _name, label in found)]
    return Table(f"{round.short} {_('Municipalities')}", head, [_told(row, found) for row in rows])


def _told(row: Row, found: Sequence[tuple[str, str]]) -> list[Cell]:
    place = row.place
    about: list[Cell] = [place.code, place.name or _("No municipality"), place.region_name, place.council, place.seats]
    return [*about, *(value(row.figures, name) for name, _label in found)]
