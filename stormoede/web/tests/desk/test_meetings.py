"""The meeting on the desk: its facts, its dates, who comes, and the late requests."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from stormoede.accounts.models import Staff
from stormoede.lib import clock
from stormoede.mail import recipes
from stormoede.mail.models import Message
from stormoede.meetings.actions import doors
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import AFTER, BEFORE, DOOR, FIRST, answer
from stormoede.rounds.models import Round
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("before_the_deadline")]
HERE = "/desk/rounds/oea26/meetings/stormoeder/"


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\xa0", " ").split())


def test_a_round_with_one_meeting_shows_it(desk):
    house.meeting((1000, 1000), people=())
    assert desk.get("/desk/rounds/oea26/meetings/")["Location"] == HERE
    text = words(desk.get(HERE))
    for told in ("Mandag den 31. marts", "Torsdag den 3. april", "0 af 1.000 pladser", "onsdag den 26. marts kl. 23.59",
                 "Medlemmer kan bede om en plads, og I siger ja eller nej"):  # fmt: skip
        assert told in text, told


def test_a_missing_address_is_said_until_it_is_there(desk):
    meeting = house.meeting(people=(), address="")
    assert words(desk.get(HERE)).count("Teams-link mangler") == 2
    session = meeting.sessions.first()
    form = {"starts": "2025-03-31T19:00", "ends": "2025-03-31T20:30", "join_url": house.ADDRESS, "capacity": "1000"}
    assert desk.post(f"{HERE}dates/{session.pk}/edit/", form).status_code == 302
    session.refresh_from_db()
    assert (session.join_url, session.capacity, session.starts) == (house.ADDRESS, 1000, house.FIRST)
    assert words(desk.get(HERE)).count("Teams-link mangler") == 1


@pytest.mark.parametrize("address", ["http://169.254.169.254/", "javascript:alert(1)", "https://a@b.example/x"])
def test_attack_30_odd_addresses_are_refused_and_kept_in_the_field(desk, address):
    session = house.meeting(people=()).sessions.first()
    form = {"starts": "2025-03-31T19:00", "ends": "2025-03-31T20:30", "join_url": address}
    shown = desk.post(f"{HERE}dates/{session.pk}/edit/", form)
    assert shown.status_code == 422 and "Adressen" in words(shown) and address in shown.content.decode()
    session.refresh_from_db()
    assert session.join_url == house.ADDRESS


def test_the_meetings_facts_are_edited_and_what_was_typed_is_kept(desk):
    meeting = house.meeting(people=())
    form = {
        "audience": meeting.audience_id,
        "platform": "Jitsi",
        "deadline": "2025-03-25T12:00",
        "late": "straight_in",
        "links_at": "2025-03-26T08:00",
        "door_opens": "20",
        "door_stays": "10",
        "help_phone": "87 65 43 21",
        "help_from": "18:30",
        "programme": "19.00 Velkomst | Formand Birgitte Holm\n19.10 Dialog",
    }
    wrong = desk.post(f"{HERE}edit/", form | {"links_at": "2025-03-24T08:00", "programme": "Velkomst"})
    assert wrong.status_code == 422
    assert "Linje 1 skal begynde med et tidspunkt" in words(wrong) and "Velkomst</textarea>" in wrong.content.decode()
    wrong = desk.post(f"{HERE}edit/", form | {"links_at": "2025-03-24T08:00"})
    assert "Linkene skal sendes efter fristen" in words(wrong)
    assert desk.post(f"{HERE}edit/", form).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.platform, meeting.late, meeting.door_opens, len(meeting.programme)) == (
        "Jitsi",
        "straight_in",
        20,
        2,
    )
    assert meeting.deadline.isoformat() == "2025-03-25T11:00:59+00:00"
    shown = desk.get(f"{HERE}edit/").content.decode()
    assert 'value="2025-03-25T12:00"' in shown and "19.00 Velkomst | Formand Birgitte Holm" in shown


def test_capacity_is_never_below_the_seats_taken_and_raising_it_moves_the_list_up(desk):
    people = house.people(3)
    meeting = house.meeting((1, 5), people=people)
    first = meeting.sessions.first()
    for number, who in enumerate(people):
        answer(meeting, who, first.pk, BEFORE + timedelta(minutes=number))
    form = {"starts": "2025-03-31T19:00", "ends": "2025-03-31T20:30", "join_url": house.ADDRESS}
    wrong = desk.post(f"{HERE}dates/{first.pk}/edit/", form | {"capacity": "0"})
    assert wrong.status_code == 422 and "flere pladser end det" in words(wrong)
    assert desk.post(f"{HERE}dates/{first.pk}/edit/", form | {"capacity": "2"}).status_code == 302
    seated = Registration.objects.filter(seat=first).order_by("answered_at").values_list("person", flat=True)
    assert list(seated) == [people[0].pk, people[1].pk]
    first.refresh_from_db()
    assert first.taken == 2


def test_late_requests_are_answered_with_one_press_each(desk):
    people = house.people(2)
    meeting = house.meeting(people=people)
    first = house.dates(meeting)[0]
    for who in people:
        answer(meeting, who, first, AFTER)
    clock.install(lambda: AFTER)
    assert "De har bedt om en plads efter fristen" in words(desk.get(HERE))
    yes, no = Registration.objects.order_by("person__sort_key")
    desk.post(f"{HERE}late/{yes.pk}/", {"word": "yes"})
    desk.post(f"{HERE}late/{no.pk}/", {"word": "no"})
    yes.refresh_from_db()
    no.refresh_from_db()
    assert yes.seat_id == first and no.seat_id is None and no.wish_id is None
    text = words(desk.get(HERE))
    assert "Medlem 000 har fået en plads" in text and "De har bedt om" not in text


def test_a_late_request_for_a_full_date_is_told_as_what_it_came_to(desk):
    """Who has a seat elsewhere and asks for a full date has not got that seat by a yes."""
    people = house.people(2)
    meeting = house.meeting((1, None), people=people)
    first, second = house.dates(meeting)
    answer(meeting, people[0], first)
    answer(meeting, people[1], second)
    answer(meeting, people[1], first, AFTER)
    clock.install(lambda: AFTER)
    desk.post(f"{HERE}late/{Registration.objects.get(person=people[1]).pk}/", {"word": "yes"})
    text = words(desk.get(HERE))
    assert "Medlem 001 står på ventelisten" in text and "Medlem 001 har fået en plads" not in text


def test_who_comes_is_listed_in_order_with_marks_and_arrivals(desk):
    people = (cast.person("Zenia Holm"), cast.person("Anne Bak"))
    meeting = house.meeting(people=people)
    first = house.dates(meeting)[0]
    for who in people:
        answer(meeting, who, first)
    doors.arrive(first, people[0].pk, by=house.STAFF, at=DOOR)
    text = words(desk.get(f"{HERE}dates/{first}/"))
    assert text.index("Anne Bak") < text.index("Zenia Holm")
    assert "kl. 18.45" in text and text.count("Ikke endnu") == 1
    assert "@" not in text


def test_lists_take_the_same_statements_for_one_and_for_many(desk, django_assert_max_num_queries):
    people = house.people(8)
    meeting = house.meeting((1, None), people=people)
    first, second = house.dates(meeting)
    for who, choice in zip(people[:3], (first, first, None), strict=True):
        answer(meeting, who, choice)
    pages = [HERE, f"{HERE}dates/{first}/", f"{HERE}cannot/"]
    counts = []
    for page in pages:
        with django_assert_max_num_queries(25) as seen:
            desk.get(page)
        counts.append(len(seen))
    for who, choice in zip(people[3:], (first, first, None, None, second), strict=True):
        answer(meeting, who, choice)
    for page, count in zip(pages, counts, strict=True):
        with django_assert_max_num_queries(count):
            desk.get(page)


def test_a_date_is_added_and_taken_away_but_not_from_under_somebody(desk):
    (who,) = people = house.people(1)
    meeting = house.meeting(people=people)
    form = {"starts": "08.04.2025 19.00", "ends": "08.04.2025 20.30"}
    assert desk.post(f"{HERE}dates/new/", form).status_code == 302
    third = Session.objects.latest("pk")
    assert third.slug == "oea26-2025-04-08"
    answer(meeting, who, third.pk)
    desk.post(f"{HERE}dates/{third.pk}/remove/")
    assert Session.objects.filter(pk=third.pk).exists()
    answer(meeting, who, None)
    desk.post(f"{HERE}dates/{third.pk}/remove/")
    assert not Session.objects.filter(pk=third.pk).exists()


def test_a_meeting_is_made_on_the_desk(desk):
    owner = house.round_()
    house.meeting(people=())
    audience = Meeting.objects.get().audience_id
    form = {
        "title": "Statusmøde", "audience": audience, "platform": "Teams", "deadline": "2025-05-01T12:00",
        "late": "closed", "links_at": "2025-05-01T13:00", "door_opens": "15", "door_stays": "15",
        "date-starts": "2025-05-02T08:00", "date-ends": "2025-05-02T08:30",
    }  # fmt: skip
    shown = desk.post(f"/desk/rounds/{owner.key}/meetings/new/", form | {"date-ends": "2025-05-02T07:00"})
    assert shown.status_code == 422 and "Slutningen skal ligge efter begyndelsen" in words(shown)
    assert desk.post(f"/desk/rounds/{owner.key}/meetings/new/", form).status_code == 302
    assert Meeting.objects.count() == 2
    assert "Statusmøde" in words(desk.get(f"/desk/rounds/{owner.key}/meetings/"))


def test_times_are_typed_and_told_as_they_are_where_the_round_is(desk):
    mette = house.people(1)
    meeting = house.meeting((None,), people=mette)
    first = house.dates(meeting)[0]
    answer(meeting, mette[0], first)
    Round.objects.update(time_zone="America/Nuuk")
    page = desk.get(f"{HERE}dates/{first}/edit/").content.decode()
    assert 'value="2025-03-31T16:00"' in page, "19.00 in Copenhagen"
    typed = {"starts": "2025-03-31T19:00", "ends": "2025-03-31T20:30"}
    assert desk.post(f"{HERE}dates/{first}/edit/", {**typed, "join_url": house.ADDRESS}).status_code == 302
    assert Session.objects.get(pk=first).starts == FIRST + timedelta(hours=3)
    assert "kl. 19.00-20.30" in words(desk.get(HERE))
    told = Message.objects.latest("pk")
    assert "kl. 19.00" in recipes.of(told.kind)([told], reveal=True)[told.pk].subject
    assert timezone.get_current_timezone_name() == "Europe/Copenhagen", "and of the next page nothing is said"


def test_a_reader_reads_and_changes_nothing():
    (who,) = people = house.people(1)
    meeting = house.meeting(people=people)
    first = house.dates(meeting)[0]
    answer(meeting, who, first, AFTER)
    reader = cast.desk(Staff.Role.READER, "Lise Bak")
    shown = reader.get(HERE)
    assert shown.status_code == 200 and house.ADDRESS not in shown.content.decode()
    assert reader.post(f"{HERE}late/{Registration.objects.get().pk}/", {"word": "yes"}).status_code == 403
    assert reader.get(f"{HERE}edit/").status_code == 403
    assert Registration.objects.get().asks


def test_a_long_waiting_list_is_a_glance_until_all_of_it_is_asked_for(desk):
    people = [cast.person(f"Person {n:02}") for n in range(15)]
    meeting = house.meeting((1, None), people=tuple(people))
    date = meeting.sessions.first()
    for n, one in enumerate(people):
        answer(meeting, one, date.pk, BEFORE + timedelta(minutes=n))
    here = f"{HERE}dates/{date.pk}/"
    text = words(desk.get(here))
    assert (
        "De første 12 af 14 personer" in text
        and "Person 12" in text
        and "Person 13" not in text
        and "Vis alle 14" in text
    )
    address = re.search(r'href="(\?[^"]*)#waiting"', desk.get(here).content.decode())
    assert address is not None
    whole = words(desk.get(here + address[1].replace("&amp;", "&")))
    assert "Person 14" in whole and "Vis alle 14" not in whole
    file = desk.get(f"{here}?as=csv&list=waiting").content.decode("utf-8-sig")
    assert file.count("Person") == 14


def test_a_yes_without_a_seat_is_told_beforehand(desk):
    first, late, other = (cast.person(name) for name in ("Bo Holm", "Ida Bak", "Karen Lund"))
    meeting = house.meeting((1, None), people=(first, late, other))
    full, free = meeting.sessions.all()
    answer(meeting, first, full.pk)
    answer(meeting, other, free.pk, AFTER)
    clock.install(lambda: AFTER)
    assert "Ingen ledige pladser" not in words(desk.get(HERE))
    answer(meeting, late, full.pk, AFTER)
    assert words(desk.get(HERE)).count("Ingen ledige pladser: et ja sætter dem på ventelisten") == 1
    clock.install(lambda: DOOR)
    told = words(desk.get(HERE))
    assert "Ingen ledige pladser" in told and "på ventelisten" not in told


def test_who_came_is_counted_from_when_the_meeting_begins(desk):
    people = [cast.person(name) for name in ("Bo Holm", "Ida Bak", "Karen Lund")]
    meeting = house.meeting(people=tuple(people))
    date = meeting.sessions.first()
    for one in people:
        answer(meeting, one, date.pk)
    doors.arrive(date.pk, people[0].pk, by=house.actor(people[0]), at=DOOR)
    here = f"{HERE}dates/{date.pk}/"
    assert "mødte op" not in words(desk.get(here))
    clock.install(lambda: date.starts)
    assert "3 personer. 1 mødte op." in words(desk.get(here))
