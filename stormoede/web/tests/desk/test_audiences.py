"""The desk's pages of audiences: counted, composed part by part without a script, listed, deleted."""

import html
import json
import re
from typing import Any

import pytest
from django.http import HttpResponse

from stormoede.members.actions import audiences
from stormoede.members.models import Audience
from stormoede.members.tests.cast import AT, BY, bring_in, csv_list, load_denmark
from tests import cast

pytestmark = pytest.mark.django_db
ROWS = [
    "0430;;Mette Overgaard;mette@fmk.example;Borgmester;Byråd;2022-01-01;;17",
    "0430;;Peter Skov;;;Byråd;2022-01-01;;18",
    "0265;;Bo Lund;bo@roskilde.example;Borgmester;Byråd;2022-01-01;;19",
]


def told(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture(scope="module", autouse=True)
def members(shared: Any) -> None:
    shared(load_denmark)
    shared(lambda: bring_in(csv_list(*ROWS)))


def parts(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"any": [], "but": []}
    for word, value in re.findall(r'<input type="hidden" name="(any|but)" value="([^"]*)"', page):
        found[word].append(html.unescape(value))
    return found


def test_audiences_are_counted_live() -> None:
    page = told(cast.desk().get("/desk/audiences/"))
    row = page[page.index("Alle medlemmer af kommunalbestyrelser") :]
    assert re.findall(r'<td class="num">(\d+)</td>', row)[:2] == ["3", "2"]


def test_the_list_costs_the_same_with_one_and_three(django_assert_max_num_queries: Any) -> None:
    browser, costs = cast.desk(), []
    Audience.objects.all().delete()
    for number in (1, 3):
        for nth in range(number):
            audiences.save(f"a{nth}", f"A{nth}", {"any": [{"roles": ["mayor"]}]}, by=BY, at=AT)
        with django_assert_max_num_queries(12) as seen:
            browser.get("/desk/audiences/")
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_one_audience_with_its_people() -> None:
    page = told(cast.desk().get("/desk/audiences/borgmestre/"))
    assert page.index("Bo Lund") < page.index("Mette Overgaard")
    assert "Peter Skov" not in page


def test_an_audience_is_composed_part_by_part() -> None:
    browser = cast.desk()
    first = told(browser.post("/desk/audiences/new/", {"act": "add", "role": "mayor", "place": "region:syddanmark"}))
    assert "Borgmestre i Region Syddanmark" in first and Audience.objects.filter(name="Syd").count() == 0
    second = told(browser.post("/desk/audiences/new/", {**parts(first), "act": "add", "person": "19", "name": "Syd"}))
    assert "Bo Lund" in second and 'value="Syd"' in second and '<b class="big">2</b>' in second
    third = told(
        browser.post("/desk/audiences/new/", {**parts(second), "act": "add-but", "place": "0430", "name": "Syd"})
    )
    assert '<b class="big">1</b>' in third
    answer = browser.post("/desk/audiences/new/", {**parts(third), "act": "save", "name": "Syd"})
    assert answer.headers["Location"] == "/desk/audiences/syd/"
    saved = Audience.objects.get(key="syd").spec
    assert saved["any"][0] == {"roles": ["mayor"], "groups": ["region:syddanmark"]}
    assert saved["but"] == [{"organisations": ["0430"]}]


def test_a_part_is_taken_out() -> None:
    browser = cast.desk()
    given = {"any": [json.dumps({"roles": ["mayor"]}), json.dumps({"bodies": ["board"]})], "act": "out-any-0"}
    page = told(browser.post("/desk/audiences/borgmestre/edit/", given))
    assert parts(page)["any"] == ['{"bodies": ["board"]}']
    assert Audience.objects.get(key="borgmestre").spec["any"] == [{"roles": ["mayor"]}]


@pytest.mark.parametrize(
    "given",
    [
        {"act": "add"},
        {"act": "add", "person": "nobody@x.example"},
        {"act": "add", "place": "region:atlantis"},
        {"act": "save", "name": "Tom"},
        {"act": "save", "name": "", "any": json.dumps({"roles": ["mayor"]})},
        {"act": "save", "name": "Ring", "any": json.dumps({"audience": "nowhere"})},
    ],
)
def test_what_says_nothing_is_told(given: dict[str, str]) -> None:
    assert 'role="alert"' in told(cast.desk().post("/desk/audiences/new/", given))
    assert Audience.objects.count() == 4


@pytest.mark.parametrize("value", ["", "x", "{}", "[]", '{"roles": ["king"]}', "null", '{"any": 1}'])
def test_hidden_fields_that_are_no_parts_are_left_out(value: str) -> None:
    page = told(cast.desk().post("/desk/audiences/new/", {"any": value, "act": "out-any-9"}))
    assert parts(page)["any"] == []


def test_an_audience_that_others_name_stays() -> None:
    audiences.save("mine", "Mine", {"any": [{"audience": "borgmestre"}]}, by=BY, at=AT)
    browser = cast.desk()
    assert "Mine" in told(browser.post("/desk/audiences/borgmestre/remove/", follow=True))
    browser.post("/desk/audiences/mine/remove/")
    browser.post("/desk/audiences/borgmestre/remove/")
    assert Audience.objects.count() == 3
