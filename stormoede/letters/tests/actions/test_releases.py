from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stormoede.accounts.models import Link
from stormoede.events.models import Event
from stormoede.letters.actions import drafts, due, releases
from stormoede.letters.models import Delivery, Letter, LetterVersion
from stormoede.letters.queries import figures
from stormoede.letters.refusals import (
    AlreadyReleased,
    AlreadySent,
    EditedMeanwhile,
    HourPassed,
    NotReady,
    NotReleased,
    NotTested,
    SecondPerson,
)
from stormoede.letters.tests import makers
from stormoede.letters.tests.makers import AT, OTHER, WRITER
from stormoede.mail.models import Message
from stormoede.meetings.models import Session
from stormoede.members.models import Mandate
from stormoede.rounds.models import Round

pytestmark = pytest.mark.django_db
HOUR = AT + timedelta(hours=1)


def test_everybody_gets_one_message_and_the_unreachable_are_counted() -> None:
    mayor = makers.member("Henning Brandt", role="mayor")
    Mandate.objects.create(
        person=mayor, body=makers.council(), role="member", valid_from=mayor.mandates.get().valid_from
    )
    makers.member("Amira Yildiz")
    makers.member("Uden Adresse", email="")
    letter = releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    messages = Message.objects.filter(batch=letter.batch)
    assert (messages.count(), Delivery.objects.count()) == (2, 3)
    assert {message.date for message in messages} == {AT}
    told = figures.of_letter(letter)
    assert (told.asked, told.queued, told.unreachable, told.lost) == (3, 2, 1, 1)
    assert figures.delivered(letter.round) == told
    assert Delivery.objects.get(person=mayor).message.person == str(mayor.pk)
    sent = Event.objects.get(act="letter.sent")
    assert sent.data == {"people": 3, "messages": 2}


def test_links_are_made_for_everybody_and_close_with_the_round() -> None:
    makers.member()
    makers.member("Uden Adresse", email="")
    releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    pages = Link.objects.filter(purpose=Link.Purpose.PAGE, subject="round:oea26")
    assert {link.closes for link in pages} == {datetime(2025, 7, 30, 22, tzinfo=UTC)} and pages.count() == 2
    assert Link.objects.filter(purpose=Link.Purpose.REMINDERS_OFF, subject="round:oea26").count() == 2


def test_a_letter_is_released_once() -> None:
    makers.member()
    letter = releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    with pytest.raises(AlreadyReleased):
        releases.release(letter, by=OTHER, at=AT)
    assert Message.objects.filter(batch=letter.batch).count() == 1


def test_another_than_the_writer_releases_where_the_round_says_so() -> None:
    makers.member()
    letter = makers.tested(makers.letter())
    with pytest.raises(SecondPerson):
        releases.release(letter, by=WRITER, at=AT)
    Round.objects.update(two_people_release=False)
    assert releases.release(letter, by=WRITER, at=AT).sent_at == AT


def test_an_edit_asks_for_a_new_test_and_a_new_look() -> None:
    makers.member()
    letter = makers.tested(makers.letter())
    read = letter.edit_number
    letter = makers.rewritten(letter)
    with pytest.raises(EditedMeanwhile):
        releases.release(letter, by=OTHER, at=AT, edit_number=read)
    with pytest.raises(NotTested):
        releases.release(letter, by=OTHER, at=AT, edit_number=letter.edit_number)


@pytest.mark.parametrize("typed", ["((vejret))", "Kom ((aftener)) til os", "[x](((møde.vejret)))"])
def test_a_field_nobody_fills_stops_the_release(typed: str) -> None:
    makers.member()
    letter = makers.tested(makers.rewritten(makers.letter(), mail=f"Kære ((navn)) {typed}"))
    with pytest.raises(NotReady, match=r"\(\("):
        releases.release(letter, by=OTHER, at=AT)
    assert not LetterVersion.objects.filter(made_by=str(OTHER)).exists()


@pytest.mark.parametrize("typed", ["((knap))", "Åbn ((side))"])
def test_a_personal_address_never_goes_on_paper(typed: str) -> None:
    makers.member()
    letter = makers.tested(makers.rewritten(makers.letter(), paper=typed))
    with pytest.raises(NotReady):
        releases.release(letter, by=OTHER, at=AT)


def test_a_field_that_is_empty_for_one_recipient_stops_the_release() -> None:
    makers.member()
    homeless = makers.member("Uden Kommune")
    homeless.organisation = None
    homeless.save()
    letter = makers.tested(makers.rewritten(makers.letter(), mail="Til ((kommune))"))
    with pytest.raises(NotReady, match=r"\(\(kommune\)\)"):
        releases.release(letter, by=OTHER, at=AT)


def test_nobody_to_write_to_stops_the_release() -> None:
    person = makers.member(email="")
    letter = makers.tested(makers.letter())
    with pytest.raises(NotReady):
        releases.release(letter, by=OTHER, at=AT)
    person.mandates.all().delete()
    with pytest.raises(NotReady):
        releases.release(letter, by=OTHER, at=AT)


