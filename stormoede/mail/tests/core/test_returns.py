"""Addresses of answers and bounces: genuine ones are read whatever the letter case, all others are not."""

from hypothesis import given
from hypothesis import strategies as st

from stormoede.mail.core import returns
from stormoede.mail.core.returns import Use

KEY = b"k" * 32
MARKS = st.text("0123456789abcdef", min_size=32, max_size=32)


def key_of(kid):
    return KEY if kid == 3 else None


@given(MARKS, st.sampled_from(Use))
def test_what_is_made_is_read(mark, use):
    made = returns.local_part(KEY, 3, mark, use)
    assert len(made) <= 64
    assert returns.read(made.upper(), key_of) == (use, mark)


@given(MARKS, st.integers(0, 43), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_changed_character_is_no_address_of_ours(mark, place, character):
    made = returns.local_part(KEY, 3, mark, Use.BOUNCE)
    changed = made[: 6 + place] + character + made[7 + place :]
    # The last character's spare bits say nothing; every other change is seen.
    if changed != made and place < 43:
        assert returns.read(changed, key_of) is None


def test_an_address_for_answers_is_none_for_bounces():
    made = returns.local_part(KEY, 3, "a" * 32, Use.ANSWER)
    assert returns.read(made.replace("svar", "retur"), key_of) is None


def test_a_key_that_is_gone_reads_nothing():
    assert returns.read(returns.local_part(KEY, 4, "a" * 32, Use.ANSWER), key_of) is None
