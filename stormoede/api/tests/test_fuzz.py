"""Schemathesis asks everything the description allows, and much that it forbids, through a real server, and finds nothing.

How many cases: few at every run, 400 with --full, any number with STORMOEDE_TEST_CASES.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connection

from stormoede.api import gate
from stormoede.api.tests import makers
from stormoede.deliberations.actions import deliberations
from stormoede.deliberations.actions.deliberations import Said
from stormoede.deliberations.models import Matter
from tests.house.world import AT, BY, World

QUICK, LONG = 64, 400
OPERATIONS = 16
ALL = re.compile(r"Test cases:\s+([\d,]+) generated, ([\d,]+) passed\b(.*)")


def finds_nothing(server: str, folder: Path, cases: int, phases: str) -> int:
    """How many cases were tried, after all have passed."""
    _, key = makers.key()
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{server}/api/v1/openapi.json"),
        *("--header", f"Authorization: Bearer {key}", "--checks", "all", "--mode", "all", "--no-color"),
        *("--phases", phases),
        *("--max-examples", str(max(1, cases // OPERATIONS)), "--seed", "26", "--generation-database", "none"),
    ]
    # A case takes a few hundredths of a second; a machine that is busy with other things needs more.
    patience = 1200 + cases
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=patience, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    told = ALL.search(done.stdout)
    assert told, done.stdout[-3000:]
    assert told[1] == told[2], told[0]
    return int(told[1].replace(",", ""))


@pytest.fixture
def server(live_server, monkeypatch: pytest.MonkeyPatch) -> str:
    """The house's own, with something to read, and no limit to how often."""
    monkeypatch.setattr(gate, "PER_MINUTE", 10**9)
    # Django's server for tests writes head and body apart, and the body waited 40 ms for the head to be acknowledged.
    monkeypatch.setattr(WSGIRequestHandler, "disable_nagle_algorithm", True)
    here = World()
    deliberations.plan(Matter.objects.get(track__key="droeftelser"), here.body, Said(AT.date()), by=BY, at=AT)
    return live_server.url


@pytest.mark.brief
def test_a_few_cases(server: str, tmp_path: Path) -> None:
    assert finds_nothing(server, tmp_path, QUICK, "fuzzing") >= QUICK


@pytest.mark.long
def test_many_cases(server: str, tmp_path: Path) -> None:
    cases = int(os.environ.get("STORMOEDE_TEST_CASES", LONG if connection.vendor == "sqlite" else LONG // 4))
    assert finds_nothing(server, tmp_path, cases, "examples,coverage,fuzzing,stateful") >= cases
