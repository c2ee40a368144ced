"""What a program reads of a round in which everything has happened: what its scopes open, at one count of statements, and nothing confidential."""

import copy
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stormoede.accounts.models import Link
from stormoede.api.resources import RESOURCES
from stormoede.api.tests.makers import EVERYTHING, Program
from stormoede.calls.models import Call
from stormoede.deliberations.actions import deliberations
from stormoede.deliberations.actions.deliberations import Said
from stormoede.deliberations.models import Matter
from stormoede.letters.models import Delivery, LetterVersion
from stormoede.lib import clock
from stormoede.meetings.models import Registration, Session
from stormoede.members.actions import people
from stormoede.members.models import Body
from stormoede.talks.actions import plans, requests, talks
from stormoede.talks.core.plans import Asked, Spot
from tests import cast
from tests.house import world
from tests.house.world import AT, BY, World

pytestmark = pytest.mark.django_db
NAMES = [resource.name for resource in RESOURCES]


@pytest.fixture(scope="module")
def made(shared) -> World:
    return shared(World)


@pytest.fixture
def here(made: World) -> World:
    return copy.deepcopy(made)


@pytest.mark.parametrize("name", NAMES)
def test_only_its_scopes_are_open(here: World, name: str) -> None:
    own, other = Program(name), Program(*[scope for scope in EVERYTHING if scope not in {name, "personal"}])
    assert own.ask(name).status_code == 200
    for address in (name, f"{name}/1"):
        answer = other.ask(address)
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:stormoede:problem:scope")


def test_filters_and_what_has_changed(here: World) -> None:
    program = Program()
    assert len(program.ask("sessions?round=oea26").json()["data"]) == Session.objects.count()
    assert program.ask("sessions?round=oea99").json()["data"] == []
    assert [one["person"] for one in program.ask(f"answers?session={here.evening.pk}").json()["data"]] == [
        str(here.member.pk)
    ]
    queued = program.ask("deliveries?letter=invitation&state=queued").json()["data"]
    assert len(queued) == Delivery.objects.count() > 0
    assert program.ask("deliveries?state=unreachable").json()["data"] == []
    people.rename(here.other, "Jens Friis Holm", by=BY, at=AT + timedelta(days=1))
    changed = program.ask("members?updated_since=2025-02-11T00:00:00Z").json()["data"]
    assert [one["id"] for one in changed] == [str(here.other.pk)]


def test_what_is_confidential_never_comes_out(here: World) -> None:
    program = Program()
    Session.objects.update(join_url="https://teams.example/HEMMELIG", meeting_number="HEMMELIG", dial_in="HEMMELIG")
    call = Call.objects.select_related("meeting__track").get()
    Call.objects.update(called_at=None, called_by="")
    everything = "\n".join(program.ask(f"{name}?limit=500").content.decode() for name in NAMES)
    hidden = Session.objects.get(meeting=call.meeting_id)
    assert program.ask(f"sessions/{hidden.pk}").status_code == 404
    for word in ["HEMMELIG", "Flere hænder", "Jeg kommer torsdag", *Link.objects.values_list("handle", flat=True)]:
        assert word not in everything
    assert call.meeting.track.key not in everything


def _hears_of(here: World, number: int) -> None:
    """One more council says its day, and is promised a speaker."""
    town = cast.organisation(f"08{number}0", f"Byen {number}")
    council = Body.objects.create(kind="council", organisation=town, name=f"Byråd {number}")
    deliberations.plan(Matter.objects.get(track__key="droeftelser"), council, Said(AT.date()), by=BY, at=AT)
    begins = here.talk.starts + timedelta(days=number + 1)
    span = (begins, begins + timedelta(minutes=45))
    asked = requests.ask(
        here.tour, council, Asked("", "online", "A", "", "", "B", "b@x.example", (span,)), by=BY, at=AT
    )
    talks.offer(
        [plans.place(asked, here.speaker.pk, Spot(*span, "online"), confirmed=True, by=BY, at=AT)], by=BY, at=AT
    )


def test_a_list_takes_as_many_statements_for_three_as_for_one(here: World) -> None:
    program = Program()
    _hears_of(here, 9)

    def statements(name: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert program.ask(name).status_code == 200
        return len(asked)

    assert all(statements(name) for name in NAMES)
    before = {name: statements(name) for name in NAMES}
    version = LetterVersion.objects.filter(deliveries__isnull=False).first()
    for number in range(3):
        who = people.make(f"Person {number}", "", None, [(here.body, "member", AT.date(), None)], by=BY, at=AT)
        Delivery.objects.create(version=version, letter=version.letter, person=who)
        Registration.objects.create(
            meeting=here.evening.meeting, person=who, cannot=True, answered_at=AT, answered_by="x", uid=f"u{number}"
        )
        _hears_of(here, number)
    assert {name for name in NAMES if len(program.ask(name).json()["data"]) <= 3} <= {"rounds", "sessions"}
    assert {name: statements(name) for name in NAMES} == before
    assert max(before.values()) <= 3


def test_a_program_is_told_that_nothing_is_new(here: World) -> None:
    program = Program()
    first = program.ask("rounds")
    again = program.ask("rounds", **{"If-None-Match": f'"x", W/{first.headers["ETag"]}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert "no-cache" in again.headers["Cache-Control"]


def test_reading_leaves_nothing_behind_but_that_the_key_was_used(here: World) -> None:
    program = Program()
    before = world.contents()
    for name in NAMES:
        program.ask(name)
    after = world.contents()
    changed = {label for label in before if before[label] != after[label]}
    assert changed == {"api.ApiKey", "events.Event"}
    program.key.refresh_from_db()
    assert clock.wall() - program.key.last_used_at < timedelta(minutes=1)
    for name in NAMES:
        program.ask(name)
    assert world.contents() == after
