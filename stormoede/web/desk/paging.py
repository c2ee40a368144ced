"""The pages of a list, however long.

Its length, and which rows stand on a page, are found once while nothing happens; the rows themselves are read each time, by
their keys and in words that are kept.
Where people are asked for by name, everybody is gone along by name until the page is full: nobody is sorted.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core import paginator
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import OrderBy

from stormoede.mail import tide
from stormoede.members.models import Person

# From here on it is cheaper to go along everybody by name than to sort those who are wanted.
_MANY = 5000


if TYPE_CHECKING:
    _Pages = paginator.Paginator[Any]
else:
    _Pages = paginator.Paginator


class Paginator(_Pages):
    """Django's, for a query set. Rows with a ``person``, of which each person has one at most, go along the index of names.

    ``rows`` reads the rows of a page by their keys, in their order, with all that the page tells of them; without it they are
    read as the list has them. ``known`` is how many there are, where the page has counted them already.
    """

    object_list: QuerySet[Any]

    def __init__(
        self,
        object_list: QuerySet[Any],
        per_page: int,
        *,
        rows: Callable[[Sequence[Any]], list[Any]] | None = None,
        known: int | None = None,
    ) -> None:
        super().__init__(object_list, per_page)
        self._rows = rows
        self._known = known

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return self._kept("count", lambda: self.object_list.count()) if self._known is None else self._known

    def page(self, number: int | str) -> "paginator.Page[Any]":
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        rows: Any = self.object_list[first : first + self.per_page]
        if not connection.in_atomic_block:
            keys = self._kept(f"rows {number} of {self.per_page}", lambda: self._ids(first))
            rows = self._rows(keys) if self._rows else self.object_list.filter(pk__in=keys)
        return self._get_page(rows, number, self)  # type: ignore[attr-defined, no-any-return]

    def _ids(self, first: int) -> list[Any]:
        """The keys of the rows of a page, of which only as many are looked at as must be."""
        found, last = self.object_list, first + self.per_page
        by = _by_person(found)
        if not by or self.count < _MANY:
            return list(found.values_list("pk", flat=True)[first:last])
        here = found.order_by().filter(person=OuterRef("pk"))
        people = Person.objects.filter(Exists(here)).order_by(by, "-pk" if by[0] == "-" else "pk")
        return list(found.filter(person__in=people.values("pk")[first:last]).values_list("pk", flat=True))

    @cached_property
    def _tide(self) -> str:
        return tide.now()

    def _kept[T](self, what: str, make: Callable[[], T]) -> T:
        if connection.in_atomic_block:
            return make()
        return make() if self._words is None else tide.kept((what, *self._words), make, self._tide)

    @cached_property
    def _words(self) -> tuple[Any, ...] | None:
        """What is asked for, in the database's words, but for what is read of each row; None where it is nothing."""
        try:
            return self.object_list.values("pk").query.sql_with_params()
        except EmptyResultSet:
            return None


def _by_person(found: QuerySet[Any]) -> str:
    """``sort_key`` or ``-sort_key`` when the rows are asked for in the order of their people's names."""
    first = next(iter(found.query.order_by), "")
    if isinstance(first, OrderBy):
        first = ("-" if first.descending else "") + getattr(first.expression, "name", "")
    name = str(first)
    return name.replace("person__", "") if name.removeprefix("-") == "person__sort_key" else ""
