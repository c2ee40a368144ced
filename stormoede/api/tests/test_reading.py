"""What a program reads with a key: what its scopes open, page by page, and nothing that is confidential."""

import json
import re

import pytest
from django.conf import settings
from django.test import Client

from stormoede.accounts import bursts
from stormoede.api import gate
from stormoede.api.resources import RESOURCES
from stormoede.api.tests.makers import Program
from stormoede.members.models import Person
from tests import cast
from tests.house.world import AT

pytestmark = pytest.mark.django_db
NAMES = [resource.name for resource in RESOURCES]


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


def test_the_description_is_for_anybody_and_an_unknown_address_is_a_problem() -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.json()["info"]["title"] == "Stormøde"
    answer = Client().get("/api/v2/rounds")
    assert (answer.status_code, json.loads(answer.content)["type"]) == (404, "urn:stormoede:problem:not-found")


def test_no_answer_names_a_field_that_a_personal_link_could_be_in() -> None:
    fields = re.findall(r'"(\w+)":\{"type"', Client().get("/api/v1/openapi.json").content.decode())
    assert not {"handle", "link", "token", "join_url", "address", "text", "reply_text"} & set(fields)
    assert Person._meta.get_field("email")
