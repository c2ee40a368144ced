"""The case kit: merged for each body, the same in all three forms, and free of what is no one's yet."""

import io
import zipfile
from datetime import date

import pytest
from pypdf import PdfReader

from stormoede.deliberations import kits, queries
from stormoede.deliberations.tests.makers import AT, BY, DEADLINE, LATER, council, matter, region, seat
from stormoede.documents.files import FORMS
from stormoede.events.actor import system
from stormoede.letters.actions import drafts, releases, trials
from stormoede.letters.core.drafts import Draft, Text
from stormoede.letters.models import Letter
from stormoede.members.models import Audience, Body

pytestmark = pytest.mark.django_db
CASE = """
## Sagen

((kommune)) i ((kkr)) har ((pladser)) pladser. Svar senest ((frist)) til **((afsender))**. ((ukendt))
"""


def text(about: object, body: Body) -> str:
    return FORMS["txt"].write(kits.document(about, body, at=AT)).decode("utf-8-sig")  # type: ignore[arg-type]


def test_the_municipalitys_own_name_figures_and_deadline_stand_in_it() -> None:
    body = council("0420", "Assens", region(), seats=29)
    about = matter(
        case=CASE, questions=("Hvad fylder i ((kommunenavn))?", "Hvad så?"), regions=(("syddanmark", LATER),)
    )
    told = " ".join(text(about, body).split())
    assert "Assens Kommune i KKR Syddanmark har 29 pladser" in told
    assert "Svar senest fredag den 9. maj kl. 12.00 til KL." in told
    assert "((ukendt))" in told
    assert "1. Hvad fylder i Assens? 2. Hvad så?" in told
    assert kits.unknown_fields(about, CASE) == ["ukendt"]


def test_a_regional_council_is_counted_by_its_members_and_municipalities() -> None:
    group = region()
    for code, name in (("0420", "Assens"), ("0492", "Ærø")):
        council(code, name, group)
    body = Body.objects.get(group=group)
    seat(body, "Karen Lund")
    seat(body, "Gitte Rask", "secretary")
    about = matter(bodies="regional_council", case="((organ)): ((kommuner)) kommuner, ((pladser)) medlemmer")
    assert "KKR Syddanmark: 2 kommuner, 1 medlemmer" in text(about, body)


def test_all_three_forms_say_the_same() -> None:
    body = council("0492", "Ærø", region())
    document = kits.document(matter(case=CASE, questions=("Hvad <nu> & så?",)), body, at=AT)
    made = {name: form.write(document) for name, form in FORMS.items()}
    assert made == {name: form.write(document) for name, form in FORMS.items()}
    with zipfile.ZipFile(io.BytesIO(made["docx"])) as file:
        inside = file.read("word/document.xml").decode()
    reader = PdfReader(io.BytesIO(made["pdf"]))
    on_paper = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Hvad &lt;nu&gt; &amp; så?" in inside and "Ærø Kommune" in inside
    assert "Hvad <nu> & så?" in on_paper and "Ærø Kommune" in on_paper
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_letter_goes_with_it_once_it_has_been_sent() -> None:
    body = council("0420", "Assens")
    person = seat(body, "Karen Lund")
    about = matter(letter="invitation")
    round = about.track.round
    everybody = Audience.objects.create(key="alle", name="Alle", spec={"any": [{"bodies": ["council"]}]}, edited_at=AT)
    words = Text("Emne", "", "Overskrift", "Kære ((navn))", "Overskrift", "## Baggrund\n\nHilsen fra ((afsender))")
    drafts.make(
        round, "invitation", Draft("Brevet", everybody.pk, date(2025, 2, 7), False, {"da": words}), by=BY, at=AT
    )
    assert "Baggrund" not in text(about, body)
    letter = Letter.objects.select_related("round").get()
    trials.send(letter, to="a@kl.example", person=person.pk, edit_number=letter.edit_number, by=BY, at=AT)
    releases.release(letter, by=system("another"), at=AT)
    told = text(about, body)
    assert "Overskrift\n----------" in told and "Hilsen fra KL" in told
    assert "Birgitte Holm" in told and "KL, 7. februar 2025" in told


def test_a_file_is_called_what_it_is() -> None:
    assert kits.file_name(matter(title="Drøftelser på møder"), council("0851", "Aalborg"), "docx") == (
        "droeftelser-paa-moeder-aalborg.docx"
    )


def test_without_a_case_text_the_tracks_own_stands_there() -> None:
    assert "Drøft sagen." in text(matter(), council("0420", "Assens"))
    assert queries.line(matter(key="anden"), Body.objects.get(kind="council"), at=AT).deadline == DEADLINE
