"""All input in one document: everything that was said, once, with its source; its public edition holds nothing else."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest

from stormoede.contributions import paper, tables
from stormoede.contributions.actions import gathering
from stormoede.contributions.models import Answer, Minority, Version
from stormoede.contributions.paper import By, Copy
from stormoede.contributions.queries import gathered
from stormoede.contributions.tests import house
from stormoede.contributions.tests.house import AT, BY, TODAY
from stormoede.documents.files import FORMS
from stormoede.events.models import Event
from stormoede.passages.core.kinds import Basis
from stormoede.passages.models import Passage
from stormoede.rounds.models import Round

pytestmark = pytest.mark.django_db
LATER = datetime(2025, 4, 10, 13, tzinfo=UTC)


@pytest.fixture
def sent():
    """Two councils that have answered, one whose draft is begun, one of which nothing is heard, and an own view."""
    found = house.questionnaire()
    aeroe, faaborg, kerteminde = house.council("492", "Ærø"), house.council(), house.council("440", "Kerteminde")
    house.council("420", "Assens")
    house.handed_in(
        found, house.seat("Lone Friis", faaborg, "secretary"), faaborg, situation="Udgiften steg 4 procent.\n\nVi ønsker ro.",
        pres="4", vigtigst__2="=1+1", decision__date="2025-04-08", decision__reference="25/117", decision__for="20",
        minority__1__who="Liste Q", minority__1__words="Vi er uenige.",
    )  # fmt: skip
    house.handed_in(found, house.seat("Mads Bo", aeroe, "mayor"), aeroe, situation="Færgen kører 9 gange.")
    ulla = house.seat("Ulla Stokholm", kerteminde, "mayor")
    house.write(house.begin(found, ulla, kerteminde), ulla, "situation", "En hemmelig kladde")
    house.handed_in(found, house.seat("Ib Krogh", aeroe), None, situation="Jeg er bekymret.")
    return found


def told(form: str = "txt", by: By = By.QUESTION, *, public: bool = False) -> str:
    round = Round.objects.get()
    copy = Copy(3, "Jacob Bundsgaard", LATER, by, notes=form == "txt")
    made = FORMS["txt"].write(paper.document(gathered.gather(round, TODAY, public=public), copy))
    return " ".join(made.decode("utf-8-sig").split())


def test_everything_is_there_in_danish_order_with_its_source(sent):
    words = told()
    assert "2 af 4 har svaret." in words
    assert words.index("Assens") < words.index("Faaborg-Midtfyn") < words.index("Kerteminde") < words.index("Ærø")
    assert words.index("Vi ønsker ro.") < words.index("Færgen kører") < words.index("Jeg er bekymret.")
    assert "Egen holdning: Ib Krogh, Ærø" in words
    assert "besluttet 8. april 2025; 25/117; 20 for, 0 imod, 0 undlod; internt (§ 25)." in words
    assert "Liste Q Vi er uenige." in words
    assert "hemmelig" not in words
    by_place = told(by=By.PLACE)
    assert by_place.index("Vi er uenige.") < by_place.index("Færgen kører")


@pytest.mark.parametrize("by", list(By))
def test_its_counts_are_the_databases(sent, by):
    for who, words in (("Lone Friis", "Mere ro."), ("Lone Friis", "Endnu mere ro.")):
        body = house.council()
        writer = sent.contributions.get(body=body).versions.get(number=1).handed_in_by
        assert writer.name == who
        field = sent.contributions.get(body=body).fields.get(name="situation")
        house.write(sent.contributions.get(body=body), writer, "situation", words, field.revision, LATER)
        house.hand_in(sent, writer, body, at=LATER)
    newest = [
        one.versions.order_by("-number")[0] for one in sent.contributions.filter(versions__isnull=False).distinct()
    ]
    answers, minorities = Answer.objects.filter(version__in=newest), Minority.objects.filter(version__in=newest)
    found = gathered.gather(Round.objects.get(), TODAY)
    assert len(found.pieces) == answers.count() + minorities.count()
    words = told(by=by)
    for text in [*(one.text for one in answers if one.text), *(one.text for one in minorities)]:
        assert " ".join(text.words.split()) in words
    assert "Mere ro." not in words.replace("Endnu mere ro.", "")
    assert " Vi ønsker ro." not in words
    book = openpyxl.load_workbook(io.BytesIO(tables.book(found, Copy(1, "x", LATER))))
    said, standing, about = (book[name] for name in book.sheetnames)
    assert said.max_row - 1 == len(found.pieces)
    assert standing.max_row - 1 == 4
    assert about["A2"].value == "Internt (§ 25)"
    assert [cell.data_type for row in said.iter_rows() for cell in row if cell.value == "=1+1"] == ["s"]


def test_the_public_edition_holds_public_answers_and_settled_facts_alone(sent):
    # What the program takes for a fact opens nothing; what a person has settled does.
    assert Passage.objects.get(text__words__startswith="Færgen").kind == "fact"
    assert "Færgen" not in told(public=True)
    Passage.objects.filter(text__words__startswith="Færgen").update(settled=True)
    Passage.objects.filter(text__words__startswith="Jeg er").update(settled=True, kind="fact")
    words = told(public=True)
    assert "Færgen kører 9 gange. (Ærø)" in words
    for hidden in (
        "Faaborg",
        "Kerteminde",
        "Assens",
        "ønsker ro",
        "Ib Krogh",
        "bekymret",
        "uenige",
        "Hvem der har svaret",
    ):
        assert hidden not in words
    lone = Version.objects.get(handed_in_by__name="Lone Friis")
    house.hand_in(sent, lone.handed_in_by, lone.contribution.body, Basis.PUBLIC, LATER)
    words = told(public=True)
    assert "Vi ønsker ro." in words
    assert "offentligt." in words
    assert "internt" not in words


def test_of_a_text_with_a_fact_and_a_wish_the_fact_alone_goes_out(sent):
    Passage.objects.filter(text__words__startswith="Udgiften", position=0).update(settled=True, kind="fact")
    Passage.objects.filter(text__words__startswith="Udgiften", position__gt=0).update(settled=True, kind="position")
    words = told(public=True)
    assert "Udgiften steg 4 procent. (Faaborg-Midtfyn)" in words
    assert "ønsker ro" not in words


def test_each_copy_has_its_number_and_says_whom_it_is_for(sent):
    round = Round.objects.get()
    numbers = [gathering.made(round, form, public=False, by=BY, at=AT) for form in ("docx", "pdf")]
    assert numbers == [1, 2]
    assert Event.objects.filter(act="document.made").count() == 2
    made = paper.document(gathered.gather(round, TODAY), Copy(2, "Jacob Bundsgaard", LATER))
    assert made.foot == "Internt (§ 25). Eksemplar 2 til Jacob Bundsgaard, torsdag den 10. april 2025 kl. 15.00"
