"""Danish is complete, fresh and in our tone; English is what the code says."""

import io
import re
import shutil

import polib
import pytest
from django.core.management import call_command

from tests.house import tree

CATALOGUES = sorted(tree.PACKAGE.rglob("locale/*/LC_MESSAGES/django.po"))
# The rooms, and the house itself: the modules that stand in none.
ROOMS = sorted([tree.PACKAGE, *(file.parent for file in tree.PACKAGE.glob("*/__init__.py"))])
FIELD = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# What members and staff are never told, in either language.
NEVER = re.compile(r"\b(venligst|desværre|ugyldigt?|ugyldige|token|session|sessionen)\b|!", re.IGNORECASE)


@pytest.mark.parametrize("file", CATALOGUES, ids=tree.place)
def test_compiled_as_written(file):
    compiled = {
        (entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural)
        for entry in polib.mofile(str(file.with_suffix(".mo")))
    }
    written = {
        (entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural)
        for entry in polib.pofile(str(file)).translated_entries()
    }
    assert compiled == written, "Run django-admin compilemessages in the room."


@pytest.mark.parametrize("file", CATALOGUES, ids=tree.place)
def test_whole_and_sure(file):
    catalogue = polib.pofile(str(file))
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


def test_one_sentence_is_one_sentence_in_every_room():
    """All rooms' words lie in one heap: of two that differ the lower room's would be told in both, whatever is meant there."""
    told: dict[tuple[str | None, str, bool], dict[str, str]] = {}
    for file in CATALOGUES:
        for entry in polib.pofile(str(file)):
            words = entry.msgstr or " / ".join(entry.msgstr_plural.values())
            told.setdefault((entry.msgctxt, entry.msgid, bool(entry.msgid_plural)), {})[words] = tree.place(file)
    assert {key[1]: words for key, words in told.items() if len(words) > 1} == {}


@pytest.mark.parametrize("file", CATALOGUES, ids=tree.place)
def test_fields_are_carried_over(file):
    wrong = []
    for entry in polib.pofile(str(file)).translated_entries():
        for text in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            asked = set(FIELD.findall(entry.msgid)) | set(FIELD.findall(entry.msgid_plural))
            if not set(FIELD.findall(text)) <= asked or (not entry.msgid_plural and set(FIELD.findall(text)) != asked):
                wrong.append(entry.msgid)
    assert wrong == []


@pytest.mark.parametrize("file", CATALOGUES, ids=tree.place)
def test_in_our_tone(file):
    texts = [
        text for entry in polib.pofile(str(file)) for text in (entry.msgid, entry.msgstr, *entry.msgstr_plural.values())
    ]
    assert [text for text in texts if NEVER.search(FIELD.sub("", text))] == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_nothing_is_missing_and_nothing_idle(room, tmp_path, monkeypatch):
    if shutil.which("xgettext") is None:
        pytest.skip("no xgettext (install gettext)")
    copy = tmp_path / room.name
    left_out = ["*.mo", "tests", "static", "__pycache__"]
    if room == tree.PACKAGE:
        left_out += [other.name for other in ROOMS]
    shutil.copytree(room, copy, ignore=shutil.ignore_patterns(*left_out))
    (copy / "locale").mkdir(exist_ok=True)
    monkeypatch.chdir(copy)
    call_command("makemessages", "-l", "da", "--no-location", "--no-wrap", stdout=io.StringIO())
    made = copy / "locale" / "da" / "LC_MESSAGES" / "django.po"
    if not made.exists():
        return
    catalogue = polib.pofile(str(made))
    missing = [entry.msgid for entry in [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]]
    assert missing == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []
