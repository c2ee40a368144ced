"""Lighthouse on the member's page, the door and the desk: ``python -m tests.lighthouse PATH-TO-LIGHTHOUSE``.

Run by hand, since it needs npm and a browser and takes minutes: docs/howto/measure-the-pages.md. Prints a line a page, and ends
with 1 when a figure is under 95.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.journeys import browser, site

LEAST = 95
TRIES = 3
JOIN = "https://moede.example/aften"
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking"


def figures(program: str, address: str, folder: Path, desk: bool, cookie: str = "") -> dict[str, int]:
    """The four figures of an address, of 100."""
    out = folder / "told.json"
    command = [program, address, "--quiet", "--output=json", f"--output-path={out}", f"--chrome-flags={FLAGS}"]
    command += ["--only-categories=performance,accessibility,best-practices,seo", "--throttling-method=simulate"]
    command += ["--skip-audits=is-crawlable"]  # noindex is what we want: nobody is to find a personal link or a desk
    command += ["--preset=desktop"] if desk else []
    if cookie:
        (folder / "headers.json").write_text(json.dumps({"Cookie": cookie}), encoding="utf-8")
        command.append(f"--extra-headers={folder / 'headers.json'}")
    for left in reversed(range(TRIES)):
        # On a busy machine the browser now and then records no load at all (NO_NAVSTART).
        done = subprocess.run(command, env=os.environ | {"CHROME_PATH": browser.program() or ""}, check=not left)
        if done.returncode == 0:
            break
    told = json.loads(out.read_text(encoding="utf-8"))
    for audit in told["audits"].values():
        if audit["score"] is not None and audit["score"] < 0.9 and os.environ.get("LIGHTHOUSE_WHY"):
            print(f"    {audit['id']} {audit['score']} {audit.get('displayValue', '')}")
    return {name: round(100 * one["score"]) for name, one in told["categories"].items()}


def main(program: str) -> int:
    """Measure them all; the exit code."""
    os.environ["JOURNEY_JOIN"] = JOIN
    least = 100
    with tempfile.TemporaryDirectory() as made, site.running(Path(made), "tests.journeys.doored") as here:
        cookie = f"{here.facts['cookie']}={here.facts['Sofie Ravn']}"
        desk = {"": "desk", "municipalities/": "municipalities", "meetings/stormoeder/": "meeting"}
        pages = [("member", here.facts["page"], False, ""), ("door", here.facts["door"], False, "")]
        pages += [(name, f"{here.origin}/desk/rounds/oea26/{path}", True, cookie) for path, name in desk.items()]
        for name, address, wide, sent in pages:
            found = figures(program, address, Path(made), wide, sent)
            least = min(least, *found.values())
            print(name, *(f"{of} {figure}" for of, figure in found.items()), flush=True)
    return int(least < LEAST)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
