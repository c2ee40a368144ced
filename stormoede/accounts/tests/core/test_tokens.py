"""Personal links: what is minted is read, and nothing else is."""

import string

from hypothesis import given
from hypothesis import strategies as st

from stormoede.accounts.core import tokens

KEYS = {0: bytes(32), 7: bytes(range(32)), 255: b"\xff" * 32}
raws = st.binary(min_size=6, max_size=6)
kids = st.sampled_from(sorted(KEYS))
generations = st.integers(0, 255)
purposes = st.sampled_from("pdua")
ALPHABET = string.ascii_lowercase + "234567"


def minted(raw: bytes, kid: int, generation: int, purpose: str) -> str:
    return tokens.mint(KEYS[kid], kid, tokens.handle_of(raw), generation, purpose)


@given(raws, kids, generations, purposes)
def test_what_is_minted_is_read(raw: bytes, kid: int, generation: int, purpose: str) -> None:
    token = minted(raw, kid, generation, purpose)
    assert len(token) == tokens.LENGTH
    assert set(token) <= set(ALPHABET)
    assert tokens.read(token, purpose, KEYS.get) == tokens.Reading(tokens.handle_of(raw), generation)


@given(raws, kids, generations, st.integers(0, 38), st.sampled_from(ALPHABET))
def test_one_changed_character_is_refused(raw: bytes, kid: int, generation: int, place: int, letter: str) -> None:
    token = minted(raw, kid, generation, "p")
    changed = token[:place] + letter + token[place + 1 :]
    assert (tokens.read(changed, "p", KEYS.get) is None) == (changed != token)


@given(raws, generations, purposes, purposes)
def test_the_purpose_is_part_of_it(raw: bytes, generation: int, minted_for: str, used_for: str) -> None:
    token = minted(raw, 7, generation, minted_for)
    assert (tokens.read(token, used_for, KEYS.get) is not None) == (minted_for == used_for)


@given(raws, generations)
def test_only_the_canonical_form_is_read(raw: bytes, generation: int) -> None:
    token = minted(raw, 0, generation, "p")
    spare = [token[:-1] + letter for letter in ALPHABET if letter != token[-1]]
    for other in [token.upper(), token + "a", token + "=", token[:-1], " " + token, token + "\n", "", *spare]:
        assert tokens.read(other, "p", KEYS.get) is None


@given(st.text(max_size=60))
def test_any_text_can_be_tried(text: str) -> None:
    assert tokens.read(text, "p", KEYS.get) is None


@given(raws, generations)
def test_a_dropped_key_takes_its_links_along(raw: bytes, generation: int) -> None:
    token = minted(raw, 7, generation, "d")
    assert tokens.read(token, "d", {0: KEYS[0]}.get) is None
    assert tokens.read(token, "d", {7: KEYS[255]}.get) is None
