"""A new installation: ``init`` makes keys, tables and the first administrator; keys rotate and are dropped."""

import os
import re
import sqlite3
import stat
import subprocess
import sys

import pytest

# One installation for the whole file, which takes every migration: one process does it.
pytestmark = [pytest.mark.long, pytest.mark.xdist_group("init")]


def run(folder, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "stormoede", *arguments],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "STORMOEDE_DATA": str(folder / "data"), **environment},
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("new")
    done = run(folder, "init", "--admin", "sofie.ravn@kl.example")
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_init_prints_a_sign_in_and_closes_the_keys(installed):
    folder, printed = installed
    assert printed.startswith("Sofie Ravn logger ind her")
    assert re.search(r"\nhttp://localhost:8000/staff/in/[a-z2-7]{60}\n$", printed)
    assert stat.S_IMODE((folder / "keys" / "root.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "keys").stat().st_mode) == 0o700


def test_init_again_prints_a_new_sign_in_and_changes_nothing(installed):
    folder, _ = installed
    before = (folder / "keys" / "root.key").read_bytes()
    assert run(folder, "init", "--admin", "Sofie.Ravn@kl.example").returncode == 0
    assert (folder / "keys" / "root.key").read_bytes() == before
    rows = sqlite3.connect(folder / "data" / "stormoede.sqlite3").execute("select email, role from accounts_staff")
    assert rows.fetchall() == [("sofie.ravn@kl.example", "admin")]


def test_a_list_can_be_looked_through_before_anything_else(installed, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("Kommune;Navn;E-mail\nÅrhus;Mette Overgaard;mette@aarhus.example\n", encoding="utf-8")
    done = run(installed[0], "members", "import", str(file), "--preview")
    assert (done.returncode, done.stdout.split(",")[0]) == (0, "1 nye"), done.stdout


def test_what_is_no_address_is_refused(installed):
    done = run(installed[0], "init", "--admin", "sofie")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_keys_rotate_and_are_dropped(installed):
    folder, _ = installed
    assert "og dem er der ingen af." in run(folder, "keys", "drop", "0").stderr
    assert "Nøgle 1 underskriver" in run(folder, "keys", "rotate").stdout
    assert run(folder, "keys", "drop", "1").returncode == 2
    assert "og de er 0." in run(folder, "keys", "drop", "7").stderr
    assert run(folder, "keys", "drop", "0").returncode == 0
    assert (folder / "keys" / "root.key").read_text().startswith("1 ")
    assert stat.S_IMODE((folder / "keys" / "root.key").stat().st_mode) == 0o600
