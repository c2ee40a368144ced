"""A mail becomes a contribution when somebody has looked: whose it is, what it says, what it is to earlier ones."""

from datetime import UTC, datetime, timedelta

import pytest

from stormoede.contributions import paper, tables
from stormoede.contributions.actions import looking
from stormoede.contributions.actions.looking import Accepted
from stormoede.contributions.models import Submission
from stormoede.contributions.paper import By, Copy
from stormoede.contributions.queries import gathered, mailed, standing
from stormoede.contributions.refusals import AlreadyLooked, NobodyBehind, NothingTaken, ReasonMissing
from stormoede.contributions.tests import house, post
from stormoede.contributions.tests.house import BY, TODAY
from stormoede.contributions.tests.post import BOX, brought, mail, sent
from stormoede.documents.files import FORMS
from stormoede.mail import recipes, returns
from stormoede.mail.core.returns import Use
from stormoede.mail.models import Incoming, Message
from stormoede.members.models import Person
from stormoede.passages.core.kinds import Basis
from stormoede.passages.models import Passage, Text
from stormoede.rounds.models import Round
from tests import cast

pytestmark = pytest.mark.django_db
AT = datetime(2025, 4, 11, 9, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
NOTE = ("Input.txt", "Kommunalbestyrelsen i Faaborg-Midtfyn ønsker ro.\n\nVi har 12 pladser.".encode())


@pytest.fixture
def faaborg(settings):
    settings.MAIL_DOMAIN = "svar.kl.example"
    house.questionnaire()
    Round.objects.update(mailbox=BOX)
    body = house.council()
    gitte = house.seat("Gitte Rask", body, "secretary")
    Person.objects.filter(pk=gitte.pk).update(email="gitte.rask@faaborg-midtfyn.example")
    return body


def accept(found: Submission, bodies, at=LATER, **more):
    return looking.accept(
        found.pk, Accepted(bodies, {one.pk for one in found.readings.filter(taken=True)}, **more), by=BY, at=at
    )


def test_a_mail_with_a_document_waits_for_one_look_and_then_stands_in_the_document(faaborg):
    row = brought(mail("Hermed vores input.\n\nMed venlig hilsen\nGitte Rask", NOTE), AT)
    assert (row.claim, row.verdict, row.state) == ("contribution", "document", "done")
    found = sent(row)
    assert (found.state, found.rule, [one.body for one in found.backers.all()]) == ("waiting", "sender", [faaborg])
    assert [(one.kind, one.taken) for one in found.readings.all()] == [("mail", False), ("text", True)]
    assert not Text.objects.exists(), "nothing counts before somebody has looked"
    accept(found, [faaborg.pk])
    text = Text.objects.get()
    assert (text.body, text.at, text.words) == (faaborg, AT, NOTE[1].decode())
    assert [one.words for one in text.passages.all()] == [
        "Kommunalbestyrelsen i Faaborg-Midtfyn ønsker ro.",
        "Vi har 12 pladser.",
    ]
    for by in By:
        words = " ".join(
            FORMS["txt"].write(paper.document(told(), Copy(1, "x", LATER, by))).decode("utf-8-sig").split()
        )
        assert "Sendt ind på mail" in words and "ønsker ro." in words and "fil Input.txt" in words
        assert "1 af 1 har svaret." in words
    rows = next(table for table in tables.tables(told(), Copy(1, "x", LATER))).rows
    assert [row[7] for row in rows] == [NOTE[1].decode()]
    (line,) = standing.lines(house.Questionnaire.objects.get(), TODAY)
    assert line.received == AT
    with pytest.raises(AlreadyLooked):
        accept(found, [faaborg.pk])


def told(*, public: bool = False):
    return gathered.gather(Round.objects.get(), TODAY, public=public)


def test_a_look_needs_a_council_and_words_and_a_refusal_a_reason(faaborg):
    found = sent(brought(mail("Hermed.", NOTE, sender="x@gmail.example"), AT))
    with pytest.raises(NobodyBehind):
        accept(found, [])
    with pytest.raises(NothingTaken):
        looking.accept(found.pk, Accepted([faaborg.pk], set()), by=BY, at=AT)
    with pytest.raises(ReasonMissing):
        looking.refuse(found.pk, " ", by=BY, at=AT)
    looking.refuse(found.pk, "Et nyhedsbrev", by=BY, at=AT)
    assert Incoming.objects.get().raw, "nothing is lost"
    looking.open_again(found.pk, by=BY, at=AT)
    looking.to_inbox(found.pk, "Et spørgsmål", by=BY, at=AT)
    assert Incoming.objects.get().state == "waiting"


def test_each_rule_in_its_order(faaborg):
    assens = house.council("420", "Assens")
    ib = house.seat("Ib Krogh", assens, "mayor")
    Person.objects.filter(pk=ib.pk).update(email="ib@assens.example")
    first = sent(brought(mail("Hermed.", NOTE), AT))
    message = Message.objects.get(ref=f"submission:{first.pk}")
    alias = returns.address(message.mark, Use.ANSWER)
    other = ("Andet.txt", b"Noget andet end foer, ogsaa fra os.")
    cases = [
        (mail("Mere.", other, sender="privat@gmail.example", to=[alias]), "alias", faaborg),
        (mail("Mere.", ("b.txt", b"b b b"), sender="p@gmail.example", In_Reply_To=f"<{message.mark}@127.0.0.1>"), "thread", faaborg),
        (mail("Hermed.", ("c.txt", b"c c c"), sender="IB@assens.example"), "sender", assens),
        (mail("Hermed.", ("d.txt", b"d d d"), sender="post@assens.example"), "domain", assens),
        (mail("Hermed.", ("e.txt", "Byrådet i Assens mener det.".encode()), sender="q@gmail.example"), "name", assens),
    ]  # fmt: skip
    for raw, rule, body in cases:
        found = sent(brought(raw, AT))
        assert (found.rule, [one.body for one in found.backers.all()]) == (rule, [body]), rule
        assert found.state == "waiting"
    assert not Text.objects.exists()


def test_several_councils_send_in_together(faaborg):
    assens, nyborg = house.council("420", "Assens"), house.council("450", "Nyborg")
    words = "Fælles input fra Assens, Nyborg og Faaborg-Midtfyn Kommuner\n\nVi ønsker ro."
    found = sent(brought(mail("Hermed.", ("Fælles input.txt", words.encode())), AT))
    assert {one.body for one in found.backers.all()} == {assens, nyborg, faaborg}
    accept(found, [one.body_id for one in found.backers.all()])
    (one,) = mailed.standing(Round.objects.get())
    assert set(one.names) == {"Assens", "Nyborg", "Faaborg-Midtfyn"}
    said = FORMS["txt"].write(paper.document(told(), Copy(1, "x", LATER))).decode("utf-8-sig")
    assert "Sammen: " in said and said.count("Vi ønsker ro.") == 1


def test_a_newer_one_takes_the_place_of_an_earlier_one_and_another_stands_beside(faaborg):
    first = accept(sent(brought(mail("Hermed.", NOTE), AT)), [faaborg.pk])
    newer = sent(brought(mail("Dette erstatter tidligere fremsendte.", ("Input.txt", b"Vi har 14 pladser.")), AT))
    beside = sent(brought(mail("Hermed ogsaa et bilag.", ("Bilag.txt", b"Tal for 2024.")), AT))
    assert (newer.newer_than, beside.newer_than) == (first, None)
    accept(newer, [faaborg.pk], newer_than=first.pk)
    accept(beside, [faaborg.pk])
    assert [one.submission for one in mailed.standing(Round.objects.get())] == [newer, beside]
    old = Text.objects.get(words=NOTE[1].decode())
    assert old.replaced_at and old.replaced_by.words == "Vi har 14 pladser."
    looking.open_again(newer.pk, by=BY, at=LATER)
    assert [one.submission for one in mailed.standing(Round.objects.get())] == [first, beside]
    accept(newer, [faaborg.pk])
    assert Text.objects.filter(words="Vi har 14 pladser.").count() == 2


def test_copies_are_kept_grouped_and_counted_and_the_same_words_from_another_council_count_for_it(faaborg):
    assens = house.council("420", "Assens")
    first = sent(brought(mail("Hermed.", NOTE), AT))
    again = sent(brought(mail("Sender lige igen.", NOTE), AT))
    other = sent(
        brought(mail("Hermed fra Assens Kommune.", NOTE, sender="b@assens.example", subject="Assens Kommune"), AT)
    )
    assert (again.state, again.copy_of) == ("copy", first)
    assert (other.state, other.copy_of, other.print) == ("waiting", None, first.print)
    assert len(mailed.alike(first)) == 2 and assens
    accept(first, [faaborg.pk])
    assert mailed.standing(Round.objects.get())[0].copies == 1
    assert Message.objects.filter(kind="contributions.acknowledged").count() == 2, "a copy gets no second receipt"


def test_what_was_understood_at_first_stays_in_the_mail_that_told_it(faaborg):
    assens = house.council("420", "Assens")
    first = sent(brought(mail("Hermed.", NOTE), AT))
    newer = sent(brought(mail("Dette erstatter tidligere fremsendte.", ("Input.txt", b"Vi har 14 pladser.")), AT))
    told = Message.objects.get(ref=f"submission:{newer.pk}")
    before = recipes.of(told.kind)([told], reveal=True)[told.pk]
    assert "Faaborg-Midtfyn" in before.text and "Den erstatter det" in before.text and first
    accept(newer, [assens.pk])
    assert recipes.of(told.kind)([told], reveal=True)[told.pk] == before


def test_the_deadline_is_our_own_servers_time_of_receipt(faaborg):
    deadline = house.DEADLINE
    early, late = deadline - timedelta(minutes=5), deadline + timedelta(minutes=5)
    after = deadline + timedelta(days=2)
    raw = mail("Hermed.", ("a.txt", b"a a"), Date="Fri, 01 Jan 2021 10:00:00 +0100")
    assert sent(brought(raw, after, arrived=late)).late
    on_top = b"Received: from a by mx.kl.example; " + early.strftime("%a, %d %b %Y %H:%M:%S +0000").encode() + b"\r\n"
    assert not sent(brought(on_top + mail("Hermed.", ("b.txt", b"b b")), after)).late
    forged = b"Received: from us by us; " + late.strftime("%a, %d %b %Y %H:%M:%S +0000").encode() + b"\r\n" + on_top
    assert sent(brought(forged + mail("Hermed.", ("c.txt", b"c c")), after)).late
    assert sent(brought(mail("Hermed.", ("d.txt", b"d d")), after)).late, "without any it is when we kept it"


def test_the_public_edition_holds_public_mails_and_settled_facts_alone(faaborg):
    accept(sent(brought(mail("Hermed.", NOTE), AT)), [faaborg.pk])
    assert told(public=True).mails == []
    Passage.objects.filter(kind="fact").update(settled=True)
    assert [fact.words for fact in told(public=True).mail_facts] == ["Vi har 12 pladser."]
    looking.set_basis(Submission.objects.get().pk, Basis.PUBLIC, "De har sagt ja", by=BY, at=LATER)
    assert len(told(public=True).mails) == 1


def test_ordinary_mails_stay_in_the_inbox_and_programs_get_no_answer(faaborg):
    assert brought(mail("Jeg kommer den 31. marts."), AT).claim == "inbox"
    assert brought(mail("Ude.", NOTE, Auto_Submitted="auto-replied"), AT).claim == "automatic"
    assert brought(mail("Nyt.", NOTE, List_Id="<nyt.kl.example>"), AT).claim == "automatic"
    assert not Submission.objects.exists() and not Message.objects.exists()
    cast.person("Fælles Post", email="faelles@faaborg-midtfyn.example", organisation=faaborg.organisation)
    long = "Kommunalbestyrelsen har drøftet økonomien. " * 30
    assert brought(mail(long, subject="Hej"), AT).verdict == "long"
    assert post.sent(Incoming.objects.latest("pk")).readings.get().taken
