"""The mails of a meeting, as they are built: words, calendar entries, and what is never in them."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from stormoede.mail import bytes as mail_bytes
from stormoede.mail import recipes
from stormoede.mail.models import Message
from stormoede.mail.recipes import Unbuildable
from stormoede.meetings.actions import doors, meetings, registrations
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import ADDRESS, AFTER, BEFORE, LINKS_AT, answer, line
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def mette():
    who = cast.person("Mette Overgaard")
    cast.link(who)
    return who


def content(message, reveal=True):
    return recipes.of(message.kind)([message], reveal=reveal)[message.pk]


def newest():
    return content(Message.objects.latest("pk"))


def calendar(built):
    return built.calendar.decode().replace("\r\n ", "")


def test_the_receipt_says_what_when_and_what_one_can_still_do(mette):
    meeting = house.meeting(people=(mette,))
    answer(meeting, mette, house.dates(meeting)[0])
    built = newest()
    assert built.subject == "Du er tilmeldt mandag den 31. marts: Virtuelle stormøder om ØA26"
    assert len(built.subject) <= 70
    for told in ("Kære Mette Overgaard", "Mandag den 31. marts kl. 19.00-20.30", "torsdag den 27. marts kl. 8.00",
                 "onsdag den 26. marts kl. 23.59", "fortryd det inden for 24 timer", "oea26@kl.example"):  # fmt: skip
        assert told in built.text, told
    assert re.search(r"/p/[a-z2-7]{39}\b", built.text)
    assert (built.to_address, built.from_address, built.reply_to) == (
        mette.email,
        "oea26@kl.example",
        "oea26@kl.example",
    )
    entry = calendar(built)
    uid = line(meeting, mette).uid
    assert built.method == "REQUEST" and "METHOD:REQUEST" in entry and f"UID:{uid}@" in entry
    assert "SEQUENCE:0" in entry and f"mailto:{mette.email}" in entry and "mailto:oea26@kl.example" in entry


def test_swap_updates_the_entry_and_signing_off_takes_it_out(mette):
    meeting = house.meeting(people=(mette,))
    first, second = house.dates(meeting)
    answer(meeting, mette, first)
    answer(meeting, mette, second)
    swapped = calendar(newest())
    answer(meeting, mette, None)
    off = newest()
    uid = f"UID:{line(meeting, mette).uid}@"
    assert uid in swapped and "SEQUENCE:1" in swapped and "20250403T190000" in swapped and "METHOD:REQUEST" in swapped
    assert off.method == "CANCEL" and uid in calendar(off) and "SEQUENCE:2" in calendar(off)
    assert "20250403T190000" in calendar(off) and "STATUS:CANCELLED" in calendar(off)
    assert "taget ud af din kalender" in off.text
    answer(meeting, mette, first)
    again = calendar(newest())
    assert uid in again and "SEQUENCE:3" in again and "METHOD:REQUEST" in again


def test_who_waits_or_asks_or_cannot_gets_no_entry(mette):
    other = cast.person("Bo Holm")
    meeting = house.meeting((1, None), people=(mette, other))
    first, second = house.dates(meeting)
    answer(meeting, other, first)
    answer(meeting, mette, first)
    assert newest().calendar is None and "Du står på ventelisten til mandag den 31. marts" in newest().subject
    told = " ".join(newest().text.split())
    assert "Virtuelle stormøder om ØA26: Mandag den 31. marts kl. 19.00-20.30, Teams." in told
    assert "Listen rykker, indtil døren åbner mandag den 31. marts kl. 18.45." in told
    answer(meeting, mette, second, AFTER)
    assert newest().calendar is None and "Du har bedt om en plads torsdag den 3. april" in newest().subject


def test_a_seat_that_comes_back_with_a_place_in_line_is_in_the_calendar_again(mette):
    other = cast.person("Bo Holm")
    meeting = house.meeting((1, None), people=(mette, other))
    first, second = house.dates(meeting)
    answer(meeting, other, first)
    answer(meeting, mette, second)
    answer(meeting, mette, first)
    assert newest().calendar is None
    answer(meeting, mette, None)
    registrations.undo(line(meeting, mette).pk, by=house.actor(mette), at=BEFORE)
    assert (line(meeting, mette).seat_id, line(meeting, mette).wish_id) == (second, first)
    assert newest().method == "REQUEST" and "20250403T190000" in calendar(newest())


def test_the_person_moved_up_is_told_and_gets_the_entry(mette):
    other = cast.person("Bo Holm")
    meeting = house.meeting((1, None), people=(mette, other))
    first, second = house.dates(meeting)
    answer(meeting, other, first)
    answer(meeting, mette, second)
    answer(meeting, mette, first)
    answer(meeting, other, None)
    built = content(Message.objects.get(kind="meetings.moved_up"))
    assert "Du har fået en plads mandag den 31. marts" in built.subject
    assert "Din plads torsdag den 3. april er givet videre" in built.text
    assert f"SEQUENCE:{line(meeting, mette).sequence}" in calendar(built)


def test_a_late_request_is_answered_by_mail(mette):
    meeting = house.meeting(people=(mette,))
    first, second = house.dates(meeting)
    answer(meeting, mette, first, AFTER)
    registrations.decline_late(line(meeting, mette).pk, by=house.STAFF, at=AFTER)
    assert "Der blev ikke en plads til dig mandag den 31. marts" in newest().subject and newest().calendar is None
    assert "fortryd" not in newest().text, "Nobody can undo what the desk has answered."
    answer(meeting, mette, second, AFTER)
    registrations.allow_late(line(meeting, mette).pk, by=house.STAFF, at=AFTER)
    assert "Du er tilmeldt torsdag den 3. april" in newest().subject and newest().method == "REQUEST"
    assert "Vi sender dit link til mødet torsdag den 27. marts" in newest().text
    answer(meeting, mette, None, house.LINKS_AT)
    answer(meeting, mette, second, house.LINKS_AT)
    registrations.allow_late(line(meeting, mette).pk, by=house.STAFF, at=house.LINKS_AT)
    assert "Dit link til mødet kommer i en mail for sig selv." in newest().text


def test_a_yes_without_a_seat_says_both(mette):
    other = cast.person("Bo Holm")
    meeting = house.meeting((1, None), people=(mette, other))
    first, _second = house.dates(meeting)
    answer(meeting, other, first)
    answer(meeting, mette, first, AFTER)
    registrations.allow_late(line(meeting, mette).pk, by=house.STAFF, at=AFTER)
    told = " ".join(newest().text.split())
    assert "Vi har sagt ja til dit ønske. Der er ikke flere pladser lige nu." in told and "fortryd" not in told


def test_a_new_time_is_told_in_the_same_entry(mette):
    meeting = house.meeting(people=(mette,))
    session = meeting.sessions.first()
    answer(meeting, mette, session.pk)
    plan = meetings.date_plan(session)
    later = type(plan)(plan.starts + timedelta(hours=1), plan.ends + timedelta(hours=1), join_url=plan.join_url)
    meetings.edit_date(session.pk, later, by=house.STAFF, at=BEFORE)
    assert newest().subject == "Mandag den 31. marts kl. 20.00: ny tid, Virtuelle stormøder om ØA26"
    assert "20250331T200000" in calendar(newest()) and "SEQUENCE:1" in calendar(newest())


def test_who_waits_for_another_date_is_told_of_the_one_they_have_and_their_calendar_too(mette):
    """Of two dates it is the one that is another now that is told of, not the one that is waited for."""
    bo = cast.person("Bo Holm")
    meeting = house.meeting((1, None), people=(mette, bo))
    first, second = meeting.sessions.all()
    answer(meeting, bo, first.pk)
    answer(meeting, mette, second.pk)
    answer(meeting, mette, first.pk)
    moved(second, 1)
    told = newest()
    assert told.subject == "Torsdag den 3. april kl. 20.00: ny tid, Virtuelle stormøder om ØA26"
    assert "20250403T200000" in calendar(told) and "SEQUENCE:2" in calendar(told) and told.method == "REQUEST"
    assert "Du beholder din plads" in told.text and "mandag den 31. marts" not in told.text
    first.refresh_from_db()
    moved(first, -1)
    told = content(Message.objects.filter(person=str(mette.pk)).latest("pk"))
    assert told.subject == "Mandag den 31. marts kl. 18.00: ny tid, Virtuelle stormøder om ØA26"
    assert "Du beholder din plads på ventelisten." in told.text and told.calendar is None


def sent():
    """All mails have been taken by their servers."""
    Message.objects.filter(settled_at=None).update(state=Message.State.ACCEPTED, settled_at=BEFORE)


def moved(session, hours, **other):
    plan = meetings.date_plan(session)
    later = {"starts": plan.starts + timedelta(hours=hours), "ends": plan.ends + timedelta(hours=hours)}
    meetings.edit_date(session.pk, replace(plan, **later, **other), by=house.STAFF, at=BEFORE)
    session.refresh_from_db()


def built(message):
    return mail_bytes.build(message, content(message))


def test_a_mail_says_what_it_said_when_its_date_has_become_another(mette):
    meeting = house.meeting(people=(mette,))
    session = meeting.sessions.first()
    answer(meeting, mette, session.pk)
    sent()
    receipt = Message.objects.get()
    first = built(receipt)
    for hours, town in ((1, "Odense"), (1, "Vejle")):
        moved(session, hours, place="Huset", town=town)
        assert built(Message.objects.get(pk=receipt.pk)) == first
        sent()
    odense, vejle = (calendar(content(one)) for one in Message.objects.order_by("pk")[1:])
    assert "Huset\\, Odense" in odense and "T200000" in odense and "Vejle" not in odense
    assert "Huset\\, Vejle" in vejle and "T210000" in vejle


def test_a_mail_that_still_waits_tells_the_date_as_it_is(mette):
    meeting = house.meeting(people=(mette,))
    session = meeting.sessions.first()
    answer(meeting, mette, session.pk)
    moved(session, 1)
    assert "T200000" in calendar(content(Message.objects.earliest("pk")))


@pytest.mark.parametrize("chosen", [False, True])
def test_a_mail_has_the_address_it_had_and_its_row_has_none(mette, chosen):
    meeting = house.meeting(people=(mette,), address_in_mail=chosen)
    session = meeting.sessions.first()
    answer(meeting, mette, session.pk)
    sent()
    first = built(Message.objects.get())
    moved(session, 0, join_url="https://teams.microsoft.com/another")
    receipt = Message.objects.earliest("pk")
    assert built(receipt) == first
    assert (ADDRESS in content(receipt).calendar.decode().replace("\r\n ", "")) is chosen
    assert ADDRESS not in str(receipt.facts)


def test_the_doors_mail_is_short_and_opens_the_door_alone(mette):
    meeting = house.meeting(people=(mette,))
    answer(meeting, mette, house.dates(meeting)[0])
    assert doors.send_due(meeting, at=LINKS_AT) == 1
    built = newest()
    assert len(built.text.replace("\n", " ").split()) <= 50
    assert re.search(r"/d/[a-z2-7]{39}\b", built.text) and "/p/" not in built.text
    assert "kl. 18.45" in built.text and len(built.subject) <= 78


@pytest.mark.parametrize("chosen", [False, True])
def test_the_meetings_address_is_in_no_mail_unless_the_secretariat_chooses_so(mette, chosen):
    meeting = house.meeting(people=(mette,), address_in_mail=chosen)
    first, second = house.dates(meeting)
    for choice in (first, second, None, first):
        answer(meeting, mette, choice)
    doors.send_due(meeting, at=LINKS_AT)
    found = False
    for message in Message.objects.all():
        whole = mail_bytes.build(message, content(message)) + (content(message).calendar or b"")
        found |= b"teams.microsoft.com" in whole or ADDRESS in content(message).html + content(message).text
    assert found is chosen


def test_masked_mails_show_no_link(mette):
    meeting = house.meeting(people=(mette,))
    answer(meeting, mette, house.dates(meeting)[0])
    doors.send_due(meeting, at=LINKS_AT)
    for message in Message.objects.all():
        built = content(message, reveal=False)
        assert not re.search(r"/[pd]/[a-z2-7]{39}", built.text + built.html)


def test_the_same_rows_give_the_same_bytes(mette):
    meeting = house.meeting(people=(mette,))
    answer(meeting, mette, house.dates(meeting)[0])
    message = Message.objects.get()
    assert mail_bytes.build(message, content(message)) == mail_bytes.build(message, content(message))


def test_mails_speak_the_persons_language(mette):
    mette.language = "en"
    mette.save()
    meeting = house.meeting(people=(mette,))
    answer(meeting, mette, house.dates(meeting)[0])
    assert newest().subject.startswith("You have a seat Monday 31 March")


def test_who_is_gone_gets_nothing(mette):
    meeting = house.meeting(people=(mette,))
    answer(meeting, mette, house.dates(meeting)[0])
    mette.email = ""
    mette.save()
    assert isinstance(newest(), Unbuildable)


def test_many_mails_are_built_in_few_statements(mette, django_assert_num_queries):
    people = house.people(3)
    meeting = house.meeting(people=people)
    for who in people:
        answer(meeting, who, house.dates(meeting)[0])
    messages = list(Message.objects.all())
    for few in (messages[:1], messages):
        with django_assert_num_queries(3):
            recipes.of("meetings.receipt")(few, reveal=True)
