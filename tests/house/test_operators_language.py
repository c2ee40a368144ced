"""The command line speaks the operator's language, whatever is said: help, a wrong argument, a wrong setting, a refusal, a result."""

import argparse
import os
import subprocess
import sys

import pytest

from stormoede import cli, environment
from stormoede.fitness import machine
from stormoede.lib import command_line, wording
from tests.house import tree


def run(*arguments, **settings):
    """A program of its own, in a machine that is set to yet another language."""
    return subprocess.run(
        [sys.executable, "-m", "stormoede", *arguments],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "LANGUAGE": "de", "COLUMNS": "200", "PYTHONWARNINGS": "error", **settings},
        timeout=240,
        check=False,
    )


# What is typed, and what is answered in Danish and in English.
ANSWERED = [
    (
        ["serve", "--port", "x"],
        {},
        "fejl: argumentet --port: »x« er ikke et helt tal",
        "error: argument --port: “x” is no",
    ),
    (["serve", "--only", "x"], {}, "'x' kendes ikke (vælg mellem ", "invalid choice: 'x' (choose from "),
    (["init"], {}, "fejl: her mangler: --admin", "error: the following arguments are required: --admin"),
    (["person", "erase", "1"], {}, "skriv et af disse: --dry-run --yes", "one of the arguments --dry-run --yes is"),
    (["tick", "--at", "x"], {}, "x er ikke et tidspunkt som", "x is not a time like"),
    (["backup", "--keep"], {}, "argumentet --keep: mangler sin værdi", "argument --keep: expected one argument"),
    (
        ["check"],
        {"STORMOEDE_SMTP_PORT": "x"},
        "»x« er ikke et helt tal. Mailserverens port.",
        "number. The relay's port.",
    ),
    (["check"], {"STORMOEDE_SMTP_USER": "x"}, "Sæt begge eller ingen af dem.", "Set both, or neither."),
    (["check"], {"STORMOEDE_X": "x"}, "er ikke en indstilling", "is no setting"),
    (
        ["check", "--received", "/x"],
        {},
        "/x kan ikke læses: filen eller mappen findes ikke.",
        "No such file or directory.",
    ),
    (["worker"], {}, "root.key kan ikke læses: filen eller mappen findes ikke.", "cannot be read: No such file"),
    (["try", "--empty", "--to", "2025-04-04"], {}, "har ingen fortælling at spille", "has no story to play"),
    (["backup-key", "/x/y"], {}, "/x/y kan ikke laves: filen eller mappen", "/x/y cannot be made: No such file"),
    (["mail", "receive"], {}, "Mailen blev ikke gemt: KeyFault.", "The mail was not kept: KeyFault."),
]


@pytest.mark.parametrize(("arguments", "settings", "danish", "english"), ANSWERED, ids=lambda value: str(value)[:30])
def test_a_no_is_in_the_operators_language(tmp_path, arguments, settings, danish, english):
    told = {"STORMOEDE_DATA": str(tmp_path / "data"), **settings}
    for said, done in ((danish, run(*arguments, **told)), (english, run(*arguments, STORMOEDE_LANGUAGE="en", **told))):
        assert said in done.stderr
        assert done.returncode in {2, 75}
        assert "Traceback" not in done.stderr


def test_a_language_that_is_none_of_ours_is_refused_in_the_first(tmp_path):
    done = run("check", STORMOEDE_DATA=str(tmp_path), STORMOEDE_LANGUAGE="sv")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("STORMOEDE_LANGUAGE kan ikke bruges: skal være en af da, en. ")


def test_the_language_may_stand_in_a_file(tmp_path):
    (tmp_path / "language").write_text("en\n")
    assert run("--help", STORMOEDE_LANGUAGE_FILE=str(tmp_path / "language")).stdout.startswith("usage: stormoede ")
    assert run("--help", STORMOEDE_LANGUAGE_FILE=str(tmp_path / "none")).stdout.startswith("brug: stormoede ")


def test_help_is_whole_in_both_languages():
    danish, english = run("serve", "--help"), run("serve", "--help", STORMOEDE_LANGUAGE="en")
    assert danish.stdout.startswith("brug: stormoede serve ") and english.stdout.startswith("usage: stormoede serve ")
    assert "\nVis siderne, og arbejd i baggrunden.\n\nvalg:\n" in danish.stdout
    assert "\nServe the pages, and work in the background.\n\noptions:\n" in english.stdout
    assert "vis denne hjælp, og stop" in danish.stdout and "show this help message and exit" in english.stdout


def parsers(top):
    yield top
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                yield from parsers(one)


def test_no_text_of_the_command_line_is_left_in_english(monkeypatch):
    monkeypatch.setenv("STORMOEDE_LANGUAGE", "da")
    texts = set(command_line.ARGPARSE) - {"%(heading)s:"}
    for parser in parsers(cli.parser()):
        texts |= {parser.description, *(action.help for action in parser._actions)}
        texts |= {choice.help for action in parser._actions for choice in getattr(action, "_choices_actions", ())}
        texts |= {group.title for group in parser._action_groups}
    texts |= {setting.about for setting in environment.ALL} | set(wording.REASONS)
    measurements = next(action.help for action in parsed("bench")._actions if action.dest == "name")
    assert [text for text in texts - {None, measurements} if wording.spoken(text) == text] == []


def parsed(name):
    return next(action for action in cli.parser()._actions if action.choices).choices[name]


@pytest.mark.parametrize(("language", "said"), [("da", "80,1 GB ledig plads i "), ("en", "80.1 GB free in ")])
def test_a_fraction_is_written_as_the_language_has_it(tmp_path, monkeypatch, language, said):
    monkeypatch.setenv("STORMOEDE_LANGUAGE", language)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 80_123_456_789}))
    assert said in str(next(machine.data_findings(tmp_path)))


def test_no_catalogue_is_read_where_nothing_is_said(monkeypatch):
    monkeypatch.setenv("STORMOEDE_LANGUAGE", "da")
    wording._catalogue.cache_clear()
    line = cli.parser()
    with command_line.speaking():
        assert line.parse_args(["serve", "--port", "8001"]).port == 8001
    assert wording._catalogue.cache_info().misses == 0
    assert wording.told("Nothing was changed.") == "Intet blev ændret."
    assert wording._catalogue.cache_info().misses <= 4


def test_every_room_with_words_is_looked_in():
    files = list(tree.PACKAGE.rglob("locale/da/LC_MESSAGES/django.mo"))
    assert len(list(wording._catalogues("da"))) == len(files) and files
    assert list(wording._catalogues("en")) == []
