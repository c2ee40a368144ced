"""The units and the container file: read by the machine that would run them, as far as this one can."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stormoede import cli
from tests.house import tree

DEPLOY = tree.TOP / "deploy"
UNITS = sorted(file for file in DEPLOY.iterdir() if file.suffix in {".service", ".timer"})
PLACE = "/opt/stormoede/.venv/bin/stormoede"
KNOWN = {"FROM", "ENV", "RUN", "WORKDIR", "COPY", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"}


def commands():
    for unit in UNITS:
        for line in unit.read_text(encoding="utf-8").splitlines():
            if line.startswith("ExecStart="):
                yield pytest.param(shlex.split(line.removeprefix("ExecStart=")), id=unit.name)


@pytest.mark.parametrize("command", [*commands()])
def test_units_start_commands_that_there_are(command):
    assert command[0] == PLACE
    cli.parser().parse_args(command[1:])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_takes_the_units(tmp_path):
    here = Path(sys.executable).with_name("stormoede")
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text(encoding="utf-8").replace(PLACE, str(here)), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *sorted(tmp_path.iterdir())], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if "stormoede" in line] == []
    graded = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=30", tmp_path / "stormoede.service"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert graded.returncode == 0, graded.stdout[-300:]


def test_every_setting_of_the_example_is_one():
    from stormoede import environment

    lines = (DEPLOY / "environment").read_text(encoding="utf-8").splitlines()
    environment.verify(dict(line.split("=", 1) for line in lines if line and not line.startswith("#")))


def steps():
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.split(None, 1) for line in text.splitlines() if line and not line.startswith("#")]


def test_the_container_file_is_of_steps_that_hold():
    words = [word for word, _ in steps()]
    assert words[0] == "FROM" and set(words) <= KNOWN
    for word, rest in steps():
        if word == "COPY":
            assert all((tree.TOP / source).exists() for source in rest.split()[:-1]), rest
    said = dict(steps())
    assert said["USER"].isdigit() and said["USER"] != "0"
    cli.parser().parse_args(json.loads(said["CMD"])[1:])
    health = json.loads(said["HEALTHCHECK"].partition("CMD ")[2])
    compile(health[2], "healthcheck", "exec")
    settings = dict(pair.split("=", 1) for word, rest in steps() if word == "ENV" for pair in rest.split())
    assert not any("keys" in rest for word, rest in steps() if word == "COPY")
    assert settings["STORMOEDE_KEYS"] in json.loads(said["VOLUME"])


@pytest.mark.long
def test_what_the_container_file_copies_is_enough_to_run(tmp_path):
    """Its folder without a container, since there is no daemon to ask; the packages are those of this run."""
    for word, rest in steps():
        if word == "COPY":
            *sources, to = rest.split()
            for source in sources:
                copy = shutil.copytree if (tree.TOP / source).is_dir() else shutil.copy
                copy(tree.TOP / source, tmp_path / (to if to != "./" else Path(source).name))
    mine = {name: value for name, value in os.environ.items() if not name.startswith("STORMOEDE_")}
    done = subprocess.run(
        [sys.executable, "-m", "stormoede", "init", "--admin", "anna@association.example"],
        cwd=tmp_path,
        env={**mine, "STORMOEDE_DATA": str(tmp_path / "var" / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def wrapped(tmp_path):
    """The program as it is called on a server, its places those of the test. Whose user it becomes is the server's."""
    text = (DEPLOY / "stormoede").read_text(encoding="utf-8")
    shutil.copy(DEPLOY / "environment", tmp_path / "environment")
    with (tmp_path / "environment").open("a", encoding="utf-8") as file:
        file.write("STORMOEDE_SCAN=/usr/bin/clamdscan --no-summary $HOME -\nPATH=/nowhere\nSTORMOEDE_LANGUAGE=en")
    for place, own in (
        ("/etc/stormoede/environment", tmp_path / "environment"),
        (PLACE, Path(sys.executable).with_name("stormoede")),
        ('[ "$(id -u)" = 0 ]', "false"),
    ):
        assert text.count(place) == 1 or place == "/etc/stormoede/environment"
        text = text.replace(place, str(own))
    (tmp_path / "stormoede").write_text(text, encoding="utf-8")
    (tmp_path / "stormoede").chmod(0o755)
    return tmp_path


def test_on_a_server_the_program_knows_its_settings_whoever_calls_it(wrapped):
    """A mail server hands on nothing of its own environment; a value with spaces is one."""
    called = subprocess.run(
        [wrapped / "stormoede", "worker"], env={}, capture_output=True, text=True, check=False, cwd="/"
    )
    assert called.returncode == 2, called.stderr
    assert called.stderr.startswith("The key file /var/lib/stormoede/keys/root.key cannot be read: ")
    program = wrapped / "stormoede"
    program.write_text(program.read_text(encoding="utf-8").rpartition("exec ")[0] + "env\n", encoding="utf-8")
    told = subprocess.run([program], env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=True).stdout
    assert "STORMOEDE_SCAN=/usr/bin/clamdscan --no-summary $HOME -\n" in told
    assert "STORMOEDE_LANGUAGE=en\n" in told and "PATH=/usr/bin:/bin\n" in told
