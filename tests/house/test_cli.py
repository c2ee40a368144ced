"""The frame of the command line: one sentence for an anticipated no, and help for everything."""

import subprocess
import sys

import pytest

from stormoede import cli
from stormoede.lib.refusal import Refusal

pytestmark = pytest.mark.usefixtures("english")


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "stormoede", *arguments],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONWARNINGS": "error", "STORMOEDE_LANGUAGE": "en", **environment},
        timeout=240,
        check=False,
    )


def test_a_wrong_setting_is_one_sentence_and_two(tmp_path):
    done = run("serve", STORMOEDE_DATA=str(tmp_path), STORMOEDE_ORIGIN="ftp://x.example")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "STORMOEDE_ORIGIN cannot be used" in done.stderr


def test_missing_keys_are_one_sentence_and_two(tmp_path):
    done = run("worker", STORMOEDE_DATA=str(tmp_path / "data"))
    assert done.returncode == 2
    assert done.stderr.startswith("The key file ") and "stormoede init" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_refusal_is_one_sentence_and_two(monkeypatch, capsys):
    def refuse(args):
        raise Refusal("The round oea26 is there already.")

    monkeypatch.setattr("stormoede.commands._run_tick", refuse)
    assert cli.main(["tick"]) == 2
    assert capsys.readouterr().err == "The round oea26 is there already.\n"


def test_a_database_that_does_not_answer_or_has_no_tables_is_one_sentence_and_two(tmp_path, monkeypatch, capsys):
    from django.db.utils import OperationalError, ProgrammingError

    from stormoede.lib import keys

    keys.create(tmp_path / "keys")
    (tmp_path / "data").mkdir()
    done = run("round", "export", "oea26", STORMOEDE_DATA=str(tmp_path / "data"))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "Run `stormoede init --admin ADDRESS` first." in done.stderr

    def fail(fault):
        def run(args):
            raise fault

        monkeypatch.setattr("stormoede.commands._run_tick", run)
        monkeypatch.setattr("stormoede.lib.tables.refuse_unready", lambda: None)
        return cli.main(["tick"])

    for told in ("database or disk is full", "couldn't get a connection after 20.00 sec."):
        assert fail(OperationalError(told)) == 2
        said = f"The database cannot be used: {told.removesuffix('.')}. Run `stormoede check`.\n"
        assert capsys.readouterr().err == said
    with pytest.raises(ProgrammingError):
        fail(ProgrammingError("syntax error"))


@pytest.mark.parametrize("name", ["STORMOEDE_LANGUAGE", "STORMOEDE_SMTP_SECURITY"])
def test_a_word_that_is_none_of_a_settings_own_is_told(name):
    from stormoede import environment
    from stormoede.lib.env import EnvironmentFault

    with pytest.raises(EnvironmentFault, match="must be one of"):
        environment.verify({name: "sv"})


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"USER": "a"}, "PASSWORD"),
        ({"PASSWORD": "b"}, "USER"),
        ({"OAUTH_TOKEN_URL": "https://login.example/t"}, "USER"),
        ({"OAUTH_TOKEN_URL": "https://login.example/t", "USER": "a"}, "OAUTH_CLIENT"),
        ({"OAUTH_CLIENT": "c", "OAUTH_SECRET": "s", "USER": "a"}, "OAUTH_TOKEN_URL"),
        ({}, None),
        ({"USER": "a", "PASSWORD": "b"}, None),
        ({"USER": "a", "OAUTH_TOKEN_URL": "https://login.example/t", "OAUTH_CLIENT": "c", "OAUTH_SECRET": "s"}, None),
    ],
)
@pytest.mark.parametrize("server", ["SMTP", "IMAP"])
def test_half_a_sign_in_is_told(server, given, missing):
    from stormoede import environment
    from stormoede.lib.env import EnvironmentFault

    found = {f"STORMOEDE_{server}_{name}": value for name, value in given.items()}
    if missing is None:
        environment.verify(found)
    else:
        with pytest.raises(EnvironmentFault, match=f"is set and STORMOEDE_{server}_{missing} is not"):
            environment.verify(found)


def test_an_unexpected_fault_is_not_hidden(monkeypatch):
    def fail(args):
        raise ZeroDivisionError

    monkeypatch.setattr("stormoede.commands._run_tick", fail)
    with pytest.raises(ZeroDivisionError):
        cli.main(["tick"])


def test_every_command_has_a_help_line():
    for action in cli.parser()._subparsers._group_actions:
        told = {choice.dest for choice in action._choices_actions if choice.help}
        assert told == set(action.choices)


def test_a_time_without_a_zone_is_danish():
    from stormoede.cli import moment

    assert moment("2025-04-04T00:00").isoformat() == "2025-04-04T00:00:00+02:00"
    assert moment("2025-02-07T00:00+00:00").utcoffset().total_seconds() == 0


def test_every_measurement_that_is_named_can_be_run():
    from importlib import import_module

    from stormoede.bench import command

    for name in command.names():
        assert callable(import_module(f"stormoede.bench.{command.MODULES.get(name, name)}").run), name


def test_each_commands_help_begins_with_what_it_does(capsys):
    for line in ("backup", "round next", "letter preview", "privacy record"):
        with pytest.raises(SystemExit):
            cli.main([*line.split(), "--help"])
        usage, about = capsys.readouterr().out.split("\n\n")[:2]
        assert usage.startswith(f"usage: stormoede {line} ") and about[0].isupper() and about.endswith(".")
