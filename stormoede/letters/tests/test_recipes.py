import json
import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from stormoede.accounts import addresses
from stormoede.accounts.models import Link
from stormoede.letters import compose, paper, recipes
from stormoede.letters.actions import drafts, due, releases, trials
from stormoede.letters.core.content import from_json
from stormoede.letters.models import LetterText, LetterVersion
from stormoede.letters.tests import makers
from stormoede.letters.tests.makers import AT, OTHER, WRITER
from stormoede.mail import bytes as mail_bytes
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content, Unbuildable
from stormoede.members.models import Mandate, Person
from stormoede.rounds.models import Round

pytestmark = pytest.mark.django_db
# Attack 28 of the trust document, with what typst and HTML would make something of besides.
HOSTILE = '#read("/etc/passwd") #eval("1+1") {{ settings.SECRET_KEY }} {% debug %} $x^2$ <script>alert(1)</script> *a* _b_ `c` ((navn)) \\'


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def pdf_to(person: Person) -> bytes:
    return makers.mail_to(person).attachments[0].content


def released(**changes: str) -> None:
    releases.release(makers.tested(makers.rewritten(makers.letter(), **changes)), by=OTHER, at=AT)


def test_the_invitation_as_a_mail() -> None:
    mette = makers.member(email="mette@faaborg-midtfyn.example")
    releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    mail = makers.mail_to(mette)
    page = addresses.of(Link.objects.get(purpose="p"))
    off = addresses.of(Link.objects.get(purpose="u"))
    assert mail.subject == "Vælg aften: stormøde om ØA26 den 31. marts eller 3. april"
    assert (mail.to_name, mail.to_address) == ("Mette Overgaard", "mette@faaborg-midtfyn.example")
    assert (mail.from_name, mail.reply_to) == ("KL", "oea26@kl.example")
    assert mail.headers == {"List-Unsubscribe": f"<{off}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    assert f'href="{page}"' in mail.html and f"Vælg aften:\n{page}\n" in mail.text
    assert "  Mandag den 31. marts kl. 19.00-20.30\n  Torsdag den 3. april kl. 19.00-20.30" in mail.text
    assert "Birgitte Holm, formand\nAnders Kjær Thygesen, administrerende direktør" in mail.text
    assert "medlem af kommunalbestyrelsen i Faaborg-Midtfyn Kommune" in mail.html
    assert max(map(len, mail.text.split("\n"))) <= 78
    assert [file.name for file in mail.attachments] == ["Invitation-OEA26.pdf"]
    assert "((" not in mail.html + mail.text


def test_who_has_become_somebody_else_by_the_hour_is_called_what_they_are() -> None:
    """Released weeks ahead, and sent half an hour into the day: the seats of that day count, as it is in Denmark."""
    mette = makers.member()
    hour = datetime(2025, 2, 28, 23, 30, tzinfo=UTC)
    letter = makers.tested(makers.rewritten(makers.letter(), mail="Kære ((rolle))"))
    releases.release(letter, by=OTHER, at=AT, release_at=hour)
    Mandate.objects.create(person=mette, body=makers.council(), role="mayor", valid_from=date(2025, 3, 1))
    assert due.run(at=hour) == 1
    assert "Kære borgmester i Faaborg-Midtfyn Kommune" in makers.mail_to(mette).text
    trial = Message.objects.get(kind=recipes.TRIAL)
    told = makers.built([trial])[trial.pk]
    assert isinstance(told, Content) and "medlem af kommunalbestyrelsen" in told.text


def test_the_invitation_on_paper() -> None:
    mette = makers.member()
    releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    pdf = PdfReader(BytesIO(pdf_to(mette)))
    assert len(pdf.pages) == 2
    root = pdf.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"]) and root["/Lang"] == "da"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert pdf.metadata is not None and pdf.metadata.title == "Invitation til virtuelle stormøder om ØA26"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [595, 842]
    first, second = (" ".join(page.extract_text().split()) for page in pdf.pages)
    assert "Side 1 af 2" in first and "Side 2 af 2" in second
    assert "Dato: 7. februar 2025" in first and "Mandag den 31. marts" in first
    assert "Birgitte Holm Formand" in second and "Anders Kjær Thygesen Administrerende direktør" in second
    assert "KL, Weidekampsgade 10, Postboks 3370, 2300 København S" in first


def test_in_english_they_sign_as_what_they_are_there() -> None:
    mette = makers.member(email="mette@faaborg-midtfyn.example")
    Person.objects.filter(pk=mette.pk).update(language="en")
    releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    mail, pdf = makers.mail_to(mette), text_of(pdf_to(mette))
    assert "Birgitte Holm, chair\nAnders Kjær Thygesen, chief executive" in mail.text
    assert "Birgitte Holm Chair" in pdf and "Anders Kjær Thygesen Chief executive" in pdf
    assert "ormand" not in pdf and "Borgmestre" not in pdf and "Page 1 of 1" in pdf


def test_headings_rows_and_links_are_tagged() -> None:
    makers.member()
    releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    tags = structure(PdfReader(BytesIO(pdf_to(Person.objects.get()))))
    assert tags.count("H1") == 1 and tags.count("H2") == 3
    assert tags.count("Table") == 1 and tags.count("TH") == 2 and tags.count("TR") == 3
    assert tags.index("H1") < tags.index("H2")


def structure(pdf: PdfReader) -> list[str]:
    """The tags of the document in reading order."""
    found: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]).lstrip("/"))
            if "/K" in node:
                walk(node["/K"])

    walk(pdf.trailer["/Root"]["/StructTreeRoot"])
    return found


