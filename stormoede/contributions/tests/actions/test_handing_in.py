"""Handing in: what is missing is said, a version is kept by the next one, and everybody's part is their own."""

from datetime import date, timedelta

import pytest

from stormoede.contributions.actions import drafts, files, handing_in, sharing
from stormoede.contributions.core.decisions import Asked
from stormoede.contributions.core.plans import Late
from stormoede.contributions.models import Answer, Attachment, Sharing
from stormoede.contributions.queries import input as whole_input
from stormoede.contributions.queries import places, standing, versions
from stormoede.contributions.queries.places import Visitor
from stormoede.contributions.queries.standing import State
from stormoede.contributions.refusals import (
    FileEmpty,
    FileTooLarge,
    NothingNew,
    NothingWritten,
    NotReady,
    NotYours,
    ReasonMissing,
    StillTwoTexts,
    TooLate,
)
from stormoede.contributions.tests import house
from stormoede.contributions.tests.house import AT, DEADLINE, TODAY
from stormoede.mail import recipes
from stormoede.mail.models import Message
from stormoede.members.models import Group, GroupMembership
from stormoede.passages import queries as passages
from stormoede.passages.actions import quotes
from stormoede.passages.core.kinds import Basis
from stormoede.passages.core.quotes import Fault
from stormoede.passages.models import Text
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    found, body = house.questionnaire(), house.council()
    return found, body, house.seat("Lone Friis", body, "secretary")


def test_what_was_written_is_handed_in_and_a_receipt_goes_out(asked):
    found, body, lone = asked
    version = house.handed_in(
        found, lone, body, situation="Udgiften steg 4 procent.\r\n\r\nVi ønsker ro.", pres="4", hoveder="1.200",
        decision__date="08.04.2025", decision__reference="Punkt 7", decision__for="20", decision__against="5",
        minority__1__who="Liste Æ", minority__1__words="Vi ser anderledes på det.",
    )  # fmt: skip
    told = versions.read(version)
    assert [(one.question.key, [text.words for text in one.texts], one.number) for one in told.said] == [
        ("vigtigst", ["Ældre"], None),
        ("situation", ["Udgiften steg 4 procent.\n\nVi ønsker ro."], None),
        ("pres", [], 4),
        ("hoveder", [], 1200),
    ]
    assert (version.decided_on, version.reference, version.votes_for, version.votes_against) == (
        date(2025, 4, 8),
        "Punkt 7",
        20,
        5,
    )
    assert [(one.who, text.words) for one, text in told.minorities] == [("Liste Æ", "Vi ser anderledes på det.")]
    assert {text.basis for text in told.texts} == {"internal-25"}
    assert {(text.body, text.person) for text in told.texts} == {(body, lone)}
    mail = Message.objects.get(kind="contributions.receipt")
    content = recipes.of(mail.kind)([mail], reveal=False)[mail.pk]
    assert "Hvordan er situationen?" in content.text
    assert "Udgiften" not in content.text


def test_a_receipt_of_a_decision_without_a_reference_ends_with_its_day(asked):
    found, body, lone = asked
    house.handed_in(found, lone, body, situation="Ro.", decision__date="08.04.2025")
    mail = Message.objects.get(kind="contributions.receipt")
    assert "Besluttet den 8. april 2025\n" in recipes.of(mail.kind)([mail], reveal=False)[mail.pk].text


def test_a_new_version_replaces_the_old_one_and_keeps_it(asked):
    found, body, lone = asked
    first = house.handed_in(found, lone, body, situation="Udgiften steg 4 procent. Det er meget.")
    text = Text.objects.get(words__startswith="Udgiften")
    kept, gone = quotes.make(text.pk, 0, 24, by=house.BY, at=AT), quotes.make(text.pk, 25, 38, by=house.BY, at=AT)
    with pytest.raises(NothingNew):
        house.hand_in(found, lone, body)
    second = house.handed_in(found, lone, body, situation="Udgiften steg 4 procent. Det er lidt.")
    assert (first.number, second.number) == (1, 2)
    assert [one.texts[0].words for one in versions.read(first).said] == [
        "Ældre",
        "Udgiften steg 4 procent. Det er meget.",
    ]
    assert [one.fault for one in passages.shown([kept.pk, gone.pk])] == [None, Fault.REPLACED]
    assert passages.standing(found.track.round).count() == 2


