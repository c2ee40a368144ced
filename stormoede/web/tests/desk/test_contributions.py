"""What was sent in, at the desk: nothing of a draft, rulings with a reason, and giving outside only after a warning."""

import pytest

from stormoede.accounts.models import Staff
from stormoede.contributions.models import Question, Questionnaire, Sharing, Version
from stormoede.contributions.tests import house
from stormoede.passages.models import Passage, Quote, Ruling
from tests import cast

pytestmark = pytest.mark.django_db
HOME = "/desk/rounds/oea26/contributions/"


@pytest.fixture
def sent():
    """A council that has handed in, and one whose draft is begun."""
    found, body, other = house.questionnaire(), house.council(), house.council("440", "Kerteminde")
    version = house.handed_in(
        found, house.seat("Lone Friis", body, "secretary"), body, situation="Udgiften steg 4 procent.\n\nVi ønsker ro."
    )
    ulla = house.seat("Ulla Stokholm", other, "mayor")
    house.write(house.begin(found, ulla, other), ulla, "situation", "En hemmelig kladde")
    return version


def page(desk, path):
    return desk.get(path, headers={"accept-language": "da"}).content.decode()


def test_the_desk_sees_who_has_sent_in_and_nothing_of_a_draft(sent):
    desk = cast.desk(Staff.Role.READER)
    assert desk.get(HOME).url == f"{HOME}input/"
    told = page(desk, f"{HOME}input/")
    assert told.index("Faaborg-Midtfyn") < told.index("Kerteminde")
    assert "Kladde begyndt" in told
    assert "hemmelig" not in told
    assert "Faaborg" not in page(desk, f"{HOME}input/?state=draft")


def test_a_draft_alone_has_no_page_at_the_desk(sent):
    draft = Questionnaire.objects.get().contributions.get(body__organisation__code="440")
    assert cast.desk().get(f"{HOME}input/{draft.pk}/").status_code == 404


def test_kinds_and_basis_are_settled_with_a_reason(sent):
    desk, at = cast.desk(), f"{HOME}input/{sent.contribution_id}/"
    passage = Passage.objects.get(text__words__startswith="Udgiften", position=1)
    desk.post(f"{at}passages/{passage.pk}/kind/", {"kind": "fact", "reason": ""})
    assert not Ruling.objects.exists()
    desk.post(f"{at}passages/{passage.pk}/kind/", {"kind": "fact", "reason": "Det er et tal"})
    passage.refresh_from_db()
    assert (passage.kind, passage.settled) == ("fact", True)
    desk.post(f"{at}passages/{passage.pk}/quote/")
    assert Quote.objects.get().words == "Vi ønsker ro."
    assert "Vi ønsker ro." in page(desk, at)
    desk.post(f"{at}versions/1/basis/", {"basis": "public", "reason": "Åbent punkt"})
    assert Version.objects.get().basis == "public"


def test_a_reader_rules_on_nothing(sent):
    passage = Passage.objects.first()
    path = f"{HOME}input/{sent.contribution_id}/passages/{passage.pk}/kind/"
    assert cast.desk(Staff.Role.READER).post(path, {"kind": "fact", "reason": "x"}).status_code == 403


def test_sharing_outside_warns_first_and_gives_facts_alone(sent):
    desk, at = cast.desk(), f"{HOME}input/{sent.contribution_id}/versions/1/share/"
    told = desk.post(at, {"recipients": "journalist@avis.example"}).content.decode()
    assert "journalist@avis.example" in told
    assert not Sharing.objects.exists()
    answer = desk.post(
        at, {"recipients": "journalist@avis.example", "what": "facts", "reason": "Aktindsigt", "sure": "yes"}
    )
    assert Sharing.objects.get().recipients == [{"address": "journalist@avis.example", "outside": True}]
    copy = desk.get(answer.url)
    assert copy.headers["Content-Disposition"].startswith("attachment")
    assert "Udgiften steg 4 procent." in copy.content.decode()
    assert "Vi ønsker ro." not in copy.content.decode()


def test_a_questionnaire_is_made_and_its_questions_moved(sent):
    desk = cast.desk()
    values = {"title": "Flere spørgsmål", "text": "", "question": "Hvad nu?", "deadline": "2025-05-02T12:00", "late": "accept",
              "bodies": ["council"], "own_views": "on", "decision": "none"}  # fmt: skip
    answer = desk.post(f"{HOME}new/", values)
    assert answer.status_code == 302, answer.content.decode()
    at = answer.url
    question = {"title": "Hvor mange?", "kind": "number", "unit": "personer", "own": "on", "least": "0", "most": "500"}
    assert desk.post(f"{at}new/", question).status_code == 302
    made = Questionnaire.objects.get(track__key="flere-spoergsmaal")
    last = made.questions.last()
    assert (last.kind, last.spec) == ("number", {"least": 0, "most": 500, "unit": "personer"})
    desk.post(f"{at}{last.key}/act/", {"act": "up"})
    assert [one.title for one in Question.objects.filter(questionnaire=made)] == ["Hvor mange?", "Hvad nu?"]
    desk.post(f"{at}{last.key}/act/", {"act": "remove"})
    assert made.questions.count() == 1
    assert made.deadline.isoformat() == "2025-05-02T10:00:00+00:00"


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_all_of_it_comes_in_one_document(sent, form, start):
    desk = cast.desk(Staff.Role.READER)
    assert f"{HOME}document" in page(desk, f"{HOME}input/")
    at = f"{HOME}document"
    assert "Det hele i ét dokument" in page(desk, at)
    for number in (1, 2):
        answer = desk.post(at, {"form": form, "order": "question", "edition": "internal"})
        assert answer.content.startswith(start)
        assert f"-{number}.{form}" in answer.headers["Content-Disposition"]
    public = desk.post(at, {"form": form, "order": "place", "edition": "public", "recipient": "Avisen"})
    assert f"-public-3.{form}" in public.headers["Content-Disposition"]
    assert desk.post(at, {"form": "exe", "order": "place"}).status_code == 404
