"""What bin/check runs, one after the other; it says of each whether it holds, and shows what does not."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from stormoede.lib import keys

HERE = Path(sys.executable).parent
CHECKS = (
    ("style", ["ruff", "check", "."]),
    ("format", ["ruff", "format", "--check", "."]),
    ("types", ["mypy", "stormoede"]),
    ("floors, rooms and doors", ["lint-imports"]),
    ("migrations", ["python", "-m", "django", "makemigrations", "--check", "--dry-run"]),
    ("settings", ["python", "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]),
    ("house", ["pytest", "-p", "tests.tally", "-n", "2", "tests/house"]),
)


def main():
    parser = argparse.ArgumentParser(prog="bin/check", description=__doc__)
    names = [name for name, _command in CHECKS]
    parser.add_argument("--but", choices=names, action="append", default=[], help="leave this one out", metavar="NAME")
    wanted = [(name, command) for name, command in CHECKS if name not in parser.parse_args().but]
    failed = []
    with tempfile.TemporaryDirectory(prefix="stormoede-check-") as folder:
        environment = _installation(Path(folder))
        for name, command in wanted:
            began = time.monotonic()
            done = subprocess.run(
                [HERE / command[0], *command[1:]], env=environment, capture_output=True, text=True, check=False
            )
            print(
                f"{'ok    ' if done.returncode == 0 else 'FAILED'}  {name}  ({time.monotonic() - began:.0f} s)",
                flush=True,
            )
            if done.returncode:
                failed.append(name)
                print(done.stdout + done.stderr)
    print("Everything holds." if not failed else f"{len(failed)} of {len(wanted)} do not hold: {', '.join(failed)}")
    return 1 if failed else 0


def _installation(folder):
    """An installation as in production, since that is what Django's own checks are about."""
    (folder / "data").mkdir()
    keys.create(folder / "keys")
    mine = {name: value for name, value in os.environ.items() if not name.startswith("STORMOEDE_")}
    return {
        **mine,
        "STORMOEDE_DATA": str(folder / "data"),
        "STORMOEDE_ORIGIN": "https://stormoede.example",
        "DJANGO_SETTINGS_MODULE": "stormoede.settings",
    }


if __name__ == "__main__":
    sys.exit(main())
