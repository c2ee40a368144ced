"""Every file says whose it is and under which licence, as REUSE has it (REUSE.toml, LICENSES/)."""

import subprocess
import sys
from pathlib import Path

from tests.house import tree


def test_every_file_has_its_licence():
    reuse = Path(sys.executable).with_name("reuse")
    done = subprocess.run([reuse, "lint", "--quiet"], cwd=tree.TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, subprocess.run([reuse, "lint"], cwd=tree.TOP, capture_output=True, text=True).stdout


def test_the_licence_at_the_top_is_the_one_in_the_folder():
    assert (tree.TOP / "LICENSE").read_bytes() == (tree.TOP / "LICENSES" / "MPL-2.0.txt").read_bytes()


def test_every_file_of_others_is_named_in_the_table():
    """A new folder of somebody else's work must not fall under our own licence by itself."""
    table = (tree.TOP / "REUSE.toml").read_text(encoding="utf-8")
    for licence in [*tree.TOP.glob("stormoede/**/*.LICENSE"), *tree.TOP.glob("tests/**/*.LICENSE")]:
        assert licence.name.removesuffix(".LICENSE") in table, licence.name
