"""What a server's words mean, and how long one waits."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormoede.mail.core import replies
from stormoede.mail.core.backoff import delay
from stormoede.mail.core.replies import Reply, Trouble


@pytest.mark.parametrize(
    ("code", "text", "trouble"),
    [
        (550, "5.1.1 <x@y.example>: Recipient address rejected: User unknown", Trouble.ADDRESS),
        (550, "No such user", Trouble.ADDRESS),
        (550, "5.1.10 RESOLVER.ADR.RecipientNotFound", Trouble.ADDRESS),
        (550, "5.7.1 Message rejected as spam", Trouble.POLICY),
        (550, "5.7.60 SMTP; Client does not have permissions to send as this sender", Trouble.SENDER),
        (552, "5.2.2 Mailbox full", Trouble.FULL),
        (452, "4.2.2 Over quota", Trouble.FULL),
        (552, "5.3.4 Message too big", Trouble.SIZE),
        (553, "5.6.7 Letters", Trouble.INTERNATIONAL),
        (451, "4.7.1 Greylisted, come back", Trouble.LATER),
        (554, "Transaction failed", Trouble.POLICY),
        (None, "timed out", Trouble.CONNECTION),
        (500, "what", Trouble.OTHER),
    ],
)
def test_words_are_told_apart(code: int | None, text: str, trouble: Trouble) -> None:
    assert replies.trouble(code, text) is trouble


@given(st.one_of(st.none(), st.integers(200, 599)), st.text())
def test_every_reply_means_something(code: int | None, text: str) -> None:
    assert replies.trouble(code, text) in Trouble


@given(st.binary())
def test_a_servers_words_become_one_short_line(words: bytes) -> None:
    line = replies.one_line(words)
    assert len(line) <= 500
    assert line.isprintable()


def test_a_reply_says_what_it_is() -> None:
    assert Reply(250, "").accepted
    assert not Reply(450, "").accepted
    assert not Reply(450, "").refused
    assert Reply(550, "").refused


@given(st.integers(-5, 10**6), st.floats(0, 1))
def test_a_wait_grows_to_its_ceiling_and_never_beyond(attempt: int, spread: float) -> None:
    first, ceiling = timedelta(minutes=2), timedelta(hours=4)
    wait = delay(attempt, first, ceiling, spread)
    assert first * 0.75 <= wait <= ceiling * 1.25
    assert delay(attempt + 1, first, ceiling, spread) >= wait
