"""An audience may be an answer: signed up, waiting, came, did not come, not answered."""

from datetime import date

import pytest

from stormoede.letters.tests import makers
from stormoede.letters.tests.makers import AT, WRITER
from stormoede.meetings.models import Arrival, Meeting, Registration, Session
from stormoede.members.actions import audiences as saving
from stormoede.members.core import audiences as core
from stormoede.members.core import phrases
from stormoede.members.models import Person
from stormoede.members.queries import audiences
from stormoede.members.queries.described import Describer
from stormoede.members.queries.places import places
from stormoede.rounds.answers import TrackAnswers

pytestmark = pytest.mark.django_db
HOME = "oea26/stormoeder"


@pytest.fixture
def evenings() -> list[Session]:
    makers.round()
    return list(Session.objects.order_by("starts"))


def registered(name: str, evening: Session | None = None, wish: Session | None = None, cannot: bool = False) -> Person:
    person = makers.member(name)
    Registration.objects.create(
        meeting=Meeting.objects.get(), person=person, seat=evening, wish=wish, wished_at=AT if wish else None,
        cannot=cannot, answered_at=AT, answered_by="test", uid=person.pk.hex,
    )  # fmt: skip
    return person


def who(answer: str, on: date = date(2025, 3, 1)) -> set[str]:
    spec = {"any": [{"answer": f"{HOME}/{answer}"}]}
    return set(audiences.people(spec, on=on).values_list("name", flat=True))


def test_each_answer_is_its_people(evenings: list[Session]) -> None:
    first, second = evenings
    came = registered("Came", first)
    registered("Absent", first)
    registered("Second", second, wish=first)
    registered("Cannot", cannot=True)
    registered("Undone")
    makers.member("Silent")
    Arrival.objects.create(session=first, person=came, at=first.starts)
    assert who("answered") == {"Came", "Absent", "Second", "Cannot"}
    assert who("not-answered") == {"Undone", "Silent"}
    assert who("seat") == {"Came", "Absent", "Second"}
    assert who(f"seat:{first.slug}") == {"Came", "Absent"}
    assert who("waiting") == who(f"waiting:{first.slug}") == {"Second"}
    assert who("cannot") == {"Cannot"}
    assert who("came") == who(f"came:{first.slug}") == {"Came"}
    assert who("absent") == who("absent", first.starts.date()) == set()
    assert who("absent", date(2025, 4, 1)) == who(f"absent:{first.slug}", date(2025, 4, 1)) == {"Absent"}
    assert who("unknown") == who("seat:elsewhere") == who("cannot:x") == set()


def test_every_answer_offered_is_one_that_is_understood(evenings: list[Session]) -> None:
    group = next(one for one in TrackAnswers().groups("da") if one.label == "ØA26, Virtuelle stormøder")
    assert len(group.answers) == 7 + 2 * 4
    known = TrackAnswers()
    for value, label in group.answers:
        assert known.said(value, "da") == f"{group.label}: {label}"
        phrase = phrases.say(core.Answer(value), places(), "da")
        assert phrases.read(phrase, {}) == core.Answer(value)
    assert known.said("oea26/nothing/came", "da") == ""


def test_answers_are_put_together_with_roles_and_kept(evenings: list[Session]) -> None:
    registered("Came", evenings[0])
    makers.member("Mayor", role="mayor")
    spec = {"any": [{"roles": ["mayor"]}, {"answer": f"{HOME}/seat"}], "but": [{"answer": f"{HOME}/cannot"}]}
    kept = saving.save("opsamling", "Opsamling", spec, by=WRITER, at=AT)
    assert set(audiences.people(kept.spec, on=AT.date()).values_list("name", flat=True)) == {"Came", "Mayor"}
    assert "tilmeldt" in Describer("da").sentence(kept.spec)
    assert audiences.membership('{"any": [{"answer": "oea26/stormoeder/seat"}]}', AT.date()) is None