def test_a_letter_does_not_invite_to_an_evening_that_is_over() -> None:
    makers.member()
    letter = makers.tested(makers.letter())
    first = Session.objects.order_by("starts")[0]
    with pytest.raises(NotReady):
        releases.release(letter, by=OTHER, at=first.starts)
    with pytest.raises(NotReady):
        releases.release(letter, by=OTHER, at=AT, release_at=first.starts + timedelta(minutes=1))


def test_dates_outside_the_round_stop_the_release() -> None:
    makers.member()
    letter = makers.tested(makers.letter())
    Round.objects.update(ends_on=datetime(2025, 4, 1, tzinfo=UTC).date())
    with pytest.raises(NotReady):
        releases.release(letter, by=OTHER, at=AT)


def test_a_set_hour_waits_and_then_sends_once() -> None:
    makers.member()
    letter = releases.release(makers.tested(makers.letter()), by=OTHER, at=AT, release_at=HOUR)
    assert due.run(at=HOUR - timedelta(seconds=1)) == 0
    assert not Delivery.objects.exists()
    late = makers.member("Kom Til Imens")
    assert due.run(at=HOUR) == 1
    assert due.run(at=HOUR) == 0
    assert Delivery.objects.filter(person=late).exists()
    assert {message.date for message in Message.objects.filter(kind="letters.letter")} == {HOUR}
    letter.refresh_from_db()
    assert letter.sent_at == HOUR


def test_an_hour_that_has_passed_is_refused() -> None:
    makers.member()
    with pytest.raises(HourPassed):
        releases.release(makers.tested(makers.letter()), by=OTHER, at=AT, release_at=AT)


def test_a_release_is_taken_back_before_its_hour_and_not_after() -> None:
    makers.member()
    letter = releases.release(makers.tested(makers.letter()), by=OTHER, at=AT, release_at=HOUR)
    releases.cancel(letter, by=WRITER, at=AT)
    assert due.run(at=HOUR) == 0
    with pytest.raises(NotReleased):
        releases.cancel(letter, by=WRITER, at=AT)
    letter = releases.release(letter, by=OTHER, at=AT)
    with pytest.raises(AlreadySent):
        releases.cancel(letter, by=WRITER, at=AT)


def test_a_date_that_moves_before_the_hour_takes_the_release_back() -> None:
    makers.member()
    releases.release(makers.tested(makers.letter()), by=OTHER, at=AT, release_at=HOUR)
    session = Session.objects.order_by("starts")[0]
    session.starts -= timedelta(minutes=30)
    session.save()
    assert due.run(at=HOUR) == 1
    assert not Delivery.objects.exists() and Letter.objects.get(key="invitation").released_at is None
    assert Event.objects.get(act="letter.release_stopped").data == {"why": "facts"}


def test_a_test_from_a_page_that_was_open_all_along_does_not_take_the_place_of_what_was_released() -> None:
    makers.member()
    letter = releases.release(makers.tested(makers.letter()), by=OTHER, at=AT, release_at=HOUR)
    session = Session.objects.order_by("starts")[0]
    session.starts -= timedelta(minutes=30)
    session.save()
    with pytest.raises(AlreadyReleased):
        makers.tested(letter)
    due.run(at=HOUR)
    assert not Delivery.objects.exists()
    assert Event.objects.get(act="letter.release_stopped").data == {"why": "facts"}


def test_an_audience_that_empties_before_the_hour_takes_the_release_back() -> None:
    person = makers.member()
    releases.release(makers.tested(makers.letter()), by=OTHER, at=AT, release_at=HOUR)
    person.mandates.all().delete()
    due.run(at=HOUR)
    assert Event.objects.get(act="letter.release_stopped").data == {"why": "nobody"}


def test_pause_and_resume_hold_the_batch() -> None:
    makers.member()
    letter = makers.tested(makers.letter())
    with pytest.raises(NotReleased):
        releases.pause(letter, by=OTHER, at=AT)
    letter = releases.release(letter, by=OTHER, at=AT)
    releases.pause(letter, by=OTHER, at=AT)
    letter.batch.refresh_from_db()
    assert letter.batch.paused_by == str(OTHER)
    releases.resume(letter, by=OTHER, at=AT)
    letter.batch.refresh_from_db()
    assert letter.batch.paused_at is None


def test_a_release_asks_the_database_as_often_for_many_as_for_few() -> None:
    letter = makers.letter()
    few, many = (_copy(letter, key) for key in ("few", "many"))
    counts = []
    for letter, people in ((few, 1), (many, 3)):
        for _ in range(people):
            makers.member()
        makers.tested(letter)
        with CaptureQueriesContext(connection) as asked:
            releases.release(letter, by=OTHER, at=AT)
        counts.append(len(asked))
    assert Delivery.objects.count() == 1 + 4
    assert counts[0] == counts[1]


def _copy(letter: Letter, key: str) -> Letter:
    return drafts.make(letter.round, key, makers.draft(letter), by=WRITER, at=AT)
