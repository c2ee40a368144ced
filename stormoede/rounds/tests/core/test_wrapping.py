"""Long texts are broken into lines, and the file says the same."""

import tomllib

import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from stormoede.rounds.core.wrapping import WIDTH, wrap

words = st.text(st.sampled_from("abæøå \"\\'\n\t#=»«é"), max_size=400)
TEXT = "På KKR-møderne i april vil ØA26 blive sat på dagsordenen for at give mulighed for regionale drøftelser. " * 3


def written(table: dict[str, object]) -> str:
    return tomli_w.dumps(table, multiline_strings=True)


@given(st.dictionaries(st.sampled_from(["text", "mail", "title"]), words), words)
def test_the_file_says_the_same(table: dict[str, str], last: str) -> None:
    toml = written({**table, "tracks": [{"text": last, "rows": [{"x": last}]}], "lines": [last]})
    assert tomllib.loads(wrap(toml)) == tomllib.loads(toml)


def test_no_line_is_long() -> None:
    toml = wrap(written({"text": TEXT, "mail": f"Kære alle\n\n{TEXT}\n{TEXT}"}))
    assert max(map(len, toml.split("\n"))) <= WIDTH
    assert tomllib.loads(toml) == {"text": TEXT, "mail": f"Kære alle\n\n{TEXT}\n{TEXT}"}


def test_what_is_wrapped_stays_as_it_is() -> None:
    toml = wrap(written({"text": TEXT}))
    assert wrap(toml) == toml


def test_a_word_longer_than_a_line_is_left_whole() -> None:
    toml = wrap(written({"text": "x" * 300 + " y"}))
    assert tomllib.loads(toml) == {"text": "x" * 300 + " y"}
