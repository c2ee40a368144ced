"""Codes and one-time sign-ins, as pure functions: what is derived is read, and nothing else is."""

import base64
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from stormoede.accounts.core import codes, onetimes

KEY = b"k" * 32
NOW = datetime(2025, 3, 20, 19, 0, 30, tzinfo=UTC)
marks = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(st.uuids(), marks)
def test_a_code_is_six_digits_and_its_own(request: UUID, browser: str) -> None:
    code = codes.derive(KEY, request, browser)
    assert codes.typed(code) == code
    assert len(code) == 6
    assert codes.matches(KEY, request, browser, code)
    assert not codes.matches(KEY, request, browser, "")
    assert not codes.matches(KEY, request, browser, f"{(int(code) + 1) % 1_000_000:06d}")


@given(st.uuids(), marks, marks)
def test_another_browser_or_key_makes_another_code(request: UUID, mine: str, other: str) -> None:
    """One in a million agrees by chance; twenty bits of digest do not, so the digests are compared by their codes' spread."""
    if mine != other:
        pairs = [
            (codes.derive(bytes([n]) * 32, request, mine), codes.derive(bytes([n]) * 32, request, other))
            for n in range(4)
        ]
        assert any(first != second for first, second in pairs)


def test_codes_are_evenly_spread() -> None:
    first_digits = [codes.derive(KEY, UUID(int=n), "a" * 64)[0] for n in range(5000)]
    assert all(380 < first_digits.count(digit) < 620 for digit in "0123456789")


@given(st.text(max_size=12))
def test_what_is_typed_is_six_digits_or_nothing(text: str) -> None:
    typed = codes.typed(text)
    assert typed == "" or (len(typed) == 6 and typed.isascii() and typed.isdigit())


@given(st.uuids(), st.integers(0, 3000), st.text(max_size=30))
def test_a_one_time_sign_in_holds_for_its_epoch_and_a_day(staff: UUID, minutes: int, epoch: str) -> None:
    secret = onetimes.mint(KEY, 7, staff, NOW, epoch)
    found = onetimes.claim(secret)
    assert found is not None
    assert found.staff == staff
    at = NOW + timedelta(minutes=minutes)
    keys = {7: KEY}.get
    assert onetimes.holds(found, keys, epoch, at) == (at - found.issued < onetimes.LASTS)
    assert not onetimes.holds(found, keys, epoch + "x", NOW)
    assert not onetimes.holds(found, {8: KEY}.get, epoch, NOW)
    assert not onetimes.holds(found, {7: b"x" * 32}.get, epoch, NOW)
    assert not onetimes.holds(found, keys, epoch, NOW - timedelta(hours=1))


@given(st.uuids(), st.integers(0, 59), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_bent_one_time_sign_in_holds_never(staff: UUID, place: int, letter: str) -> None:
    secret = onetimes.mint(KEY, 7, staff, NOW, "")
    bent = secret[:place] + letter + secret[place + 1 :]
    found = onetimes.claim(bent)
    holds = found is not None and onetimes.holds(found, {7: KEY}.get, "", NOW)
    assert holds == (bent == secret)


@given(st.text(max_size=70))
def test_any_text_may_be_tried(text: str) -> None:
    assert onetimes.claim(text) is None or len(text) == 60


@given(st.binary(min_size=37, max_size=37))
def test_made_up_bytes_are_nobodys_sign_in(raw: bytes) -> None:
    found = onetimes.claim(base64.b32encode(raw).decode("ascii").rstrip("=").lower())
    assert found is None or not onetimes.holds(found, {raw[0]: KEY}.get, "", NOW)


def test_a_sign_in_of_a_year_that_no_calendar_has_is_none() -> None:
    raw = bytes(17) + b"\xff" * 4 + bytes(16)
    assert onetimes.claim(base64.b32encode(raw).decode("ascii").rstrip("=").lower()) is None
