"""What is urgent goes ahead of every letter, also when it comes while a letter is under way."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from stormoede.mail.models import Message
from stormoede.mail.sender import drain
from stormoede.mail.tests.makers import AT, Script, at, queue, recipe, server

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known_kind():
    with recipe():
        yield


def numbers(script: Script) -> list[int]:
    """The mails as they came, by the number ``queue`` gave them."""
    return [int(address[1:].partition("@")[0]) for address in script.addresses]


def test_the_most_urgent_goes_first() -> None:
    queue(3, priority=Message.Priority.BULK)
    queue(1, start=8, priority=Message.Priority.PERSONAL)
    queue(1, start=9, priority=Message.Priority.URGENT)
    with server() as (script, smtp):
        drain(replace(smtp, connections=1, _idle=[]), worker="w", at=at)
    assert numbers(script) == [9, 8, 0, 1, 2]


def test_something_urgent_overtakes_a_letter_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stormoede.mail.dispatch._LOOK_SECONDS", 0.0)
    queue(30, priority=Message.Priority.BULK)
    came = []

    def at_now():
        if not came:
            came.append(1)
            queue(1, start=99, priority=Message.Priority.URGENT)
        return AT

    with server() as (script, smtp):
        drain(replace(smtp, connections=1, _idle=[]), worker="w", at=at_now)
    assert len(script.got) == 31
    assert 99 in numbers(script)[:4]


@pytest.mark.parametrize("priority", [Message.Priority.NOW, Message.Priority.URGENT])
def test_no_letter_goes_on_before_the_last_urgent_mail(monkeypatch: pytest.MonkeyPatch, priority: int) -> None:
    monkeypatch.setattr("stormoede.mail.dispatch._CHUNK", 5)
    queue(20, priority=Message.Priority.BULK)
    came = []

    def at_now():
        if not came:
            came.append(1)
            monkeypatch.setattr("stormoede.mail.dispatch._LOOK_SECONDS", 0.0)
            queue(18, start=50, priority=priority)
        else:
            monkeypatch.setattr("stormoede.mail.dispatch._LOOK_SECONDS", 600.0)
        return AT

    with server() as (script, smtp):
        drain(replace(smtp, connections=1, _idle=[]), worker="w", at=at_now)
    assert numbers(script) == [0, *range(50, 68), *range(1, 20)]


def test_a_look_in_the_middle_of_a_claim_does_not_forget_the_rest_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sender's watch goes on only when this test says so: once when urgent mails come, once among the first of them."""
    watch, settled = [0.0], [0]
    monkeypatch.setattr("stormoede.mail.dispatch._CHUNK", 5)
    monkeypatch.setattr("stormoede.mail.dispatch.time", SimpleNamespace(monotonic=lambda: watch[0]))
    queue(20, priority=Message.Priority.BULK)

    def at_now():
        settled[0] += 1
        if settled[0] == 1:
            queue(18, start=50, priority=Message.Priority.URGENT)
        if settled[0] in {1, 3}:
            watch[0] += 1.0
        return AT

    with server() as (script, smtp):
        drain(replace(smtp, connections=1, _idle=[]), worker="w", at=at_now)
    assert numbers(script) == [0, *range(50, 68), *range(1, 20)]
