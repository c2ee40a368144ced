"""Who joins in the middle of a round is proposed the letter on the desk; nothing goes by itself, and nothing goes twice."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from stormoede.accounts.models import Link
from stormoede.letters.actions import due, releases, sendings
from stormoede.letters.models import Delivery
from stormoede.letters.queries import joiners
from stormoede.letters.refusals import NobodyNew
from stormoede.letters.tests import makers
from stormoede.letters.tests.makers import AT, OTHER, WRITER
from stormoede.mail.models import Message
from stormoede.members.actions import leaves
from stormoede.members.models import Leave, Mandate
from tests import cast

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=20)


@pytest.fixture
def sent():
    letter = makers.letter()
    for name in ("Mette Overgaard", "Henrik Gade"):
        makers.member(name)
    makers.tested(letter)
    return releases.release(letter, by=OTHER, at=AT)


def joined(name, email=None, first=date(2025, 2, 20)):
    who = makers.member(name, email)
    Mandate.objects.filter(person=who).update(valid_from=first)
    return who


def test_who_joins_is_proposed_and_gets_the_letter_once(sent):
    ida, bo = joined("Ida Bo"), joined("Bo Dam", "")
    joined("Ole Senere", first=date(2025, 5, 1))
    assert set(joiners.of(sent, LATER)) == {ida, bo}
    before = Message.objects.count()
    assert due.run(at=LATER) == 0 and Message.objects.count() == before
    (told,) = joiners.of_round(sent.round, LATER)
    assert (told.people, told.unreachable, told.names) == (2, 1, ["Bo Dam", "Ida Bo"])
    assert sendings.catch_up(sent, by=WRITER, at=LATER) == 1
    assert Delivery.objects.get(person=bo).message is None
    assert Link.objects.filter(person=ida, purpose="p").exists()
    mail = makers.mail_to(ida)
    assert mail.to_address == ida.email and "kommunalbestyrelsen" in mail.text
    with pytest.raises(NobodyNew):
        sendings.catch_up(sent, by=WRITER, at=LATER)
    assert not joiners.of_round(sent.round, LATER)


def test_a_stand_in_is_proposed_too_and_not_after_the_leave(sent):
    ole = cast.person("Ole Friis", organisation=makers.council().organisation)
    seat = Mandate.objects.get(person__name="Mette Overgaard")
    leaves.begin(seat, date(2025, 2, 20), date(2025, 3, 10), ole, by=WRITER, at=AT)
    assert list(joiners.of(sent, LATER)) == [ole]
    assert not joiners.of(sent, datetime(2025, 3, 11, 9, tzinfo=UTC)).exists()
    assert Leave.objects.count() == 1


def test_nothing_is_proposed_once_nothing_is_open(sent):
    joined("Ida Bo")
    assert not joiners.of(sent, datetime(2025, 7, 1, 9, tzinfo=UTC)).exists()


def test_the_desk_shows_it_with_one_button(sent):
    from stormoede.lib import clock

    joined("Ida Bo")
    clock.install(lambda: LATER)
    try:
        desk, home = cast.desk(), f"/desk/rounds/{sent.round.key}/letters/"
        assert "Ida Bo" in desk.get(home).content.decode()
        assert desk.post(f"{home}{sent.key}/catch-up").status_code == 302
        assert "Ida Bo" not in desk.get(home).content.decode()
        assert Delivery.objects.filter(person__name="Ida Bo").exists()
    finally:
        clock.install(None)


def test_people_who_share_an_address_each_get_their_own_link(sent):
    shared = "raadhuset@faaborg-midtfyn.example"
    people = [joined(name, shared) for name in ("Ida Bo", "Bo Dam", "Gry Lo")]
    assert sendings.catch_up(sent, by=WRITER, at=LATER) == 3
    mails = [makers.mail_to(who) for who in people]
    assert {mail.to_address for mail in mails} == {shared}
    pages = [set(re.findall(r"/p/[a-z2-7]{39}", mail.text)) for mail in mails]
    assert len(set.union(*pages)) == 3 and all(len(own) == 1 for own in pages)
