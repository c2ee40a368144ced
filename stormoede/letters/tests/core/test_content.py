import json
from dataclasses import replace
from datetime import date

from stormoede.letters.core.content import Content, Letterhead, Words, from_json, to_json
from stormoede.letters.core.tree import Date

CONTENT = Content(
    round_key="oea26",
    letter_key="invitation",
    title="Invitation",
    dated=date(2025, 2, 7),
    personal_paper=True,
    to="Alle",
    letterhead=Letterhead("KL", "oea26@kl.example", ("Weidekampsgade 10",), (("Birgitte Holm", "formand"),)),
    words=(
        Words("da", "Emne", "", "Rubrik", "Tekst", fields={"round": "ØA26"}, dates=(Date("a", "b", "c", "d"),)),
        Words("en", "Subject", "", "Heading", "Text", signatories=(("Birgitte Holm", "chair"),), to=""),
    ),
)


def test_frozen_content_is_read_back_as_it_was() -> None:
    assert from_json(json.loads(json.dumps(to_json(CONTENT)))) == CONTENT
    undated = replace(CONTENT, dated=None)
    assert from_json(json.loads(json.dumps(to_json(undated)))) == undated


def test_who_has_no_language_of_the_letter_gets_the_rounds() -> None:
    assert CONTENT.words_for("en").language == "en"
    assert CONTENT.words_for("fo").language == CONTENT.words_for("").language == "da"


def test_what_was_frozen_before_there_were_titles_in_two_languages_is_as_it_was() -> None:
    older = to_json(CONTENT)
    for words in older["words"]:
        del words["signatories"], words["to"]
    read = from_json(json.loads(json.dumps(older)))
    assert read.head_for("en") == read.head_for("da") == CONTENT.letterhead
    assert read.to_for("en") == "Alle"
    assert CONTENT.head_for("en").signatories == (("Birgitte Holm", "chair"),) and CONTENT.to_for("en") == ""
