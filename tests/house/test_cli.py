"""The frame of the command line: one sentence for an anticipated no, and help for everything."""

import socket
import subprocess
import sys
import time

import pytest

from stormoede import cli
from stormoede.lib import keys
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


@pytest.mark.django_db
def test_a_database_that_is_full_or_has_no_tables_is_one_sentence_and_two(tmp_path, monkeypatch, capsys):
    from django.db import connection
    from django.db.utils import OperationalError, ProgrammingError

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

    connection.ensure_connection()
    assert fail(OperationalError("database or disk is full")) == 2
    assert capsys.readouterr().err == "The database cannot be used: database or disk is full. Run `stormoede check`.\n"
    with pytest.raises(ProgrammingError):
        fail(ProgrammingError("syntax error"))


class Silent:
    """A place where a database might be, and nobody says a word."""

    def __enter__(self):
        self.line = socket.socket()
        self.line.bind(("127.0.0.1", 0))
        self.line.listen(50)
        return f"postgresql://stormoede@127.0.0.1:{self.line.getsockname()[1]}/stormoede"

    def __exit__(self, *fault):
        self.line.close()


@pytest.mark.once
@pytest.mark.parametrize(
    "command", ["upgrade", "round export oea26", "serve", "worker", "tick", "init --admin a@b.example"]
)
def test_a_database_that_is_not_there_is_told_at_once_and_why(tmp_path, command):
    keys.create(tmp_path / "keys")
    (tmp_path / "data").mkdir()
    with Silent() as address:
        pass
    begun = time.monotonic()
    done = run(*command.split(), STORMOEDE_DATA=str(tmp_path / "data"), STORMOEDE_DATABASE=address)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "The database cannot be reached: " in done.stderr and "refused" in done.stderr
    # The pool went on for twenty seconds.
    assert time.monotonic() - begun < 12


@pytest.mark.long
@pytest.mark.once
def test_a_database_that_says_nothing_is_waited_for_some_seconds(tmp_path):
    keys.create(tmp_path / "keys")
    (tmp_path / "data").mkdir()
    with Silent() as address:
        told = {"STORMOEDE_DATA": str(tmp_path / "data"), "STORMOEDE_DATABASE": address}
        for command, code in (("round export oea26", 2), ("check", 1)):
            begun = time.monotonic()
            done = run(*command.split(), **told)
            assert done.returncode == code and "timeout" in done.stderr + done.stdout
            assert 4 < time.monotonic() - begun < 15


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
