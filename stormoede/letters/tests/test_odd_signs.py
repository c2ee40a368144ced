"""Characters no typeface here has: in the letter they stop the release with a sentence, in somebody's name they stop nothing."""

import pytest

from stormoede.letters.actions import releases
from stormoede.letters.models import Letter
from stormoede.letters.queries import checks
from stormoede.letters.queries.checks import Says
from stormoede.letters.refusals import NotReady
from stormoede.letters.tests import makers
from stormoede.letters.tests.test_recipes import OTHER, text_of

pytestmark = pytest.mark.django_db


def told(letter: Letter) -> list[tuple[Says, str]]:
    return [(one.says, one.sentence) for one in checks.review(letter, at=makers.AT).checks if one.key == "paper"]


def test_a_name_no_typeface_has_is_printed_by_its_name_and_stops_nothing() -> None:
    odd, mette = makers.member("Mette 🙂 Overgaard"), makers.member("Ib Krogh")
    releases.release(
        makers.tested(makers.rewritten(makers.letter(), paper="Kære ((navn))\n\nVi ses.")), by=OTHER, at=makers.AT
    )
    assert "Mette [slightly smiling face] Overgaard" in " ".join(
        text_of(makers.mail_to(odd).attachments[0].content).split()
    )
    assert "Mette 🙂 Overgaard" in makers.mail_to(odd).text
    assert "Ib Krogh" in text_of(makers.mail_to(mette).attachments[0].content)


def test_a_character_of_the_letter_itself_is_named_at_the_review_and_stops_trial_and_release() -> None:
    makers.member()
    letter = makers.rewritten(makers.letter(), paper="Kære ((navn))\n\nVi ses 🙂.")
    says, sentence = told(letter)[0]
    assert says is Says.NO
    assert "🙂 [slightly smiling face]" in sentence
    with pytest.raises(NotReady):
        makers.tested(letter)
    with pytest.raises(NotReady):
        releases.release(letter, by=OTHER, at=makers.AT)
