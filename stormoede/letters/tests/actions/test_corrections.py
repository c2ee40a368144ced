"""A correction goes to exactly those who got the letter, and says on top what is corrected."""

from dataclasses import replace

import pytest

from stormoede.accounts.actions import reminders
from stormoede.events.actor import Actor, ActorKind
from stormoede.letters.actions import corrections, drafts, enclosures, releases
from stormoede.letters.core.drafts import Draft, Text
from stormoede.letters.models import Delivery, Letter
from stormoede.letters.queries import checks, previews
from stormoede.letters.refusals import NotReady, NotSent
from stormoede.letters.tests import makers
from stormoede.letters.tests.makers import AT, OTHER, WRITER
from stormoede.mail.models import Message
from stormoede.members.actions import people as members
from stormoede.members.models import Mandate, Person

pytestmark = pytest.mark.django_db


def noted(letter: Letter, note: str = "Fristen er den 26. marts.") -> Letter:
    texts = {
        text.language: replace(Text(text.subject, text.preheader, text.heading, text.mail), note=note)
        for text in letter.texts.all()
    }
    return drafts.edit(letter, Draft(letter.title, 0, texts=texts), edit_number=letter.edit_number, by=WRITER, at=AT)


def got(letter: Letter) -> set[str]:
    return set(Delivery.objects.filter(letter=letter, message__isnull=False).values_list("person__name", flat=True))


def test_it_goes_to_exactly_those_who_got_the_letter() -> None:
    people: dict[str, Person] = {
        name: makers.member(name) for name in ("Came", "Waits", "Left", "Stopped", "Refused", "Mended")
    }
    first = makers.letter()
    releases.release(makers.tested(first), by=OTHER, at=AT)
    sent = Message.objects.filter(kind="letters.letter")
    sent.exclude(person=str(people["Waits"].pk)).update(state="accepted", settled_at=AT)
    sent.filter(person__in=[str(people["Refused"].pk), str(people["Mended"].pk)]).update(state="refused")
    Mandate.objects.filter(person=people["Left"]).delete()
    makers.member("Newcomer")
    members.correct_address(people["Mended"], "mended@faaborg-midtfyn.example", by=WRITER, at=AT)
    stopped = people["Stopped"].pk
    reminders.stop(stopped, "round:oea26", by=Actor(ActorKind.PERSON, str(stopped)), at=AT)
    letter = noted(corrections.begin(makers.letter(first.round), by=WRITER, at=AT))
    releases.release(makers.tested(letter), by=OTHER, at=AT)
    assert got(letter) == {"Came", "Waits", "Left", "Stopped", "Mended"}


def test_it_says_on_top_what_is_corrected_and_goes_not_out_before() -> None:
    person = makers.member()
    with pytest.raises(NotSent):
        corrections.begin(makers.letter(), by=WRITER, at=AT)
    first = makers.letter(Letter.objects.get(key="invitation").round)
    enclosures.add(first, "Program.txt", b"19.00 Velkomst", by=WRITER, at=AT)
    first.refresh_from_db()
    first = releases.release(makers.tested(first), by=OTHER, at=AT)
    letter = corrections.begin(first, by=WRITER, at=AT)
    assert (letter.key, letter.title[:9]) == ("invitation-rettelse", "Rettelse:")
    assert [one.name for one in letter.enclosures.all()] == ["Program.txt"]
    with pytest.raises(NotReady):
        releases.release(makers.tested(letter), by=OTHER, at=AT)
    letter = noted(letter)
    shown = previews.of(letter, person, AT)
    assert shown.subject.startswith("Rettelse: ")
    assert shown.text.index("Fristen er den 26. marts.") < shown.text.index("Kære")
    assert "<strong>Rettelse:</strong> Fristen er" in shown.page
    assert checks.review(letter, at=AT).stops == ()
    again = corrections.begin(first, by=WRITER, at=AT)
    assert again.key == "invitation-rettelse-2"
