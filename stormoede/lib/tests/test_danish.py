"""Danish order."""

from hypothesis import given
from hypothesis import strategies as st

from stormoede.lib.danish import name_key, slug, sort_key

LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"
WORDS = st.text(LETTERS, min_size=1, max_size=8).filter(lambda word: "aa" not in word)


def _model(word: str) -> list[int]:
    return [LETTERS.index(letter) for letter in word]


@given(WORDS, WORDS)
def test_letters_are_in_danish_order(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) == (_model(one) < _model(other))


@given(WORDS, WORDS, WORDS)
def test_a_shorter_word_comes_before_any_letter(first: str, second: str, other: str) -> None:
    assert sort_key(first) < sort_key(f"{first} {second}") < sort_key(f"{first}{other}")


@given(st.text())
def test_keys_hold_only_what_every_collation_orders_alike(text: str) -> None:
    assert set(sort_key(text)) <= set("0123456789abcdefghijklmnopqrstuvwxyz")
    assert sort_key(text.upper().lower()) == sort_key(text.lower().upper().lower())


def test_aa_is_one_letter_and_the_last() -> None:
    names = ["Aarhus", "Ærø", "Zealand", "Aabenraa", "Ølstykke"]
    assert sorted(names, key=sort_key) == ["Zealand", "Ærø", "Ølstykke", "Aabenraa", "Aarhus"]
    assert sort_key("Århus") == sort_key("AARHUS")


def test_accents_do_not_move_a_name() -> None:
    assert sort_key("André") == sort_key("Andre")
    assert sort_key("Müller") == sort_key("Myller")


def test_numbers_come_before_letters() -> None:
    assert sort_key("Sal 2") < sort_key("Sal b")


def test_one_name_spelled_in_two_ways_has_one_key() -> None:
    assert name_key("Høje-Taastrup") == name_key("HØJE TÅSTRUP ")
    assert name_key("Anne-Grethe  Skaarup") == name_key("anne grethe skårup")


@given(st.text())
def test_slugs_hold_only_what_addresses_may(text: str) -> None:
    assert set(slug(text)) <= set("0123456789abcdefghijklmnopqrstuvwxyz-")
    assert slug(slug(text)) == slug(text)


def test_slugs_read_as_the_words() -> None:
    assert slug("Økonomiudvalg på Ærø") == "oekonomiudvalg-paa-aeroe"
    assert slug("  Høje-Taastrup, alle! ") == "hoeje-taastrup-alle"
