"""What is counted: seven figures and one for each date, for a municipality, a region or a role."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from stormoede.letters.queries import reach
from stormoede.lib import words
from stormoede.meetings import spread
from stormoede.members.core.titles import RANK
from stormoede.members.queries import foremost
from stormoede.members.queries.foremost import Place
from stormoede.rounds.models import Round

NOWHERE = Place(0, "", "", None, "", "", "")


@dataclass(slots=True)
class Figures:
    """How many. ``on`` are the seats by date; ``lost`` those whom the letter did not reach."""

    asked: int = 0
    delivered: int = 0
    lost: int = 0
    answered: int = 0
    cannot: int = 0
    links: int = 0
    came: int = 0
    on: Counter[int] = field(default_factory=Counter)

    @property
    def seats(self) -> int:
        return sum(self.on.values())

    @property
    def silent(self) -> int:
        """How many of those asked have not answered."""
        return max(0, self.asked - self.answered)

    def add(self, other: "Figures") -> None:
        self.asked += other.asked
        self.delivered += other.delivered
        self.lost += other.lost
        self.answered += other.answered
        self.cannot += other.cannot
        self.links += other.links
        self.came += other.came
        self.on.update(other.on)


@dataclass(frozen=True, slots=True)
class Row:
    """A municipality with its figures. ``NOWHERE`` is for those who belong to none."""

    place: Place
    figures: Figures

    @property
    def whole(self) -> int:
        """What a share is of: those asked; the council's seats until anybody has been."""
        return self.figures.asked or self.place.seats or 0


@dataclass(frozen=True, slots=True)
class Counted:
    """A round at a moment. ``by_role`` has the roles that anybody has, "" for those without a seat."""

    dates: Sequence[tuple[int, datetime]]
    rows: Sequence[Row]
    by_role: Mapping[str, Figures]

    def __hash__(self) -> int:
        """Of the sums alone, so that what was made of equal figures is found soon; ``==`` looks at every one."""
        rows = [row.figures for row in self.rows]
        sums = (sum(getattr(row, name) for row in rows) for name in ("asked", "delivered", "lost", "answered", "came"))
        return hash((len(rows), *sums))


def read(round: Round, at: datetime) -> Counted:
    """The round at ``at``. Six statements, however many people and municipalities there are."""
    on = words.local_day(at, round.time_zone)
    told = spread.of_round(round.pk, on)
    cells: defaultdict[tuple[int | None, int | None], Figures] = defaultdict(Figures)
    for organisation, role, asked, delivered, lost in reach.by_place(reach.invitation(round), on):
        cells[organisation, role].add(Figures(asked, delivered, lost))
    for organisation, role, answered, cannot, links, *seats in told.answers:
        on_dates = zip((id for id, _starts in told.dates), seats, strict=True)
        cells[organisation, role].add(Figures(0, 0, 0, answered, cannot, links, 0, Counter(dict(on_dates))))
    for organisation, role, came in told.came:
        cells[organisation, role].came += came
    return Counted(told.dates, _rows(foremost.places(on), cells), _roles(cells))


def together(rows: Iterable[Figures]) -> Figures:
    """The sum of all."""
    whole = Figures()
    for row in rows:
        whole.add(row)
    return whole


def _rows(places: Sequence[Place], cells: Mapping[tuple[int | None, int | None], Figures]) -> list[Row]:
    found: defaultdict[int | None, Figures] = defaultdict(Figures)
    for (organisation, _role), figures in cells.items():
        found[organisation].add(figures)
    rows = [Row(place, found[place.id]) for place in places]
    return [*rows, Row(NOWHERE, found[None])] if None in found else rows


def _roles(cells: Mapping[tuple[int | None, int | None], Figures]) -> dict[str, Figures]:
    found: defaultdict[int | None, Figures] = defaultdict(Figures)
    for (_organisation, role), figures in cells.items():
        found[role].add(figures)
    known = {RANK[place]: found[place] for place in sorted(place for place in found if place is not None)}
    return {**known, "": found[None]} if None in found else known
