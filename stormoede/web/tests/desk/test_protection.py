"""Data protection at the desk: periods, papers, a person's copy, an erasure; for administrators alone."""

import io
import re
import zipfile

import pytest

from stormoede.accounts.models import Staff
from stormoede.events.models import Event
from stormoede.members.models import Person
from stormoede.protection import declared, papers
from stormoede.protection.models import Period
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return cast.desk(Staff.Role.ADMIN, "Per Holst")


def test_periods_are_set_and_told_to_members(desk):
    page = desk.get("/desk/protection/")
    assert page.status_code == 200
    days = {term.key: term.days for term in declared.terms().values()}
    wrong = desk.post("/desk/protection/", days | {"inbox": 0})
    assert wrong.status_code == 200 and not Period.objects.exists()
    assert desk.post("/desk/protection/", days | {"inbox": 100}).status_code == 302
    assert list(Period.objects.values_list("term", "days")) == [("inbox", 100)]
    assert "100 dage efter at den kom" in desk.get("/privatliv/").content.decode()
    event = Event.objects.get(act="period.chosen")
    assert event.actor_id == str(Staff.objects.get(name="Per Holst").pk)


def test_a_person_is_erased_only_after_a_yes_and_the_page_says_what_goes(desk):
    person = cast.person("Karen Lund")
    page = desk.get(f"/desk/members/{person.pk}/data/").content.decode()
    assert "Navn, mailadresse, nummer og sprog slettes" in page
    assert desk.post(f"/desk/members/{person.pk}/data/erase", {}).status_code == 200
    assert Person.objects.get().erased_at is None
    answer = desk.post(f"/desk/members/{person.pk}/data/erase", {"sure": "on"}, follow=True)
    assert "Karen Lund er slettet" in answer.content.decode()
    assert Person.objects.get().name == "Slettet person"
    assert desk.get(f"/desk/members/{person.pk}/data/").status_code == 404
    assert "Karen" not in desk.get("/desk/members/").content.decode()


def test_the_copy_is_a_file(desk):
    person = cast.person("Karen Lund")
    answer = desk.post(f"/desk/members/{person.pk}/data/copy")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as folder:
        assert {"data.json", "index.html"} <= set(folder.namelist())
    assert answer["Cache-Control"].startswith("no-store") or "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("paper", papers.PAPERS)
def test_the_papers_name_every_class_in_both_languages(desk, paper):
    texts = {}
    for language in papers.LANGUAGES:
        answer = desk.get(f"/desk/protection/{paper}.{language}.md")
        texts[language] = answer.content.decode()
        assert "{{" not in texts[language] and "&#" not in texts[language] and "&amp;" not in texts[language]
    heads = {language: len(re.findall(r"(?m)^#+ ", text)) for language, text in texts.items()}
    assert heads["da"] == heads["en"] > 5
    for one in declared.classes():
        assert str(one.one.what) in texts["da"]
    assert texts["da"] == papers.make(paper, "da")
    assert desk.get(f"/desk/protection/{paper}.xx.md").status_code == 404


def test_the_secretariat_is_told_no():
    secretary = cast.desk()
    person = cast.person("Karen Lund")
    for address in ("/desk/protection/", f"/desk/members/{person.pk}/data/", "/desk/protection/record.da.md"):
        assert secretary.get(address).status_code == 403
    assert secretary.post(f"/desk/members/{person.pk}/data/erase", {"sure": "on"}).status_code == 403
