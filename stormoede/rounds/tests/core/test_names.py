"""Keys made from titles, and lines found in a file."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormoede.rounds.core import lines
from stormoede.rounds.core.names import key_of
from stormoede.rounds.core.tables import is_key


@pytest.mark.parametrize(("title", "key"), [
    ("Drøftelser på KKR-møder", "droeftelser-paa-kkr-moeder"),
    ("Input fra kommunalbestyrelserne", "input-fra-kommunalbestyrelserne"),
    ("ØA26", "oea26"),
    ("Café", "cafe"),
    ("???", "track"),
])  # fmt: skip
def test_a_title_becomes_a_key(title: str, key: str) -> None:
    assert key_of(title) == key


@given(st.text(), st.integers(0, 12))
def test_a_key_is_always_new_and_can_be_used(title: str, times: int) -> None:
    taken: list[str] = []
    for _ in range(times):
        taken.append(key_of(title, taken))
    assert len(set(taken)) == len(taken)
    assert all(map(is_key, taken))


FILE = '''# Runden
key = "oea26"

[sender]
name = "KL"   # navn

[[tracks]]
key = "a"
text = """
[[tracks]]
key = "nej"
"""
programme = [
    { at = 19:00:00, what = "Velkomst" },
]

[[tracks.dates]]
starts = 2025-03-31 19:00:00

[[tracks]]
text = """på én linje"""
key = "b"

[[letters]]
key = "a"
[letters.da]
subject = "x"
[[letters]]
[letters.en]
subject = "y"
'''


@pytest.mark.parametrize(("where", "line"), [
    ("key", 2),
    ("sender.name", 5),
    ("tracks[0].key", 8),
    ("tracks[0].programme[0].what", 13),
    ("tracks[0].dates[0].starts", 18),
    ("tracks[1].key", 22),
    ("tracks[1].title", 20),
    ("letters[0].da.subject", 27),
    ("letters[1].en.subject", 30),
    ("letters[1].en.mail", 29),
    ("contact", None),
    ("", None),
])  # fmt: skip
def test_a_place_has_a_line(where: str, line: int | None) -> None:
    tomllib.loads(FILE)
    assert lines.find(lines.of(FILE), where) == line


@given(st.text())
def test_any_text_has_lines(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.of(text).values())