def test_what_is_missing_is_said_by_field(asked):
    found, body, lone = asked
    draft = house.begin(found, lone, body)
    with pytest.raises(NothingWritten):
        house.hand_in(found, lone, body)
    for name, value in {
        "pres": "9",
        "hoveder": "mange",
        "decision.date": "i går",
        "decision.for": "30",
        "minority.2.words": "Nej",
    }.items():
        house.write(draft, lone, name, value)
    with pytest.raises(NotReady) as refused:
        house.hand_in(found, lone, body)
    assert set(refused.value.faults) == {
        "vigtigst.1",
        "pres",
        "hoveder",
        "decision.date",
        "decision.for",
        "minority.2.who",
    }


def test_a_decision_that_must_be_there_must_be_there():
    found, body = house.questionnaire(decision=Asked.REQUIRED), house.council()
    lone = house.seat("Lone Friis", body, "secretary")
    with pytest.raises(NotReady) as refused:
        house.handed_in(found, lone, body)
    assert set(refused.value.faults) == {"decision.date", "decision.reference"}


def test_one_who_was_asked_to_write_along_does_not_hand_in(asked):
    found, body, lone = asked
    draft, mette = house.begin(found, lone, body), house.seat("Mette Overgaard", body)
    drafts.invite(house.place(found, lone, body), mette, by=house.BY, at=AT)
    house.write(draft, mette, "vigtigst.1", "Skoler")
    with pytest.raises(NotYours):
        house.hand_in(found, mette, body)
    assert Message.objects.get().kind == "contributions.invited"


def test_two_texts_in_one_field_are_not_handed_in(asked):
    found, body, lone = asked
    draft, henning = house.begin(found, lone, body), house.seat("Henning Brandt", body, "mayor")
    house.write(draft, lone, "vigtigst.1", "Ældre")
    house.write(draft, henning, "vigtigst.1", "Skoler")
    with pytest.raises(StillTwoTexts):
        house.hand_in(found, henning, body)


@pytest.mark.parametrize("late", Late)
def test_after_the_deadline(late):
    found, body = house.questionnaire(late=late), house.council()
    lone = house.seat("Lone Friis", body, "secretary")
    house.write(house.begin(found, lone, body), lone, "vigtigst.1", "Ældre")
    after = DEADLINE + timedelta(seconds=1)
    if late is Late.CLOSED:
        with pytest.raises(TooLate):
            house.hand_in(found, lone, body, at=after)
    else:
        assert house.hand_in(found, lone, body, at=after).late


def test_a_region_has_a_deadline_of_its_own():
    body = house.council()
    group = Group.objects.create(kind="region", code="syd", name="Region Syddanmark", sort_key="syd")
    GroupMembership.objects.create(organisation=body.organisation, group=group)
    found = house.questionnaire(deadlines={group.pk: DEADLINE - timedelta(days=5)})
    other = house.council("101", "København")
    told = {line.name: line.deadline for line in standing.lines(found, TODAY)}
    assert told == {"Faaborg-Midtfyn": DEADLINE - timedelta(days=5), other.organisation.name: DEADLINE}


def test_a_member_sends_their_own_view_apart_from_the_councils(asked):
    found, body, lone = asked
    mette = house.seat("Mette Overgaard", body)
    house.handed_in(found, lone, body)
    own = house.handed_in(found, mette, None, situation="Jeg mener noget andet.")
    assert own.contribution.body is None
    told = whole_input.read(found)
    assert [(one.name, one.own) for one in told.sources] == [("Faaborg-Midtfyn", False), ("Mette Overgaard", True)]
    assert [line.state for line in standing.lines(found, TODAY)] == [State.HANDED_IN]
    assert list(standing.own_views(found)) == [own]
    here = [(one.key, one.writes) for one in places.places([found], Visitor(mette, TODAY))]
    assert here == [(str(body.pk), False), ("egen", True)]
    assert [one.key for one in places.places([found], Visitor(lone, TODAY))] == [str(body.pk)]