def test_paper_that_is_alike_is_set_once_and_is_one_object() -> None:
    people = [makers.member(f"Medlem {number}") for number in range(3)]
    releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    messages = list(Message.objects.filter(kind=recipes.LETTER))
    contents = makers.built(messages).values()
    assert len({id(content.attachments[0].content) for content in contents}) == 1
    assert not any(person.name in text_of(pdf_to(person)) for person in people)


def test_personal_paper_names_its_reader_and_carries_no_link() -> None:
    mette, henning = makers.member(), makers.member("Henning Brandt", role="mayor")
    releases.release(
        makers.tested(makers.rewritten(makers.letter(), personal_paper=True, paper="Kære ((navn))")), by=OTHER, at=AT
    )
    ours, theirs = text_of(pdf_to(mette)), text_of(pdf_to(henning))
    assert "Mette Overgaard Medlem af kommunalbestyrelsen i Faaborg-Midtfyn Kommune" in ours
    assert "Henning Brandt Borgmester i Faaborg-Midtfyn Kommune" in theirs and "Kære Henning Brandt" in theirs
    assert "/p/" not in ours + str(pdf_to(mette)) and "/u/" not in ours


def test_built_twice_the_bytes_are_the_same_and_the_draft_changes_nothing() -> None:
    mette = makers.member()
    letter = makers.tested(makers.rewritten(makers.letter(), personal_paper=True))
    letter = releases.release(letter, by=OTHER, at=AT)
    message = Message.objects.get(kind=recipes.LETTER)
    before = mail_bytes.build(message, makers.mail_to(mette))
    LetterText.objects.update(mail="Noget andet", paper="Noget andet", subject="Noget andet")
    Round.objects.update(sender_name="En anden", mailbox="en.anden@kl.example")
    compose._version.cache_clear()
    paper.shared.cache_clear()
    assert mail_bytes.build(message, makers.mail_to(mette)) == before


def test_a_version_holds_no_name_of_a_recipient() -> None:
    makers.member("Mette Overgaard")
    releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    for version in LetterVersion.objects.all():
        assert "Overgaard" not in json.dumps(version.content, ensure_ascii=False)
        assert from_json(version.content).letter_key == "invitation"
    assert not any("Overgaard" in json.dumps(message.facts) for message in Message.objects.all())


@pytest.mark.parametrize("where", ["name", "mail", "paper"])
def test_attack_28_code_in_letters_and_names_is_printed_as_typed(where: str) -> None:
    mette = makers.member(HOSTILE if where == "name" else "Mette Overgaard")
    typed = HOSTILE.replace("((navn)) \\", "").replace("*a* _b_ ", "") if where != "name" else ""
    mail = f"Kære ((navn)) {typed if where == 'mail' else ''}"
    released(mail=mail, paper=f"Kære ((navn)) {typed if where == 'paper' else ''}")
    made = makers.mail_to(mette)
    shown = text_of(made.attachments[0].content)
    for code in ('#read("/etc/passwd")', '#eval("1+1")', "{{ settings.SECRET_KEY }}", "{% debug %}", "$x^2$", "`c`"):
        assert code in (made.text.replace("\n", " ") if where == "mail" else shown)
    assert "root:" not in shown + made.text and "<script" not in made.html.lower().split("</head>")[1]


