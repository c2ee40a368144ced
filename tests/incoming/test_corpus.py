"""Mails in the manner of Outlook, Gmail, Apple Mail, Exchange and municipal gateways: each ends in exactly one right state."""

import copy
from pathlib import Path

import pytest
from django.test import override_settings

from stormoede.mail.actions import incoming
from stormoede.mail.models import Incoming, Message
from stormoede.meetings.models import Registration
from tests.incoming.expected import EXPECTED
from tests.incoming.world import AT, World, world

CORPUS = Path(__file__).parent / "corpus"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def there(shared) -> World:
    with override_settings(MAIL_DOMAIN="svar.kl.example"):
        return shared(world)


@pytest.fixture
def house(there: World, settings) -> World:
    settings.MAIL_DOMAIN = "svar.kl.example"
    return copy.deepcopy(there)


def test_every_mail_of_the_corpus_has_its_end():
    assert {file.stem for file in CORPUS.glob("*.eml")} == set(EXPECTED)
    assert len(EXPECTED) >= 60


@pytest.mark.parametrize("name", EXPECTED)
def test_each_ends_in_one_right_state(name: str, house: World) -> None:
    claim, verdict, state, effect = EXPECTED[name]
    mails = Message.objects.count()
    raw = house.filled((CORPUS / f"{name}.eml").read_text(encoding="utf-8"))
    row = incoming.receive(raw, at=AT)
    assert row is not None
    assert incoming.run(at=AT) == 1
    row.refresh_from_db()
    assert (row.claim, row.verdict, row.state) == (claim, verdict, state)
    assert bytes(row.raw) == raw
    assert house.effect(claim) == effect
    if claim in {"bounce", "automatic", "inbox"}:
        assert Message.objects.count() == mails, "no program is answered by a program"


@pytest.mark.parametrize("name", [name for name in EXPECTED if EXPECTED[name][0] == "calendar"])
def test_the_member_is_told_what_a_calendars_answer_came_to(name: str, house: World) -> None:
    known = Message.objects.count()
    incoming.receive(house.filled((CORPUS / f"{name}.eml").read_text(encoding="utf-8")), at=AT)
    incoming.run(at=AT)
    told = Message.objects.order_by("id")[known:]
    assert [message.person for message in told] == (
        [] if EXPECTED[name][1] == "unknown_entry" else [str(house.mette.pk)]
    )


@pytest.mark.parametrize("name", EXPECTED)
def test_twice_is_once(name: str, house: World) -> None:
    """The same mail by another way, with another server's lines on top, changes nothing more."""
    raw = house.filled((CORPUS / f"{name}.eml").read_text(encoding="utf-8"))
    incoming.receive(raw, at=AT)
    incoming.run(at=AT)
    before = house.state()
    assert incoming.receive(b"Received: from a by b; today\r\n" + raw.replace(b"\n", b"\r\n"), at=AT) is None
    assert incoming.run(at=AT) == 0
    assert house.state() == before
    assert Incoming.objects.count() == 1
    assert Registration.objects.count() == 1
