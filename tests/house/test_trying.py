"""``bin/run --empty``: a new installation that its first member of staff can really get into."""

import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from tests.house import tree


@pytest.fixture
def served(tmp_path):
    """The installation, served; and what it has printed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    printed = tmp_path / "printed"
    command = [
        sys.executable,
        "-m",
        "stormoede",
        "try",
        "--empty",
        "--port",
        str(port),
        "--data",
        str(tmp_path / "var"),
    ]
    with printed.open("w") as out:
        server = subprocess.Popen(command, stdout=out, stderr=out, env={"PATH": os.environ["PATH"]}, cwd=tree.TOP)
    try:
        yield port, lambda: answered(server, f"http://localhost:{port}/static/web/brand/mark.svg", printed)
    finally:
        server.terminate()
        server.wait(120)


def answered(server, address, printed):
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return printed.read_text()
        except OSError:
            assert server.poll() is None, printed.read_text()
            time.sleep(0.1)
    raise AssertionError(printed.read_text())


@pytest.mark.long
def test_the_command_it_prints_lets_the_first_member_of_staff_in(served):
    port, wait = served
    line = next(line for line in wait().splitlines() if "init --admin ADDRESS" in line)
    given = dict(word.split("=", 1) for word in shlex.split(line) if word.startswith("STORMOEDE_"))
    done = subprocess.run(
        [sys.executable, "-m", "stormoede", "init", "--admin", "sofie.ravn@kl.example"],
        capture_output=True, text=True, check=True, cwd=tree.TOP, env={"PATH": os.environ["PATH"], **given},
    )  # fmt: skip
    # Browsers make passkeys for names only, so the address must have one.
    address = re.search(rf"http://localhost:{port}/staff/in/[a-z2-7]+", done.stdout)[0]
    with urllib.request.urlopen(address, timeout=60) as page:
        assert page.status == 200 and "Sofie Ravn" in page.read().decode()
