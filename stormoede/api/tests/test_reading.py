"""What a program reads with a key: what its scopes open, page by page, and nothing that is confidential."""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stormoede.accounts import bursts
from stormoede.accounts.models import Link
from stormoede.api import gate
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
from stormoede.members.models import Body, Person
from stormoede.talks.actions import plans, requests, talks
from stormoede.talks.core.plans import Asked, Spot
from tests import cast
from tests.house import world
from tests.house.world import AT, BY, World

pytestmark = pytest.mark.django_db
NAMES = [resource.name for resource in RESOURCES]


@pytest.mark.parametrize("name", NAMES)
def test_only_its_scopes_are_open(name: str) -> None:
    assert World().round.key
    own, other = Program(name), Program(*[scope for scope in EVERYTHING if scope not in {name, "personal"}])
    assert own.ask(name).status_code == 200
    for address in (name, f"{name}/1"):
        answer = other.ask(address)
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:stormoede:problem:scope")


def test_names_and_addresses_only_with_the_scope_for_them() -> None:
    who = cast.person("Karen Lund", number="1234")
    told = Program("members").ask(f"members/{who.pk}").json()
    assert (told["name"], told["email"], told["number"], told["reachable"]) == (None, None, None, True)
    program = Program("members", "personal")
    told = program.ask(f"members/{who.pk}").json()
    assert (told["name"], told["email"], told["number"]) == ("Karen Lund", who.email, "1234")
    readings = "".join(file.read_text(encoding="utf-8") for file in settings.ACCESS.glob("access-*.log"))
    assert f"by=key:{program.key.pk} role=program act=read object=person:{who.pk}" in readings


def test_the_erased_are_told_as_erased_and_as_nothing_else() -> None:
    who = cast.person("Karen Lund", erased_at=AT)
    told = Program("members", "personal").ask(f"members?updated_since={AT:%Y-%m-%dT%H:%M:%SZ}").json()["data"]
    assert [(one["id"], one["erased_at"], one["name"], one["email"]) for one in told] == [
        (str(who.pk), "2025-02-10T09:00:00Z", None, None)
    ]


def test_every_row_stands_on_one_page_although_rows_come_meanwhile() -> None:
    there = {str(cast.person(f"Person {number}").pk) for number in range(7)}
    program, address, seen = Program("members"), "members?limit=3", []
    while address:
        answer = program.ask(address).json()
        seen += [one["id"] for one in answer["data"]]
        address = f"members?limit=3&cursor={answer['next']}" if answer["next"] else ""
        cast.person(f"Newcomer {len(seen)}") if len(seen) < 7 else None
    assert there <= set(seen)
    assert len(seen) == len(set(seen))


def test_the_next_page_is_named_in_the_head_too() -> None:
    for number in range(3):
        cast.person(f"Person {number}")
    answer = Program("members").ask("members?limit=2&organisation=430")
    assert (
        answer.headers["Link"]
        == f'</api/v1/members?limit=2&organisation=430&cursor={answer.json()["next"]}>; rel="next"'
    )


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=501", "limit=x", "limit=", "cursor=x", "limit=1&limit=2", "rounds=oea26", "updated_since=2026-01-01",
     "updated_since=2026-02-30T00:00:00Z", "organisation=a%00b", "organisation=%F0%9F%98%80"],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_by_name(query: str) -> None:
    answer = Program("members").ask(f"members?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert set(answer.json()) == {"type", "title", "status", "detail"}


@pytest.mark.parametrize(
    "edge", ["0001-01-01T00:00:00%2B23:59", "1296-02-08T08:44:53-22:55", "9999-12-31T23:59:60-23:59"]
)
def test_any_instant_there_is_can_be_asked_for(edge: str) -> None:
    for name in ("rounds", "sessions", "members", "deliveries"):
        assert Program().ask(f"{name}?updated_since={edge}").status_code == 200


def test_filters_and_what_has_changed() -> None:
    here, program = World(), Program()
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


def test_what_is_confidential_never_comes_out() -> None:
    assert World().round.key
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


@pytest.mark.parametrize("name", NAMES)
def test_a_list_takes_as_many_statements_for_three_as_for_one(name: str) -> None:
    here, program = World(), Program()
    _hears_of(here, 9)
    program.ask(name)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert program.ask(name).status_code == 200
        return len(asked)

    before = statements()
    version = LetterVersion.objects.filter(deliveries__isnull=False).first()
    for number in range(3):
        who = people.make(f"Person {number}", "", None, [(here.body, "member", AT.date(), None)], by=BY, at=AT)
        Delivery.objects.create(version=version, letter=version.letter, person=who)
        Registration.objects.create(
            meeting=here.evening.meeting, person=who, cannot=True, answered_at=AT, answered_by="x", uid=f"u{number}"
        )
        _hears_of(here, number)
    assert len(program.ask(name).json()["data"]) > 3 or name in {"rounds", "sessions"}
    assert statements() == before <= 3


def test_a_program_is_told_that_nothing_is_new() -> None:
    assert World().round.key
    program = Program()
    first = program.ask("rounds")
    again = program.ask("rounds", **{"If-None-Match": f'"x", W/{first.headers["ETag"]}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert "no-cache" in again.headers["Cache-Control"]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer sm_" + "A" * 43, "sm_" + "A" * 43])
def test_without_a_key_there_is_nothing(header: str) -> None:
    answer = Client().get("/api/v1/rounds", headers={"Authorization": header} if header else {})
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.fixture
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything happens in it."""
    monkeypatch.setattr(bursts, "_minute", lambda: 26)


def test_who_tries_keys_is_left_standing(one_minute: None) -> None:
    program, wrong = Program(), "sm_" + "A" * 43
    for _ in range(30):
        assert Client().get("/api/v1/rounds", headers={"Authorization": f"Bearer {wrong}"}).status_code == 401
    answer = program.ask("rounds")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_a_program_that_asks_too_often_is_told_how_long_to_wait(
    one_minute: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "PER_MINUTE", 3)
    program, other = Program(), Program()
    answers = [program.ask("rounds") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 60
    assert other.ask("rounds").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_nothing_can_be_changed(method: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/rounds")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_reading_leaves_nothing_behind_but_that_the_key_was_used() -> None:
    assert World().round.key
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


def test_the_description_is_for_anybody_and_an_unknown_address_is_a_problem() -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.json()["info"]["title"] == "Stormøde"
    answer = Client().get("/api/v2/rounds")
    assert (answer.status_code, json.loads(answer.content)["type"]) == (404, "urn:stormoede:problem:not-found")


def test_no_answer_names_a_field_that_a_personal_link_could_be_in() -> None:
    fields = re.findall(r'"(\w+)":\{"type"', Client().get("/api/v1/openapi.json").content.decode())
    assert not {"handle", "link", "token", "join_url", "address", "text", "reply_text"} & set(fields)
    assert Person._meta.get_field("email")
