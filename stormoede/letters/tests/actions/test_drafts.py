from dataclasses import replace

import pytest

from stormoede.events.models import Event
from stormoede.letters.actions import drafts, releases
from stormoede.letters.models import Letter
from stormoede.letters.refusals import AlreadyReleased, EditedMeanwhile, KeyTaken
from stormoede.letters.tests import makers
from stormoede.letters.tests.makers import AT, OTHER, TEXT, WRITER

pytestmark = pytest.mark.django_db


def test_a_letter_is_written_and_found_again() -> None:
    letter = makers.letter()
    new = drafts.make(letter.round, "reminder", makers.draft(letter, da=TEXT, en=TEXT), by=WRITER, at=AT)
    assert {text.language: text.subject for text in new.texts.all()} == {"da": TEXT.subject, "en": TEXT.subject}
    assert Event.objects.get(act="letter.made", subject=f"letter:{new.pk}").actor_id == WRITER.id


def test_a_rounds_letters_have_different_keys() -> None:
    letter = makers.letter()
    with pytest.raises(KeyTaken):
        drafts.make(letter.round, "invitation", makers.draft(letter), by=WRITER, at=AT)


def test_what_is_typed_is_tidied() -> None:
    letter = makers.rewritten(makers.letter(), subject=" Vælg\taften\r\nnu ", mail="\r\nKære\r\n\x00\ue000")
    text = letter.texts.get()
    assert (text.subject, text.mail) == ("Vælg aften nu", "Kære")


def test_a_language_left_empty_is_taken_away() -> None:
    letter = makers.letter()
    assert letter.texts.count() == 2
    makers.rewritten(letter)
    assert [text.language for text in letter.texts.all()] == ["da"]


def test_a_second_desk_is_told_and_overwrites_nothing() -> None:
    letter = makers.letter()
    first, second = replace(TEXT, mail="Første"), replace(TEXT, mail="Anden")
    drafts.edit(letter, makers.draft(letter, da=first), edit_number=letter.edit_number, by=WRITER, at=AT)
    with pytest.raises(EditedMeanwhile) as told:
        drafts.edit(letter, makers.draft(letter, da=second), edit_number=letter.edit_number, by=OTHER, at=AT)
    assert "10" in str(told.value)
    kept = Letter.objects.get(key="invitation")
    assert kept.texts.get().mail == "Første"
    assert (kept.edit_number, kept.edited_by) == (letter.edit_number + 1, str(WRITER))


def test_a_released_letter_is_not_edited_nor_deleted() -> None:
    makers.member()
    letter = makers.tested(makers.letter())
    releases.release(letter, by=OTHER, at=AT)
    with pytest.raises(AlreadyReleased):
        drafts.edit(letter, makers.draft(letter), edit_number=letter.edit_number, by=WRITER, at=AT)
    with pytest.raises(AlreadyReleased):
        drafts.delete(letter, edit_number=letter.edit_number, by=WRITER, at=AT)


def test_a_draft_is_deleted_as_it_was_seen() -> None:
    letter = makers.letter()
    drafts.delete(makers.letter(letter.round, "paamindelse"), edit_number=0, by=WRITER, at=AT)
    with pytest.raises(EditedMeanwhile):
        drafts.delete(letter, edit_number=letter.edit_number + 1, by=WRITER, at=AT)
    drafts.delete(letter, edit_number=letter.edit_number, by=WRITER, at=AT)
    assert not Letter.objects.exists()
