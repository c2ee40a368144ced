"""Next year's round out of this year's: names counted one up, dates on the same weekday 52 weeks later, off the holidays."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_YEAR = 52
# How many weeks from 52 a date may be moved, in the order tried: it rather comes later, a deadline rather earlier.
_LATER = (0, 1, -1, 2, -2, 3)
_EARLIER = (0, -1, 1, -2, 2, -3)
_LAST_NUMBER = re.compile(r"\d+(?!.*\d)", re.DOTALL)
_YEARS = re.compile(r"(?<!\d)20\d\d(?!\d)")


def moved(day: date, is_holiday: Callable[[date], bool], *, earlier: bool = False) -> date:
    """The same weekday 52 weeks after ``day``, or in the nearest week where it is no holiday."""
    tried = [day + timedelta(weeks=_YEAR + weeks) for weeks in (_EARLIER if earlier else _LATER)]
    return next((one for one in tried if not is_holiday(one)), tried[0])


def counted_up(text: str) -> str:
    """``text`` with its last number one higher: oea26 is oea27. Without a number a 2 is put behind."""
    found = _LAST_NUMBER.search(text)
    if found is None:
        return f"{text}-2" if text else text
    return text[: found.start()] + str(int(found[0]) + 1).zfill(len(found[0])) + text[found.end() :]


def a_year_on(text: str) -> str:
    """``text`` with every year in it one higher: »Starten af maj 2025« is of 2026."""
    return _YEARS.sub(lambda year: str(int(year[0]) + 1), text)


@dataclass(frozen=True, slots=True)
class Names:
    """What the next round is called."""

    key: str
    short: str
    title: str


def proposed(key: str, short: str, title: str) -> Names:
    """What the round after one of these names is likely to be called."""
    on = a_year_on(title)
    return Names(counted_up(key), counted_up(short), on if on != title else title)


def renamed(text: str, names: Sequence[tuple[str, str]]) -> str:
    """``text`` with every old name in it replaced by the new one, where it stands as a word of its own."""
    for old, new in names:
        if old:
            text = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _, new=new: new, text)  # type: ignore[misc]
    return text
