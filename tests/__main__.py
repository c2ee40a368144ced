"""What bin/test runs: pytest on SQLite, then the tests that touch the database on PostgreSQL, then one line of figures."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from stormoede.bench import cluster
from stormoede.lib.env import EnvironmentFault

NO_POSTGRES = "no PostgreSQL server program here, or none that may run"


def run(paths, **switches):
    """One run of pytest: its figures. A run that ends without figures counts as one failure."""
    with tempfile.NamedTemporaryFile(suffix=".json") as tally:
        environment = {**os.environ, **switches, "STORMOEDE_TEST_TALLY": tally.name}
        # What is long waits a third of its time, for a browser or until something is killed: a third process uses it.
        many = "3" if switches.get("STORMOEDE_TEST_FULL") else "2"
        spread = ["-n", many, "--dist", "loadgroup", "--no-loadscope-reorder"]
        command = [sys.executable, "-m", "pytest", "-p", "tests.tally", *spread, *paths]
        code = subprocess.run(command, env=environment, check=False).returncode
        text = Path(tally.name).read_text(encoding="utf-8")
    figures = json.loads(text) if text else {"passed": 0, "failed": 0, "skipped": {}, "database": 0}
    # 5 is "nothing was collected": none of these paths touches the database.
    if code not in {0, 5} and not figures["failed"]:
        figures["failed"] = 1
    return figures


def on_postgres(paths, switches, expected):
    """The second run. Without a server its tests are skipped, each of them."""
    try:
        with cluster.running() as address:
            print("\nOn PostgreSQL:", flush=True)
            return run(paths, STORMOEDE_TEST_DATABASE=address, STORMOEDE_TEST_ONLY="database", **switches)
    except EnvironmentFault as fault:
        print(fault)
    if os.environ.get("STORMOEDE_REQUIRE") == "all":
        return {"passed": 0, "failed": max(expected, 1), "skipped": {}}
    return {"passed": 0, "failed": 0, "skipped": {NO_POSTGRES: expected}}


def main():
    parser = argparse.ArgumentParser(prog="bin/test", description=__doc__)
    parser.add_argument("--full", action="store_true", help="also what is marked long")
    parser.add_argument("paths", nargs="*", help="only these")
    args = parser.parse_args()
    began = time.monotonic()
    switches = {"STORMOEDE_TEST_FULL": "1"} if args.full else {}
    print("On SQLite:", flush=True)
    first = run(args.paths, **switches)
    second = on_postgres(args.paths, switches, first["database"]) if first["database"] else None
    return conclude([first, *([second] if second else [])], time.monotonic() - began)


def conclude(runs, seconds):
    """Print why tests were skipped, and the figures of all runs; exit code 0 when none failed."""
    skipped = Counter()
    for figures in runs:
        skipped.update(figures["skipped"])
    passed, failed = (sum(figures[name] for figures in runs) for name in ("passed", "failed"))
    print()
    for reason, count in skipped.most_common():
        print(f"skipped {count}: {reason}")
    print(f"took {seconds:.0f} s")
    print(f"{passed} passed, {failed} failed, {skipped.total()} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
