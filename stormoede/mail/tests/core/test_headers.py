"""Header lines come back as they were, whatever is in them, and no value can add a line."""

import email
from email.policy import default
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormoede.mail.core import headers
from stormoede.mail.core.headers import HeaderRefused

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)
BLANK_FREE = TEXT.map(lambda text: " ".join(text.split())).filter(lambda text: "\ufeff" not in text)


def read(line: bytes) -> "email.message.EmailMessage":
    return cast("email.message.EmailMessage", email.message_from_bytes(line + b"\r\n", policy=default))


@given(BLANK_FREE)
def test_a_subject_of_any_words_comes_back(text: str) -> None:
    line = headers.header("Subject", text)
    assert read(line)["Subject"] == text
    assert all(len(part) <= 76 for part in line.split(b"\r\n"))
    assert line.isascii()


@given(BLANK_FREE)
def test_a_name_comes_back_beside_its_address(name: str) -> None:
    line = headers.address_header("To", name, "mette@faaborg.example")
    (address,) = read(line)["To"].addresses
    assert address.addr_spec == "mette@faaborg.example"
    # Python's reader puts a blank between some adjacent encoded words of a phrase; RFC 2047 says there is none.
    assert "".join(address.display_name.split()) == "".join(name.split())


@given(BLANK_FREE.filter(bool))
def test_a_file_name_comes_back(name: str) -> None:
    line = b"Content-Disposition: attachment" + headers.parameter("filename", name).encode() + b"\r\n"
    assert read(line).get_filename() == name
    assert all(len(part) <= 76 for part in line.split(b"\r\n"))


@pytest.mark.parametrize("bad", ["a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\x00b", "a\x1bb", "\ud800"])
@pytest.mark.parametrize(
    "make",
    [
        headers.value,
        lambda t: headers.header("Subject", t),
        lambda t: headers.raw_header("List-Unsubscribe", t),
        lambda t: headers.address_header("To", t, "a@b.example"),
        lambda t: headers.parameter("filename", t),
    ],
)
def test_a_line_break_is_refused_everywhere(make, bad: str) -> None:
    with pytest.raises(HeaderRefused):
        make(bad)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("mette@Faaborg.Example", "mette@faaborg.example"),
        ("mette@fåborg.example", "mette@xn--fborg-mra.example"),
        ("søren.å@kommune.example", "søren.å@kommune.example"),
    ],
)
def test_an_address_is_made_fit_for_smtp(given: str, expected: str) -> None:
    assert headers.mailbox(given) == expected


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "mette",
        "@x.example",
        "a b@x.example",
        "a@x..example",
        "a@-x.example",
        "a@x.example>",
        "<a@x.example",
        "a,b@x.example",
        "a\r\n@x.example",
        "a@x.example\r\n",
        ".a@x.example",
        "a..b@x.example",
        "a@" + "x" * 300,
        "a\u2028@x.example",
        "a\u00a0b@x.example",
    ],
)
def test_what_is_no_address_is_refused(bad: str) -> None:
    with pytest.raises(HeaderRefused):
        headers.mailbox(bad)


def test_a_hidden_link_in_a_machine_made_header_is_percent_encoded() -> None:
    line = headers.raw_header("List-Unsubscribe", "<https://x.example/u/…>")
    assert line == b"List-Unsubscribe: <https://x.example/u/%E2%80%A6>\r\n"
