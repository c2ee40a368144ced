"""What every list of the desk has: an order and a choice that stand in its address, heads that turn the order, the whole of it as a file.

A list names its columns once. The page takes its heads from them, a file its cells, and both are ordered by them: texts in
Danish order, what is empty last. A page may have several lists; each has a name of its own in the address, but the first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from stormoede.lib import cells
from stormoede.lib.cells import Cell, Table
from stormoede.lib.danish import name_key, sort_key
from stormoede.web.desk import exports

# What belongs to one page or one file, and not to what the list is.
_PASSING = ("page", "as", "list")


@dataclass(frozen=True, slots=True)
class Column[R]:
    """``name`` is what the address calls it. ``by`` are the fields a database orders by; rows at hand are ordered by ``cell``,
    or by ``rank`` where the order is not that of the words. ``opt`` is the class of its head; None: it is in files only.
    """

    name: str
    label: str
    cell: Callable[[R], Cell]
    by: Sequence[str] = ()
    opt: str | None = ""
    rank: Callable[[R], Any] | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A head on the page: ``sorted`` as ARIA has it, or empty; ``turn`` is the address of the order a press asks for, or empty."""

    label: str
    opt: str
    sorted: str
    turn: str


class Listed[R]:
    """A list as its address has it."""

    def __init__(
        self, request: HttpRequest | QueryDict, columns: Sequence[Column[R]], *, start: str = "", name: str = ""
    ) -> None:
        """``start`` is the order when nothing is asked for, "-" for from the end; without it the rows stay as they come.

        ``request`` may be what its address says alone, for a page that is drawn once for all who ask; such a list is no file.
        """
        self._request = request if isinstance(request, HttpRequest) else None
        self._get = request.GET if isinstance(request, HttpRequest) else request
        self._columns, self._name = columns, name
        self._param = f"{name}-sort" if name else "sort"
        # What a database does not order by it cannot be asked for; rows at hand are ordered by anything.
        by_fields = any(column.by for column in columns)
        self._known = known = {column.name: column for column in columns if column.by or not by_fields}
        told = self._get.get(self._param, "")
        told = told if told.removeprefix("-") in known else start
        self._falling, self._by = told.startswith("-"), known.get(told.removeprefix("-"))

    @property
    def name(self) -> str:
        return self._name

    @property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self._columns if column.opt is not None]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The order, for a form that narrows the list to send along."""
        told = self._get.get(self._param, "")
        return [(self._param, told)] if told else []

    def rows(self, found: Iterable[R]) -> list[R]:
        """The rows in order."""
        by = self._by
        if by is None:
            return list(found)
        ranked = [(by.rank(row) if by.rank else by.cell(row), row) for row in found]
        full = sorted((_rank(rank), n) for n, (rank, _row) in enumerate(ranked) if rank not in (None, ""))
        if self._falling:
            # Alike ones stay in the order they came.
            full.sort(key=lambda one: one[0], reverse=True)
        return [ranked[n][1] for _key, n in full] + [row for rank, row in ranked if rank in (None, "")]

    def query[M: Model](self, found: QuerySet[M]) -> QuerySet[M]:
        """The rows in order, by the database."""
        by = self._by
        if by is None:
            return found
        return found.order_by(*(_order(found.model, field, self._falling) for field in by.by), "pk")

    def file(self, title: str, found: Callable[[], Iterable[R]]) -> HttpResponse | None:
        """The whole list as the file that is asked for; None when the page is."""
        if self._request is None or self._get.get("list", "") != self._name:
            return None
        return exports.asked(self._request, lambda: self._table(title, found()))

    def _table(self, title: str, found: Iterable[R]) -> Table:
        rows = [[column.cell(row) for column in self._columns] for row in found]
        return Table(title, [column.label for column in self._columns], rows)

    def _head(self, column: Column[R]) -> Head:
        here = self._by is column
        state = ("descending" if self._falling else "ascending") if here else ""
        turn = self._turn(column, state == "ascending") if column.name in self._known else ""
        return Head(column.label, column.opt or "", state, turn)

    def _turn(self, column: Column[R], falling: bool) -> str:
        asked = self._get.copy()
        for name in _PASSING:
            asked.pop(name, None)
        asked[self._param] = f"-{column.name}" if falling else column.name
        return f"?{asked.urlencode()}"


class Narrow(forms.Form):
    """What a list is narrowed to; a value that nobody offered asks for nothing. ``q`` is a search, and ``choices`` by name."""

    q = forms.CharField(required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, data: Mapping[str, str], label: str, **choices: tuple[str, Iterable[tuple[str, str]]]) -> None:
        super().__init__(data)
        self.fields["q"].label = label
        for name, (words, offered) in choices.items():
            self.fields[name] = forms.ChoiceField(label=words, required=False, choices=[("", str(_("All"))), *offered])
        self.is_valid()

    def value(self, name: str) -> str:
        return str(self.cleaned_data.get(name, ""))

    @property
    def narrowed(self) -> bool:
        return any(self.value(name) for name in self.fields)

    def fits(self, *texts: str) -> bool:
        """Whether every word that is looked for stands in one of the texts: case, accents and aa or å do not count."""
        keys = [name_key(text) for text in texts]
        return all(any(name_key(word) in key for key in keys) for word in self.value("q").split())


def moment(at: datetime | None, zone: str = "") -> Cell:
    """A moment as a cell; what belongs to no round is told as clocks at the association show it."""
    return cells.local(at, zone or settings.TIME_ZONE)


def named[M: Model](found: QuerySet[M], search: str, field: str = "person__sort_key") -> QuerySet[M]:
    """Those in whose name, kept in Danish order in ``field``, every word of ``search`` stands."""
    for word in search.split():
        key = sort_key(word)
        found = found.filter(**{f"{field}__contains": key}) if key else found.none()
    return found


def _rank(value: Any) -> Any:  # noqa: ANN401 - whatever a cell can hold
    return sort_key(value) if isinstance(value, str) else value


def _order(model: type[Model], path: str, falling: bool) -> Any:  # noqa: ANN401 - Django's own ordering
    """What is empty last, on either database. "-" before a field: always from the end, whichever way the column is."""
    field = path.removeprefix("-")
    last = _nullable(model, field) or None
    return F(field).desc(nulls_last=last) if falling or field != path else F(field).asc(nulls_last=last)


def _nullable(model: type[Model], path: str) -> bool:
    here: Any = model
    for part in path.split("__"):
        try:
            field = here._meta.get_field(part)
        except FieldDoesNotExist:  # An annotation: it may be.
            return True
        if field.null:
            return True
        here = field.related_model
    return False
