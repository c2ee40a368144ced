"""What is made from the code is that of this code, and nothing of it stands idle."""

import re
from functools import cache

import pytest

from stormoede import environment
from stormoede.events import handlers
from stormoede.lib.env import EnvironmentFault
from tests import reference
from tests.house import tree, words

pytestmark = pytest.mark.xdist_group("code")


@pytest.mark.parametrize("name", list(reference.PAGES))
def test_the_reference_is_fresh(name):
    file = reference.FOLDER / name
    assert file.read_text(encoding="utf-8") == reference.PAGES[name](), "Run: python -m tests.reference"


def test_event_words_say_what_happened_to_what():
    assert list(words.malformed()) == []


def test_handlers_listen_to_words_that_are_recorded():
    assert set(handlers._handlers) <= set(words.recorded())


def test_every_setting_is_read_somewhere():
    code = "\n".join(file.read_text(encoding="utf-8") for file in tree.sources() if not tree.is_test(file))
    names = [name for name, value in vars(environment).items() if value in environment.ALL]
    assert [name for name in names if f"environment.{name}" not in code] == []


def test_every_setting_says_what_it_is_for():
    assert [setting.name for setting in environment.ALL if not setting.about.endswith(".")] == []


@pytest.mark.usefixtures("english")
def test_a_misspelt_setting_stops_the_start():
    with pytest.raises(EnvironmentFault, match="STORMOEDE_SMPT_HOST is no setting"):
        environment.verify({"STORMOEDE_SMPT_HOST": "x"})
    environment.verify({"STORMOEDE_REQUIRE": "all", "STORMOEDE_TEST_DATABASE": "x"})


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "many"), ("CONNECTIONS", "-1")],
)
def test_a_wrong_value_stops_the_start(name, value):
    with pytest.raises(EnvironmentFault, match=f"STORMOEDE_SMTP_{name} cannot be used"):
        environment.verify({f"STORMOEDE_SMTP_{name}": value})


@cache
def _readers():
    """Every file that may read a template, with what stands in it."""
    files = [*tree.templates(), *(file for file in tree.sources() if not tree.is_test(file))]
    return [(file, file.read_text(encoding="utf-8")) for file in files]


@pytest.mark.parametrize("file", tree.templates(), ids=tree.place)
def test_no_template_stands_idle(file):
    name = tree.template_name(file)
    # Django and allauth ask for these by name themselves.
    if name.startswith(("account/", "mfa/", "allauth/", "django/")) or name in {
        "400.html",
        "403.html",
        "404.html",
        "500.html",
    }:
        return
    # By its whole name, or, where a room reads its own files, by the file's name alone.
    stem = f"({re.escape(name)}|{re.escape(file.name)}|{re.escape(file.stem)})"
    asked = re.compile(rf"[\"'`]{stem}[\"'`]")
    assert any(asked.search(text) for other, text in _readers() if other != file)
