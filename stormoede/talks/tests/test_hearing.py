"""What speakers heard, in the one document of a round's input: internal until somebody says otherwise, with the talk as its source."""

import io

import openpyxl
import pytest

from stormoede.contributions import paper, tables
from stormoede.contributions.paper import Copy
from stormoede.contributions.queries import gathered
from stormoede.documents.files import FORMS
from stormoede.passages.models import Passage, Text
from stormoede.rounds.models import Round
from stormoede.talks.actions import notes, plans
from stormoede.talks.tests import makers
from stormoede.talks.tests.makers import AT, DESK

pytestmark = pytest.mark.django_db
WORDS = "De mangler 12 pædagoger.\n\nDe ønsker mere ro om skolerne."
SOURCE = "oplæg ved Ida Bech, mandag den 7. april 2025 kl. 12.00; internt (§ 25)."


@pytest.fixture
def written():
    """Notes of one talk."""
    tour = makers.tour()
    makers.speaker(tour)
    asked = makers.request(tour)
    plans.propose(tour, by=DESK, at=AT)
    talk = makers.agree(makers.one(asked))
    return notes.write(talk, WORDS, by=makers.voice(talk), at=makers.at(0, 12)[0])


def gather(public=False):
    return gathered.gather(Round.objects.get(), makers.FIRST, public=public)


def told(form="txt", *, public=False):
    made = FORMS[form].write(paper.document(gather(public), Copy(1, "Sofie Ravn", AT, notes=form != "pdf")))
    return " ".join(made.decode("utf-8-sig").split()) if form == "txt" else made


def cells():
    book = openpyxl.load_workbook(io.BytesIO(tables.book(gather(), Copy(1, "Sofie Ravn", AT))))
    return [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]


def test_notes_stand_under_their_council_with_the_talk_as_their_source(written):
    words = told()
    assert (
        words.index("Hørt ved oplæg")
        < words.index("Faaborg-Midtfyn")
        < words.index("De mangler 12 pædagoger. De ønsker")
    )
    assert SOURCE in words
    found = cells()
    assert WORDS in found
    assert "oplæg ved Ida Bech, mandag den 7. april 2025 kl. 12.00" in found
    assert told("docx")[:2] == b"PK"
    assert told("pdf")[:4] == b"%PDF"


def test_the_public_edition_has_none_of_it_but_facts_a_person_has_settled(written):
    assert "pædagoger" not in told(public=True)
    Passage.objects.filter(text=written.text, position=0).update(kind="fact", settled=True)
    words = told(public=True)
    assert "De mangler 12 pædagoger. (Faaborg-Midtfyn)" in words
    assert "ro om skolerne" not in words
    assert "Ida Bech" not in words


def test_notes_that_are_made_public_are_in_both_without_the_speakers_name(written):
    Text.objects.filter(pk=written.text_id).update(basis="public")
    words = told(public=True)
    assert "ro om skolerne" in words
    assert "oplæg, mandag den 7. april 2025 kl. 12.00; offentligt." in words
    assert "Ida Bech" not in words
    Text.objects.filter(pk=written.text_id).update(words="", erased_at=AT)
    assert "[slettet]" in told()