def test_the_basis_is_changed_with_a_reason_and_counts_for_the_words(asked):
    found, body, lone = asked
    version = house.handed_in(found, lone, body, situation="Udgiften steg.")
    assert whole_input.read(found, public=True).sources == []
    handing_in.set_basis(version, Basis.PUBLIC, "Behandlet på åbent møde", by=house.BY, at=AT)
    assert [one.name for one in whole_input.read(found, public=True).sources] == ["Faaborg-Midtfyn"]
    assert passages.public(found.track.round).count() == 2


def test_all_input_stands_by_question_in_danish_order(django_assert_num_queries):
    found = house.questionnaire()
    for code, name in (("851", "Aalborg"), ("492", "Ærø"), ("751", "Aarhus"), ("101", "København")):
        body = house.council(code, name)
        house.handed_in(found, house.seat(f"Borgmester {name}", body, "mayor"), body, vigtigst__2="Skoler", pres="3")
    with django_assert_num_queries(4):
        told = whole_input.read(found)
    assert [one.name for one in told.sources] == ["København", "Ærø", "Aalborg", "Aarhus"]
    first = told.headings[0].pieces
    assert [(one.source.name, one.rank, one.text.words) for one in first][:3] == [
        ("København", 1, "Ældre"), ("København", 2, "Skoler"), ("Ærø", 1, "Ældre"),
    ]  # fmt: skip
    assert sum(len(heading.pieces) for heading in told.headings) == Answer.objects.count()


def test_files_are_kept_raw_and_a_version_keeps_its_own(asked):
    found, body, lone = asked
    draft, bilag = house.begin(found, lone, body), found.questions.get(key="bilag")
    for content, refusal in ((b"", FileEmpty), (b"x" * (files.LARGEST + 1), FileTooLarge)):
        with pytest.raises(refusal):
            files.add(draft.pk, "a.pdf", content, bilag, lone.pk, by=house.BY, at=AT)
    kept = files.add(draft.pk, "C:\\Sager\\../sag 7.pdf", b"%PDF <script>", bilag, lone.pk, by=house.BY, at=AT)
    assert (kept.name, bytes(kept.content)) == ("sag 7.pdf", b"%PDF <script>")
    loose = files.add(draft.pk, "x.txt", b"x", None, lone.pk, by=house.BY, at=AT)
    files.remove(draft.pk, loose.pk, by=house.BY, at=AT)
    version = house.handed_in(found, lone, body)
    files.remove(draft.pk, kept.pk, by=house.BY, at=AT)
    assert list(Attachment.objects.all()) == [kept]
    assert [file.name for one in versions.read(version).said for file in one.files] == ["sag 7.pdf"]
    assert house.hand_in(found, lone, body).enclosures.count() == 0


def test_sharing_outside_is_noted_with_who_and_why(asked):
    found, body, lone = asked
    version = house.handed_in(found, lone, body)
    cast.person("Mette Overgaard", "mette@faaborg-midtfyn.example")
    to = sharing.recipients("Mette@faaborg-midtfyn.example, journalist@avis.example")
    assert [one.outside for one in to] == [False, True]
    with pytest.raises(ReasonMissing):
        sharing.share(version, to, whole=True, reason=" ", by=house.BY, at=AT)
    sharing.share(version, to, whole=False, reason="Aktindsigt", by=house.BY, at=AT)
    sharing.share(version, to, whole=True, reason="Aftalt med rådet", by=house.BY, at=AT)
    assert list(Sharing.objects.values_list("copy", "whole")) == [(1, False), (2, True)]
