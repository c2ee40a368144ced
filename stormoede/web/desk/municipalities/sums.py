"""The round by region and by role: two lists of sums beside the table of municipalities, each with an order and a file of its own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.lib import words
from stormoede.rounds.models import Round
from stormoede.web.desk.lists import Column, Head, Listed
from stormoede.web.desk.municipalities import columns, narrowing
from stormoede.web.desk.municipalities.columns import Line
from stormoede.web.desk.municipalities.figures import NOWHERE, Counted, Figures, Row, together

type Found = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sum:
    """The rows of one region or role. ``known``: it is one, and not those who are of none."""

    name: str
    known: bool
    rows: Sequence[Row]
    figures: Figures

    def share(self, share: str) -> tuple[int, int]:
        """How many the share counts, and of how many."""
        return sum(narrowing.part(row, share) for row in self.rows), sum(row.whole for row in self.rows)


@dataclass(frozen=True, slots=True)
class Small:
    """One of the lists as the page has it: its id there, what it is by, its heads, its order for forms, its lines."""

    id: str
    name: str
    heads: Sequence[Head]
    kept: Sequence[tuple[str, str]]
    lines: Sequence[Line]


def smalls(said: QueryDict, counted: Counted, found: Found, share: str) -> list[Small]:
    """The lists as the address ``said`` orders them."""
    return [
        Small(listed.name, name, listed.heads, listed.kept, [_line(one, found, share) for one in listed.rows(rows)])
        for name, listed, rows in _lists(said, counted, found, share)
    ]


def file(request: HttpRequest, round: Round, counted: Counted, share: str) -> HttpResponse | None:
    """The list that is asked for as a file; None when another one or the page is."""
    found = columns.names(round.time_zone, counted)
    for name, listed, rows in _lists(request, counted, found, share):
        made = listed.file(f"{round.short} {name}", partial(listed.rows, rows))
        if made is not None:
            return made
    return None


def _lists(
    asked: HttpRequest | QueryDict, counted: Counted, found: Found, share: str
) -> Iterator[tuple[str, Listed[Sum], Sequence[Sum]]]:
    yield _("By region"), Listed(asked, _columns(_("Region"), found, share), name="regions"), _regions(counted)
    yield _("By role"), Listed(asked, _columns(_("Role"), found, share), name="roles"), _roles(counted)


def _columns(head: str, found: Found, share: str) -> list[Column[Sum]]:
    return [
        Column("name", head, lambda one: one.name, rank=lambda one: one.name if one.known else None),
        *(Column(name, label, _figure(name), opt=f"num {columns.opt(name)}".strip()) for name, label in found),
        Column("share", _("Share"), lambda one: _share(one, share), rank=lambda one: _part(one, share), opt="num"),
    ]


def _figure(name: str) -> Callable[[Sum], int]:
    return lambda one: columns.value(one.figures, name)


def _share(one: Sum, share: str) -> str:
    return words.share(*one.share(share), get_language() or "en")


def _part(one: Sum, share: str) -> float:
    part, whole = one.share(share)
    return part / whole if whole else 0


def _line(one: Sum, found: Found, share: str) -> Line:
    return columns.total(one.rows, found, share, one.name)


def _regions(counted: Counted) -> list[Sum]:
    return [
        Sum(name, bool(rows[0].place.region_name), rows, together(row.figures for row in rows))
        for name, rows in columns.by_region(counted.rows)
    ]


def _roles(counted: Counted) -> list[Sum]:
    return [
        Sum(columns.role_words(role), bool(role), [Row(NOWHERE, told)], told) for role, told in counted.by_role.items()
    ]
