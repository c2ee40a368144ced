"""What bin/test runs: pytest on SQLite, beside it the tests that touch the database on PostgreSQL, then one line of figures."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from stormoede.bench import cluster
from stormoede.lib.env import EnvironmentFault

NO_POSTGRES = "no PostgreSQL server program here, or none that may run"


# How many processes each of the two runs has, in the quick way and in the full one. What is long waits a third of its time, for a browser
# or until something is killed: another process uses it. PostgreSQL is a process of its own beside those that ask it.
MANY = {"quick": {"sqlite": 2, "postgresql": 1}, "full": {"sqlite": 3, "postgresql": 2}}
# How far the run on PostgreSQL gives way to the other, which in the full run has the long walks in a browser. The quick one has
# a single process there, which must not be the last at work.
GIVES_WAY = {"quick": 0, "full": 5}


def run(paths, many, switches, told=None, gives_way=0):
    """One run of pytest: its figures. A run that ends without figures counts as one failure."""
    with tempfile.NamedTemporaryFile(suffix=".json") as tally:
        environment = {**os.environ, **switches, "STORMOEDE_TEST_TALLY": tally.name}
        spread = ["-n", str(many), "--dist", "loadgroup", "--no-loadscope-reorder"]
        command = [sys.executable, "-m", "pytest", "-p", "tests.tally", *spread, *paths]
        command = ["nice", "-n", str(gives_way), *command]
        code = subprocess.run(command, env=environment, check=False, stdout=told, stderr=told).returncode
        text = Path(tally.name).read_text(encoding="utf-8")
    figures = json.loads(text) if text else {"passed": 0, "failed": 0, "skipped": {}, "database": 0}
    # 5 is "nothing was collected": none of these paths touches the database.
    if code not in {0, 5} and not figures["failed"]:
        figures["failed"] = 1
    return figures


def on_postgres(paths, how, switches, told):
    """The run beside the first: its figures, or why there is no server for it."""
    only = {"STORMOEDE_TEST_ONLY": "database"}
    try:
        with cluster.running() as address:
            switches = {**switches, **only, "STORMOEDE_TEST_DATABASE": address}
            return run(paths, MANY[how]["postgresql"], switches, told, GIVES_WAY[how])
    except EnvironmentFault as fault:
        return fault


def without(expected):
    """Without a server its tests are skipped, each of them."""
    if os.environ.get("STORMOEDE_REQUIRE") == "all":
        return {"passed": 0, "failed": max(expected, 1), "skipped": {}}
    return {"passed": 0, "failed": 0, "skipped": {NO_POSTGRES: expected}}


def both(paths, full):
    """The figures of both runs. What the second says is kept until the first has said all."""
    how = "full" if full else "quick"
    switches = {"STORMOEDE_TEST_FULL": "1"} if full else {}
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as told, ThreadPoolExecutor(1) as beside:
        second = beside.submit(on_postgres, paths, how, switches, told)
        print("On SQLite:", flush=True)
        first = run(paths, MANY[how]["sqlite"], switches)
        figures = second.result()
        if isinstance(figures, EnvironmentFault):
            print(figures)
            figures = without(first["database"])
        else:
            told.seek(0)
            print("\nOn PostgreSQL:", told.read(), sep="\n", flush=True)
    return first, figures


def main():
    parser = argparse.ArgumentParser(prog="bin/test", description=__doc__)
    parser.add_argument("--full", action="store_true", help="also what is marked long")
    parser.add_argument("paths", nargs="*", help="only these")
    args = parser.parse_args()
    began = time.monotonic()
    return conclude(both(args.paths, args.full), time.monotonic() - began)


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
