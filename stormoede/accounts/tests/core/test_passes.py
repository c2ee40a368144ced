"""The members' cookie: eight links at most, twelve hours at most, and only as it was signed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stormoede.accounts.core import passes
from stormoede.accounts.core.passes import Entry, Pass

KEYS = {3: b"k" * 32}
NOW = datetime(2025, 3, 20, 19, 0, tzinfo=UTC)
handles = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=10, max_size=10)
EMPTY = Pass("0" * 32)


def around(held: Pass, at: datetime = NOW) -> Pass | None:
    return passes.read(passes.write(held, 3, KEYS[3]), KEYS.get, at)


@given(st.lists(st.tuples(handles, st.integers(0, 255)), unique_by=lambda pair: pair[0], max_size=12))
def test_the_newest_eight_come_back(opened: list[tuple[str, int]]) -> None:
    held = EMPTY
    for handle, generation in opened:
        held = held.opening(handle, generation, NOW)
    assert around(held) == held
    assert [(e.handle, e.generation) for e in held.entries] == opened[::-1][: passes.MOST]
    assert len(passes.write(held, 3, KEYS[3])) <= 350


def test_a_link_is_forgotten_after_twelve_hours() -> None:
    held = EMPTY.opening("a" * 10, 0, NOW).opening("b" * 10, 0, NOW + timedelta(hours=6))
    later = around(held, NOW + timedelta(hours=12, minutes=1))
    assert later is not None
    assert [entry.handle for entry in later.entries] == ["b" * 10]


@given(st.integers(0, 400), st.characters(min_codepoint=33, max_codepoint=126))
def test_nothing_can_be_changed(place: int, letter: str) -> None:
    text = passes.write(EMPTY.opening("a" * 10, 4, NOW), 3, KEYS[3])
    place %= len(text)
    changed = text[:place] + letter + text[place + 1 :]
    assert (passes.read(changed, KEYS.get, NOW) is None) == (changed != text)


def test_a_code_counts_for_half_an_hour_and_one_generation() -> None:
    held = EMPTY.opening("a" * 10, 0, NOW).raising("a" * 10, NOW)
    assert passes.is_raised(held.entries[0], NOW + timedelta(minutes=29))
    assert not passes.is_raised(held.entries[0], NOW + timedelta(minutes=30))
    assert held.opening("a" * 10, 0, NOW).entries[0].raised
    assert not held.opening("a" * 10, 1, NOW).entries[0].raised
    assert not passes.is_raised(Entry("b" * 10, 0, 1), NOW)
