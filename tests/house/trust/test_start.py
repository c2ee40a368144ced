"""Attack 40: what must not start does not, and says why in one sentence."""

import os
import subprocess
import sys

import pytest

from stormoede.lib import keys


def check(folder, **settings):
    """What ``stormoede tick`` answers: it reads the settings, and needs no port."""
    return subprocess.run(
        [sys.executable, "-m", "stormoede", "tick"],
        capture_output=True,
        text=True,
        env={
            "PATH": os.environ["PATH"],
            "STORMOEDE_LANGUAGE": "en",
            "STORMOEDE_DATA": str(folder / "data"),
            **settings,
        },
        timeout=240,
        check=False,
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir()
    keys.create(tmp_path / "keys")
    return tmp_path


def refused(done, *words):
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1, done.stderr
    for word in words:
        assert word in done.stderr


def test_40_debugging_on_a_public_address(folder):
    done = check(folder, STORMOEDE_DEBUG="1", STORMOEDE_ORIGIN="https://stormoede.example")
    refused(done, "STORMOEDE_DEBUG", "this machine only")


def test_40_a_public_address_without_tls(folder):
    refused(check(folder, STORMOEDE_ORIGIN="http://stormoede.example"), "https")


def test_40_a_key_that_others_may_read(folder):
    (folder / "keys" / "root.key").chmod(0o644)
    refused(check(folder), "may be read by others", "chmod 600")


def test_40_no_key(tmp_path):
    (tmp_path / "data").mkdir()
    refused(check(tmp_path), "stormoede init")


@pytest.mark.parametrize("line", ["", "0 abc\n", "x y\n", f"0 {'00' * 31}\n", f"300 {'00' * 32}\n"])
def test_40_a_key_that_is_none(folder, line):
    (folder / "keys" / "root.key").write_text(line)
    refused(check(folder), "key")


def test_40_a_key_inside_the_data_folder(folder):
    keys.create(folder / "data" / "keys")
    refused(check(folder, STORMOEDE_KEYS=str(folder / "data" / "keys")), "inside the data folder")


def test_40_a_key_inside_the_data_folder_by_a_link(folder):
    keys.create(folder / "data" / "keys")
    (folder / "elsewhere").symlink_to(folder / "data" / "keys")
    refused(check(folder, STORMOEDE_KEYS=str(folder / "elsewhere")), "inside the data folder")


def test_what_is_well_set_up_only_lacks_tables(folder):
    refused(check(folder, STORMOEDE_ORIGIN="https://stormoede.example"), "no tables yet")
