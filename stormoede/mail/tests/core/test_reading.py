"""Mails are hostile until they are read: limits hold, nothing raises but Unreadable, and words come out as words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormoede.mail.core import reading
from stormoede.mail.core.html_text import text_of
from stormoede.mail.core.reading import Unreadable

HEAD = b"From: A <a@b.example>\r\nSubject: =?utf-8?Q?V=C3=A6lg?=\r\n"


@given(st.binary(max_size=2000))
def test_anything_at_all_is_read_or_refused(raw):
    try:
        mail = reading.read(raw)
    except Unreadable:
        return
    assert "\x00" not in mail.subject + mail.text + mail.sender


@given(
    st.binary(max_size=300),
    st.sampled_from([b"text/plain", b"text/html", b"multipart/mixed; boundary=x", b"text/calendar"]),
)
def test_any_part_is_read_or_refused(content, kind):
    try:
        reading.read(HEAD + b"Content-Type: " + kind + b"\r\n\r\n--x\r\n\r\n" + content + b"\r\n--x--\r\n")
    except Unreadable:
        return


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + b"".join(b"X-%d: x\r\n" % n for n in range(300)) + b"\r\nx",
        HEAD + b"X: " + b"x" * 20_000 + b"\r\n\r\nx",
        HEAD + b"\r\n" + b"\n" * 1_000_002,
        HEAD + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n\r\nx\r\n" * 60 + b"--a--",
        HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 12,
    ],
    ids=["headers", "a long header", "lines", "parts", "depth"],
)
def test_limits_hold(raw):
    with pytest.raises(Unreadable):
        reading.read(raw)


def test_of_an_unreadable_mail_the_head_is_still_told():
    assert reading.glimpse(HEAD + b"\r\nx") == ("A", "a@b.example", "Vælg")


def test_html_is_told_as_text_and_nothing_of_it_runs():
    told = text_of(
        "<p>Hej</p><script>alert(1)</script><style>p{}</style><div>Jeg kommer <b>torsdag</b>&amp; fredag</div>"
    )
    assert told == "Hej\n\nJeg kommer torsdag& fredag"


def test_controls_that_turn_text_around_are_taken_out():
    assert reading.clean("a\u202eb\x00c") == "abc"