def test_a_name_with_line_ends_makes_no_header_and_no_line() -> None:
    mette = makers.member("Mette\r\nBcc: alle@kl.example")
    releases.release(makers.tested(makers.rewritten(makers.letter(), subject="Til ((navn))")), by=OTHER, at=AT)
    assert makers.mail_to(mette).subject == "Til Mette Bcc: alle@kl.example"


def test_each_gets_their_language_or_the_rounds() -> None:
    danish, english, faroese = (
        makers.member(),
        makers.member("Emma Green", language="en"),
        makers.member("Rói", language="fo"),
    )
    releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    assert "Kære Mette" in makers.mail_to(danish).text
    assert "Dear Emma Green" in makers.mail_to(english).text and "Choose an evening" in makers.mail_to(english).subject
    assert "Monday 31 March 19:00–20:30" in makers.mail_to(english).text
    assert "Kære Rói" in makers.mail_to(faroese).text
    assert PdfReader(BytesIO(pdf_to(english))).trailer["/Root"]["/Lang"] == "en"


def test_links_are_masked_where_they_are_not_revealed() -> None:
    mette = makers.member()
    releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    masked = makers.mail_to(mette, reveal=False)
    for link in Link.objects.all():
        secret = addresses.of(link).rpartition("/")[2]
        assert secret not in masked.html + masked.text + str(masked.headers)


def test_who_is_gone_or_has_lost_their_address_cannot_be_built() -> None:
    mette, henning = makers.member(), makers.member("Henning Brandt")
    releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    Person.objects.filter(pk=mette.pk).update(erased_at=AT, name="", email="")
    Person.objects.filter(pk=henning.pk).update(email="")
    contents = makers.built(list(Message.objects.filter(kind=recipes.LETTER)))
    assert [type(content) for content in contents.values()] == [Unbuildable, Unbuildable]


def test_a_letter_to_oneself_shows_one_members_letter_without_their_links() -> None:
    makers.member()
    makers.tested(makers.letter())
    message = Message.objects.get(kind=recipes.TRIAL)
    assert (message.address, message.person) == ("sofie.ravn@kl.example", "")
    mail = makers.built([message])[message.pk]
    assert not isinstance(mail, Unbuildable)
    assert mail.to_address == "sofie.ravn@kl.example" and mail.subject.startswith("Prøve: ")
    assert "Kære Mette Overgaard" in mail.text and "/p/…" in mail.text
    assert mail.headers == {} and not Link.objects.exists()


def test_a_test_shows_what_is_missing() -> None:
    makers.member()
    makers.tested(makers.rewritten(makers.letter(), mail="Kære ((navn)), ((vejret))"))
    mail = next(iter(makers.built([Message.objects.get(kind=recipes.TRIAL)]).values()))
    assert not isinstance(mail, Unbuildable)
    assert "((vejret))" in mail.text and re.search(r"<mark[^>]*>\(\(vejret\)\)</mark>", mail.html)


def test_a_test_is_of_the_words_as_they_were() -> None:
    makers.member()
    letter = makers.tested(makers.letter())
    message = Message.objects.get(kind=recipes.TRIAL)
    before = makers.built([message])
    drafts.edit(letter, makers.draft(letter), edit_number=letter.edit_number, by=WRITER, at=AT + timedelta(hours=1))
    compose._version.cache_clear()
    assert makers.built([message]) == before


def test_many_are_built_in_as_few_statements_as_few(django_assert_num_queries) -> None:
    for number in range(3):
        makers.member(f"Medlem {number}")
    releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    messages = list(Message.objects.filter(kind=recipes.LETTER))
    makers.built(messages)
    with django_assert_num_queries(5):
        makers.built(messages[:1])
    with django_assert_num_queries(5):
        makers.built(messages)


def test_letters_beyond_the_latin_alphabet_are_set() -> None:
    people = [makers.member(name) for name in ("Łukasz Şahin", "Ειρήνη", "Йорданка")]
    released(personal_paper=True)
    for person in people:
        assert person.name in text_of(pdf_to(person))


def test_the_trial_is_refused_when_another_has_edited() -> None:
    from stormoede.letters.refusals import EditedMeanwhile

    person, letter = makers.member(), makers.letter()
    with pytest.raises(EditedMeanwhile):
        trials.send(letter, to="a@kl.example", person=person.pk, edit_number=99, by=WRITER, at=AT)
