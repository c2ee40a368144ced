"""What the table of municipalities is narrowed to, and its order. All of it stands in the page's address."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from stormoede.lib.danish import name_key, sort_key
from stormoede.web.desk.municipalities.figures import Counted, Row

_STATES: Mapping[str, Callable[[Row], bool]] = {
    "silent": lambda row: not row.figures.answered,
    "none": lambda row: not row.figures.seats,
    "missing": lambda row: row.figures.silent > 0,
    "lost": lambda row: row.figures.lost > 0,
}
_COLUMNS: Mapping[str, Callable[[Row], float]] = {
    "seats": lambda row: row.place.seats or 0,
    **{
        name: lambda row, name=name: getattr(row.figures, name)  # type: ignore[misc]
        for name in ("asked", "delivered", "lost", "answered", "silent", "cannot", "links", "came")
    },
}


class NarrowForm(forms.Form):
    """What the table is narrowed to; what nobody offered asks for nothing."""

    q = forms.CharField(label=_("Find a municipality"), required=False, max_length=100)
    region = forms.ChoiceField(label=_("Region"), required=False)
    only = forms.ChoiceField(label=_("Show"), required=False)
    share = forms.ChoiceField(label=_("Share"), required=False)

    def __init__(self, data: Mapping[str, str], rows: Sequence[Row]) -> None:
        super().__init__(data)
        self.fields["q"].widget = forms.TextInput(attrs={"type": "search"})
        regions = {row.place.region: row.place.region_name for row in rows if row.place.region}
        named = sorted(regions.items(), key=lambda one: sort_key(one[1]))
        self._choose("region", [("", _("All")), *named])
        self._choose("only", [("", _("All municipalities")), *_only()])
        self._choose("share", share_choices())
        self.is_valid()

    def _choose(self, name: str, choices: Iterable[tuple[str, object]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, str(word)) for key, word in choices]

    def value(self, name: str) -> str:
        return str(self.cleaned_data.get(name, ""))

    @property
    def narrowed(self) -> bool:
        return any(self.value(name) for name in ("q", "region", "only"))


def _only() -> list[tuple[str, object]]:
    return [
        ("none", _("From which nobody has signed up")),
        ("silent", _("From which nobody has answered")),
        ("missing", _("Where somebody has not answered")),
        ("lost", _("Where somebody was not reached")),
    ]


def share_choices() -> list[tuple[str, object]]:
    """What a share can be of those asked; the first is shown when nothing is said."""
    return [("", _("Signed up")), ("answered", _("Answered")), ("delivered", _("Delivered")), ("came", _("Came"))]


def narrow(rows: Iterable[Row], form: NarrowForm) -> list[Row]:
    """The rows that are asked for, in the order they came."""
    search, region, only = name_key(form.value("q")), form.value("region"), _STATES.get(form.value("only"))
    return [
        row
        for row in rows
        if search in name_key(row.place.name)
        and region in ("", row.place.region)
        and (only is None or (bool(row.place.id) and only(row)))
    ]


@dataclass(frozen=True, slots=True)
class Order:
    """A column to order by: its name in the address, and whether the greatest comes first."""

    column: str
    falling: bool

    @property
    def told(self) -> str:
        return f"-{self.column}" if self.falling else self.column


def order(asked: str, counted: Counted) -> Order:
    """The order the address asks for: ``name``, ``-answered``, ``on-7``; else the lowest share first."""
    column, falling = asked.removeprefix("-"), asked.startswith("-")
    dates = {f"on-{date}" for date, _starts in counted.dates}
    return Order(column, falling) if column in {"name", "share", *_COLUMNS, *dates} else Order("share", False)


def ordered(rows: Sequence[Row], by: Order, share: str) -> list[Row]:
    """The rows in that order, alike ones in Danish order; those who belong to no municipality come last."""
    last = [row for row in rows if not row.place.id]
    found = [row for row in rows if row.place.id]
    if by.column == "name":
        found.sort(key=lambda row: sort_key(row.place.name), reverse=by.falling)
    else:
        value = _value(by.column, share)
        found.sort(key=lambda row: -value(row) if by.falling else value(row))
    return found + last


def part(row: Row, share: str) -> int:
    """How many of those asked the share counts."""
    return row.figures.seats if not share else int(getattr(row.figures, share))


def _value(column: str, share: str) -> Callable[[Row], float]:
    if column.startswith("on-"):
        date = int(column[3:])
        return lambda row: row.figures.on[date]
    if column == "share":
        return lambda row: part(row, share) / row.whole if row.whole else 0
    return _COLUMNS[column]
