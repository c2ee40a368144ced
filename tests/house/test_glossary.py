"""One word per thing: every model and every word of an event stands in GLOSSARY.md, and nothing there is out of use."""

import re

import pytest
from django.apps import apps

from tests.house import tree, words

pytestmark = pytest.mark.xdist_group("code")
PAGE = tree.TOP / "GLOSSARY.md"
WORD = re.compile(r"`([A-Za-z_]+)`")
# Kinds of mail are named after their room; they are told in the room's own words.
ROOMS = {file.parent.name for file in tree.PACKAGE.glob("*/apps.py")}


def _parts():
    text = PAGE.read_text(encoding="utf-8")
    nouns, verbs = text.split("## What happens\n")
    return nouns, verbs.split("## How we write")[0]


def _column(text, number):
    for line in text.split("\n"):
        cells = line.split("|")
        if len(cells) > number and line.startswith("| ") and "---" not in line:
            yield from WORD.findall(cells[number])


def _nouns():
    return list(_column(_parts()[0], 4))


def _verbs():
    return list(_column(_parts()[1], 1))


def _models():
    return {model.__name__ for model in apps.get_models() if model.__module__.startswith("stormoede.")}


def _events():
    return [word.split(".") for word in words.recorded() if word.split(".")[0] not in ROOMS - {"mail"}]


def test_every_model_has_its_word():
    assert sorted(_models() - set(_nouns())) == []


def test_every_event_has_its_words():
    told = _events()
    assert sorted({subject for subject, _ in told} - set(_nouns())) == []
    assert sorted({happened for _, happened in told} - set(_verbs())) == []


def test_a_word_stands_once():
    for found in (_nouns(), _verbs()):
        assert sorted({word for word in found if found.count(word) > 1}) == []


def test_no_word_names_what_is_gone():
    known = _models() | {subject for subject, _ in _events()}
    assert sorted(set(_nouns()) - known) == []


def test_every_word_is_in_both_languages():
    rows = [line.split("|") for line in _parts()[0].split("\n") if line.startswith("| ") and "---" not in line]
    assert [row[1] for row in rows if not row[1].strip() or not row[2].strip()] == []
