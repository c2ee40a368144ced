"""What the desk remembers while nothing happens is counted anew after the next act, whatever it was."""

import re
from datetime import timedelta

import pytest

from stormoede.events.actions.records import record
from stormoede.events.models import Event
from stormoede.lib import clock
from stormoede.mail import tide
from stormoede.mail.actions import incoming
from stormoede.mail.models import Incoming
from stormoede.mail.tests.makers import AT as RECEIVED
from stormoede.meetings.tests import house
from stormoede.members.actions import people
from stormoede.members.models import Audience, Body, Person
from stormoede.members.tests.cast import AT, BY, bring_in, csv_list, load_denmark
from stormoede.talks.actions import speakers
from stormoede.web.tests import speaking
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
METTE = "0430;;Mette Overgaard;mette@fmk.example;Borgmester;Byråd;2022-01-01;;17"
LINE = "<li><time"
BO = "0265;;Bo Lund;bo@roskilde.example;Borgmester;Byråd;2022-01-01;;19"


@pytest.fixture
def desk():
    tide.forget()
    load_denmark()
    bring_in(csv_list(METTE))
    yield cast.desk()
    tide.forget()


def told(desk, address):
    return " ".join(desk.get(address, headers={"accept-language": "da"}).content.decode().split())


def test_an_audience_and_the_list_of_them(desk):
    def counts():
        row = told(desk, "/desk/audiences/")
        row = row[row.index("Borgmestre") :]
        return re.findall(r'<td class="num">(\d+)</td>', row)[:2], "Bo Lund" in told(
            desk, "/desk/audiences/borgmestre/"
        )

    assert counts() == counts() == (["1", "1"], False)
    bring_in(csv_list(METTE, BO))
    assert counts() == (["2", "2"], True)


def test_a_history(desk):
    mette = Person.objects.get(name="Mette Overgaard")
    address = f"/desk/members/{mette.pk}/history/"
    before = told(desk, address)
    assert LINE in before and told(desk, address).count(LINE) == before.count(LINE)
    people.rename(mette, "Mette Overgaard Holm", by=BY, at=AT + timedelta(days=1))
    after = told(desk, address)
    assert after.count(LINE) == before.count(LINE) + 1


def test_the_inbox(desk):
    assert "Et spørgsmål" not in told(desk, "/desk/inbox/")
    raw = "From: Mette <mette@fmk.example>\r\nTo: oea26@kl.example\r\nSubject: Et =?utf-8?q?sp=C3=B8rgsm=C3=A5l?=\r\n\r\nHvornår?"
    incoming.receive(raw.encode(), at=RECEIVED)
    incoming.run(at=RECEIVED)
    assert Incoming.objects.get().state == Incoming.State.WAITING
    assert "Et spørgsmål" in told(desk, "/desk/inbox/")


def test_a_tours_requests(desk):
    clock.install(lambda: speaking.AT)
    tour = speaking.tour()
    address = "/desk/rounds/oea26/talks/besoeg-hos-jer/"
    who = speaking.speaker(tour, home="0430")
    speaking.ask(tour, Body.objects.get(organisation__code="0430", kind="council"))
    assert "Karen Lund (1)" in told(desk, address) and "Karen Lund (1)" in told(desk, address)
    assert "Karen Lund (1)" not in told(desk, f"{address}?state=proposed"), "Narrowed is what is kept."
    speakers.leave(who, by=BY, at=speaking.AT)
    assert "Karen Lund (1)" not in told(desk, address)
    clock.install(None)


def test_what_no_answer_changes_is_counted_once_while_answers_come_in(desk, django_assert_num_queries):
    def seen(act, subject="round:oea26"):
        record(act, subject, by=BY, at=AT)
        return tide.kept("who", lambda: object(), calmly=True), tide.kept("what", lambda: object())

    def kept_over_an_answer():
        first, answered, renamed = seen("round.edited"), seen("registration.answered"), seen("person.renamed")
        assert answered[1] is not first[1] and renamed[0] is not answered[0]
        return answered[0] is first[0]

    # On PostgreSQL somebody else's transaction may begin or end between two looks.
    assert any(kept_over_an_answer() for _ in range(30))
    with django_assert_num_queries(1):
        tide.calm()


def test_another_database_is_another_tide(desk):
    before = tide.calm()
    Event.objects.all().delete()
    assert tide.calm() != before


def test_an_audience_of_those_who_answer_is_counted_anew_with_each_answer(desk):
    members = house.people(2)
    meeting = house.meeting(people=members)
    spec = {"any": [{"answer": "oea26/stormoeder/seat"}]}
    Audience.objects.create(key="kommer", name="Kommer", spec=spec, edited_at=AT)
    for number, member in enumerate(members):
        listed = told(desk, "/desk/audiences/")
        listed = listed[listed.index("Kommer") :]
        assert re.findall(r'<td class="num">(\d+)</td>', listed)[:2] == [str(number)] * 2
        assert f">{member.name}<" not in told(desk, "/desk/audiences/kommer/")
        house.answer(meeting, member, meeting.sessions.first().pk)
        assert f">{member.name}<" in told(desk, "/desk/audiences/kommer/")
