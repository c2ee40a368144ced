import tomllib

import pytest

from stormoede.letters.actions import releases
from stormoede.letters.models import Letter
from stormoede.letters.queries import checks
from stormoede.letters.sections import LetterSection
from stormoede.letters.tests import makers
from stormoede.letters.tests.makers import AT, OTHER
from stormoede.rounds import files
from stormoede.rounds.models import Round
from stormoede.rounds.refusals import FileRefused

pytestmark = pytest.mark.django_db


def test_the_letter_of_oea26_comes_from_its_file_and_is_ready_but_for_its_test() -> None:
    makers.member()
    letter = makers.letter()
    assert {text.language for text in letter.texts.all()} == {"da", "en"}
    assert checks.review(letter, at=AT).stops == ()
    assert not letter.personal_paper and str(letter.dated) == "2025-02-07"


def test_the_letter_of_oea24_is_ready_too() -> None:
    makers.member()
    text = (makers.ROUND_FILE.parent / "oea24.toml").read_text(encoding="utf-8")
    of = files.load(text, by=makers.WRITER, at=AT.replace(year=2023))
    for letter in Letter.objects.filter(round=of).select_related("round", "audience"):
        assert checks.review(letter, at=AT.replace(year=2023)).stops == ()


def test_letters_are_written_back_as_they_were_read() -> None:
    of = makers.round()
    told = tomllib.loads(makers.ROUND_FILE.read_text(encoding="utf-8"))["letters"]
    assert LetterSection().dump(of) == [_stripped(letter) for letter in told]
    again = tomllib.loads(files.dump(of))["letters"]
    assert [_stripped(letter) for letter in again] == LetterSection().dump(of)


def _stripped(table: dict[str, object]) -> dict[str, object]:
    return {
        key: {name: text.strip() for name, text in value.items()} if isinstance(value, dict) else value
        for key, value in table.items()
    }


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('audience = "kommunalbestyrelser"\ndated', 'audience = "ukendt"\ndated', "letters[0].audience"),
        ("dated = 2025-02-07", 'dated = "i går"', "letters[0].dated"),
        ("[letters.en]", "[letters.de]", "letters[0].de"),
        ('preheader = "The same', 'preheading = "The same', "letters[0].en.preheading"),
        ('key = "invitation"', 'key = "Brev nr. 1"', "letters[0].key"),
    ],
)
def test_a_fault_is_named_with_its_place_and_nothing_is_kept(old: str, new: str, place: str) -> None:
    text = makers.ROUND_FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(FileRefused) as refused:
        files.load(text.replace(old, new), by=makers.WRITER, at=AT)
    assert place in str(refused.value)
    assert not Round.objects.exists() and not Letter.objects.exists()


def test_a_released_letter_stands_in_the_rounds_calendar() -> None:
    makers.member()
    letter = makers.letter()
    assert [due.key for due in LetterSection().dates(letter.round)] == ["letter.paamindelse"]
    releases.release(makers.tested(letter), by=OTHER, at=AT)
    dates = [(due.at, due.key) for due in LetterSection().dates(letter.round)]
    assert sorted(dates) == [(AT, "letter.invitation"), (makers.REMINDS_AT, "letter.paamindelse")]
