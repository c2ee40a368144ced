"""The desk corrects and erases what was handed in: with a reason, told to the one who sent it, followed by everything that shows it."""

import pytest

from stormoede.accounts.models import Staff
from stormoede.contributions import paper, tables
from stormoede.contributions.actions import files
from stormoede.contributions.actions.corrections import CORRECTED
from stormoede.contributions.models import Enclosure
from stormoede.contributions.paper import Copy
from stormoede.contributions.queries import gathered
from stormoede.contributions.tests import house
from stormoede.documents.files import FORMS
from stormoede.events.models import Event
from stormoede.mail import recipes
from stormoede.mail.models import Message
from stormoede.passages.actions import quotes
from stormoede.passages.models import Quote, Ruling, Text
from stormoede.rounds.models import Round
from tests import cast

pytestmark = pytest.mark.django_db
SECRET = "Borgeren hedder Villads Krogh."


class Sent:
    """Two versions of one answer with the same secret in both, and two quotes from the newest."""

    def __init__(self):
        self.found, self.body = house.questionnaire(), house.council()
        self.lone = house.seat("Lone Friis", self.body, "secretary")
        self.first = house.handed_in(self.found, self.lone, self.body, situation=f"{SECRET} Vi venter.")
        self.version = house.handed_in(self.found, self.lone, self.body, situation=f"{SECRET} Udgiften steg 4 procent.")
        self.text = self.version.answers.get(question__key="situation").text
        for start, end in ((0, len(SECRET)), (len(SECRET) + 1, len(self.text.words))):
            quotes.make(self.text.pk, start, end, by=house.BY, at=house.AT)
        self.desk = cast.desk()
        self.home = f"/desk/rounds/oea26/contributions/input/{self.version.contribution_id}/"

    def post(self, **form):
        return self.desk.post(f"{self.home}versions/2/texts/{self.text.pk}/", form)

    def page(self):
        return self.desk.get(self.home, headers={"accept-language": "da"}).content.decode()

    def mail(self):
        message = Message.objects.get(kind=CORRECTED)
        return recipes.of(CORRECTED)([message], reveal=False)[message.pk]

    def papers(self):
        told = gathered.gather(Round.objects.get(), house.TODAY)
        copy = Copy(1, "Sofie Ravn", house.AT)
        sheets = repr([table.rows for table in tables.tables(told, copy)])
        return FORMS["txt"].write(paper.document(told, copy)).decode("utf-8-sig"), sheets


@pytest.fixture
def sent():
    return Sent()


def test_nothing_happens_without_a_reason_a_change_or_the_mark(sent):
    before = sent.text.words
    for form in (
        {"act": "correct", "words": "Andet", "reason": " "},
        {"act": "correct", "words": before, "reason": "Fejl"},
        {"act": "correct", "words": "  ", "reason": "Fejl"},
        {"act": "erase", "reason": "Fortroligt"},
        {"act": "erase", "reason": "", "sure": "yes"},
    ):
        assert sent.post(**form).status_code == 422, form
    assert sent.post().status_code == 200
    sent.text.refresh_from_db()
    assert (sent.text.words, Ruling.objects.count(), Message.objects.filter(kind=CORRECTED).count()) == (before, 0, 0)


def test_a_correction_strikes_the_quote_that_no_longer_stands_and_the_document_follows(sent):
    assert (
        sent.post(act="correct", words="Borgeren er anonym. Vi har 5 procent.", reason="Forkert tal").status_code == 302
    )
    shown = sent.page()
    assert f"<s>{SECRET}</s>" in shown
    assert "Sekretariatet har rettet teksten, og den siger ikke længere dette: Forkert tal" in shown
    assert "Vi har 5 procent." in shown
    document, sheets = sent.papers()
    assert "Vi har 5 procent." in document
    assert "Vi har 5 procent." in sheets
    assert "4 procent" not in document + sheets
    assert "Forkert tal" in sent.mail().text
    ruling = Ruling.objects.get()
    assert (ruling.now, ruling.reason, ruling.by.split(":")[0]) == ("corrected", "Forkert tal", "staff")


def test_what_is_erased_is_nowhere_any_more_and_the_reason_is(sent):
    assert sent.post(act="erase", reason="Navn på en borger", sure="yes", older="yes").status_code == 302
    assert not Text.objects.filter(words__contains="Villads").exists()
    assert not Quote.objects.exclude(words="").exists()
    shown = sent.page()
    assert "Villads" not in shown
    assert "Sekretariatet har slettet ordene: Navn på en borger" in shown
    told = sent.mail()
    assert told.to_address == sent.lone.email
    assert "Navn på en borger" in told.text
    assert "Villads" not in told.text + told.html
    document, sheets = sent.papers()
    assert "[slettet]" in document
    assert "[slettet]" in sheets
    assert "Villads" not in document + sheets
    assert Event.objects.filter(act="text.erased").count() == 2
    assert "Villads" not in repr(list(Event.objects.values()))


def test_older_versions_are_kept_unless_one_asks(sent):
    sent.post(act="erase", reason="Navn", sure="yes")
    assert Text.objects.filter(words__contains="Villads").count() == 1


def test_a_reader_corrects_nothing_and_another_answers_text_is_not_found(sent):
    address = f"{sent.home}versions/1/texts/{sent.text.pk}/"
    assert sent.desk.get(address).status_code == 404
    reader = cast.desk(Staff.Role.READER, "Lise Bak")
    assert reader.get(f"{sent.home}versions/2/texts/{sent.text.pk}/").status_code == 403
    assert "Ret eller slet" not in reader.get(sent.home, headers={"accept-language": "da"}).content.decode()


def test_files_go_with_the_words_when_they_are_marked(sent):
    added = [
        files.add(sent.version.contribution_id, name, SECRET.encode(), None, sent.lone.pk, by=house.BY, at=house.AT)
        for name in ("Referat Villads Krogh.txt", "Budget.txt", "Andres.txt")
    ]
    contribution = sent.version.contribution
    Enclosure.objects.bulk_create(Enclosure(version=sent.version, attachment=file) for file in added[:2])
    marked = [str(added[0].pk), str(added[2].pk)]
    shown = sent.post(act="erase", reason="Navn", file=marked)
    assert shown.status_code == 422
    assert "Budget.txt" in shown.content.decode()
    assert "Andres.txt" not in shown.content.decode()
    assert sent.post(act="erase", reason="Navn", sure="yes", file=marked).status_code == 302
    held = {bytes(file.content) for file in contribution.attachments.filter(pk=added[0].pk)}
    assert held == {b""}
    assert contribution.attachments.get(pk=added[0].pk).name == "Slettet fil"
    assert [contribution.attachments.get(pk=one.pk).digest for one in added[1:]] == [one.digest for one in added[1:]]
    assert Event.objects.get(act="attachment.erased").subject == f"attachment:{added[0].pk}"
