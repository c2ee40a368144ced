"""What an erasure would do, class by class, and what it leaves to somebody's judgement."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from stormoede.lib.privacy import DataClass, Fate, Somebody
from stormoede.protection import declared
from stormoede.protection.declared import Declared
from stormoede.protection.queries import finding, mentions
from stormoede.protection.queries.mentions import Mention


@dataclass(frozen=True, slots=True)
class Line:
    """One class: how many rows go, are emptied, and stay as they are, without a name behind them."""

    one: DataClass
    goes: int
    emptied: int
    stays: int

    @property
    def any(self) -> bool:
        return bool(self.goes or self.emptied or self.stays)


@dataclass(frozen=True, slots=True)
class Plan:
    """An erasure before it happens. ``mentions`` are left as they are: others wrote them."""

    who: Somebody
    lines: Sequence[Line]
    mentions: Sequence[Mention]


def plan(who: Somebody, *, words: bool = False) -> Plan:
    """What would happen to the person's data."""
    lines: list[Line] = []
    touched: set[tuple[str, str, str]] = set()
    for one in declared.classes():
        counts = _counts(one, who, words, touched)
        lines.append(Line(one.one, counts[Fate.GOES], counts[Fate.EMPTIED], counts[Fate.STAYS]))
    left = [mention for mention in mentions.of(who) if (mention.room, mention.model, mention.pk) not in touched]
    return Plan(who, lines, left)


def _counts(one: Declared, who: Somebody, words: bool, touched: set[tuple[str, str, str]]) -> Counter[Fate]:
    """A row is counted once, by the first that is said of it."""
    counts: Counter[Fate] = Counter()
    seen: set[tuple[str, str]] = set()
    for told in one.one.rows:
        if told.words and not words:
            continue
        for pk in finding.rows(one, told, who).values_list("pk", flat=True):
            if (told.model, str(pk)) in seen:
                continue
            seen.add((told.model, str(pk)))
            counts[told.fate] += 1
            if told.fate != Fate.STAYS:
                touched.add((one.room, told.model, str(pk)))
    return counts
