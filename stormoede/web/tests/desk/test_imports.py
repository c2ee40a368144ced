"""The desk's pages of imports: uploaded, looked through, answered, carried out or thrown away."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse, HttpResponse

from stormoede.accounts.models import Staff
from stormoede.members.models import Import, Person
from stormoede.members.tests.cast import bring_in, csv_list, load_denmark
from tests import cast

pytestmark = pytest.mark.django_db
METTE = "0430;;Mette Overgaard;mette@fmk.example;Borgmester;Byråd;2022-01-01;;"
PETER = "0430;;Peter Skov;;;;2022-01-01;;"


def told(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture(autouse=True)
def denmark(db: Any) -> None:
    load_denmark()


def upload(browser: cast.Browser, content: bytes, name: str = "medlemmer.csv") -> HttpResponse:
    return browser.post("/desk/imports/", {"file": SimpleUploadedFile(name, content)}, follow=True)


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(seen|complete)" value="([^"]*)"', page))


def address() -> str:
    return f"/desk/imports/{Import.objects.get().pk}/"


def test_a_list_is_looked_through_and_carried_out() -> None:
    browser = cast.desk()
    page = told(upload(browser, csv_list(METTE, PETER, METTE.replace("0430", "411"))))
    assert "Mette Overgaard" in page and "411 er Christiansø" in page
    assert Person.objects.count() == 0
    answer = browser.post(address(), hidden(page), follow=True)
    assert "Listen er læst ind." in told(answer)
    assert Person.objects.count() == 2 and not Import.objects.exists()
    assert "Listen er læst ind." not in told(browser.get("/desk/imports/"))


def test_a_list_that_changes_nothing_says_so() -> None:
    bring_in(csv_list(METTE))
    assert "Listen ændrer ingenting" in told(upload(cast.desk(), csv_list(METTE)))


def test_questions_must_be_answered_and_nothing_is_chosen_beforehand() -> None:
    bring_in(csv_list(METTE))
    browser = cast.desk()
    page = told(upload(browser, csv_list(METTE.replace("mette@", "mo@"))))
    assert "Mette Overgaard" in page and 'type="radio" name="p2"' in page
    assert not re.search(r'name="p2"[^>]*checked', page)
    again = told(browser.post(address(), hidden(page)))
    assert 'role="alert"' in again and "Svar for række 2." in again
    person = Person.objects.get()
    browser.post(address(), {**hidden(page), "p2": str(person.pk)})
    person.refresh_from_db()
    assert person.email == "mo@fmk.example" and Person.objects.count() == 1


def test_an_answer_may_raise_a_question() -> None:
    bring_in(csv_list(METTE))
    browser = cast.desk()
    page = told(upload(browser, csv_list(METTE.replace("0430;", ";Faborg-Midtfyn").replace("mette@", "mo@"))))
    question = re.search(r'type="radio" name="(o:[^"]+)"', page)
    assert question is not None
    answers = {**hidden(page), question[1]: "yes"}
    second = told(browser.post(address(), answers))
    assert 'name="p2"' in second and Person.objects.get().email == "mette@fmk.example"
    browser.post(address(), {**answers, "p2": "new"})
    assert Person.objects.count() == 2


def test_what_ends_is_shown_before_it_ends() -> None:
    bring_in(csv_list(METTE, PETER))
    browser = cast.desk()
    upload(browser, csv_list(METTE))
    assert "Peter Skov" not in told(browser.get(address()))
    for query in ("complete=all", "complete=some&codes=430", "complete=0430"):
        assert "Peter Skov" in told(browser.get(f"{address()}?{query}"))
    nothing = told(browser.get(f"{address()}?complete=some&codes=492,431x"))
    assert "Peter Skov" not in nothing and "Intet slutter i Ærø og 431x: Listen har ingen række dér." in nothing
    browser.post(address(), hidden(told(browser.get(f"{address()}?complete=all"))))
    assert Person.objects.get(name="Peter Skov").mandates.get().valid_to is not None


def test_a_preview_that_is_no_longer_true_is_shown_again() -> None:
    browser = cast.desk()
    page = told(upload(browser, csv_list(METTE)))
    bring_in(csv_list(METTE))
    assert "Medlemmerne har ændret sig" in told(browser.post(address(), hidden(page)))


def test_looking_changes_nothing() -> None:
    browser = cast.desk()
    upload(browser, csv_list(METTE))
    browser.get(f"{address()}?complete=all")
    browser.get(f"{address()}discard/")
    assert Person.objects.count() == 0 and Import.objects.count() == 1


def test_a_list_is_thrown_away() -> None:
    browser = cast.desk()
    upload(browser, csv_list(METTE))
    place = address()
    assert "smidt væk" in told(browser.post(f"{place}discard/", follow=True))
    assert not Import.objects.exists()
    assert browser.get(place).status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "Gem listen som .xlsx eller .csv"),
        (b"Navn;By\r\nMette;Odense\r\n", "ingen række med overskrifter"),
        (b"", "tom"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(content: bytes, said: str) -> None:
    page = told(upload(cast.desk(), content, "<b>liste</b>.csv"))
    assert said in page and 'role="alert"' in page
    assert not Import.objects.exists()


def test_names_in_a_list_are_text() -> None:
    page = told(upload(cast.desk(), csv_list(METTE.replace("Mette Overgaard", "<b>Mette</b>"))))
    assert "&lt;b&gt;Mette&lt;/b&gt;" in page and "<b>Mette</b>" not in page


def test_readers_bring_nothing_in() -> None:
    browser = cast.desk(Staff.Role.READER, "Lise Bak")
    assert browser.get("/desk/imports/").status_code == 403


def test_the_list_to_fill_in_is_one_that_can_be_brought_in() -> None:
    browser = cast.desk()
    found = re.search(r'href="([^"]+\.csv[^"]*)" download', told(browser.get("/desk/imports/")))
    assert found is not None
    answer = browser.get(found[1])
    assert isinstance(answer, FileResponse)
    content = b"".join(iter(answer.streaming_content))
    result = bring_in(content)
    assert (result.new, result.refusals, result.questions) == (3, (), ())
