"""The sending program is killed at random instants, and two of them send side by side: nothing lost, nothing doubled beyond the promise."""

import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from stormoede.bench.sink import Sink
from stormoede.lib import keys
from stormoede.mail.tests.mother import Child, Mother

CONNECTIONS = 4


class Program(Mother):
    """Sending programs on a database of their own (on PostgreSQL: the test run's)."""

    module = "stormoede.mail.tests.sending"

    def __init__(self, folder: Path) -> None:
        (folder / "data").mkdir()
        keys.create(folder / "keys")
        given = connection.settings_dict
        address = f"sqlite:///{folder}/outbox.sqlite3"
        if connection.vendor == "postgresql":
            place = f"{given['HOST']}:{given['PORT'] or 5432}" if not given["HOST"].startswith("/") else ""
            query = f"?host={given['HOST']}" if given["HOST"].startswith("/") else ""
            address = f"postgresql://{given['USER']}:{given['PASSWORD']}@{place}/{given['NAME']}{query}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("STORMOEDE_")}
        environment = {
            **kept,
            "STORMOEDE_DATA": str(folder / "data"),
            "STORMOEDE_DATABASE": address,
            "DJANGO_SETTINGS_MODULE": "stormoede.settings",
        }
        super().__init__(self.module, environment, folder)

    def make(self, count: int) -> None:
        child = self.start("make", count)
        child.communicate()
        assert child.returncode == 0


@pytest.fixture
def program(tmp_path: Path, transactional_db: None) -> Iterator[Program]:
    with Program(tmp_path) as program:
        yield program


@pytest.fixture
def sink(tmp_path: Path):
    with Sink(store=tmp_path / "mails.jsonl", delay=0.004) as sink:
        yield sink


def finished(child: Child) -> dict[str, int]:
    out = child.communicate()
    assert child.returncode == 0
    return json.loads(out.strip().splitlines()[-1])


def arrived(sink: Sink) -> Counter[str]:
    return Counter(mail.recipients[0] for mail in sink.received())


def killed_at_random(program: Program, sink: Sink, kills: int, count: int) -> None:
    program.make(count)
    chance = random.Random(kills)
    for _ in range(kills):
        child = program.start("send", sink.port, 0.5)
        assert child.stdout.readline() == "sending\n"
        time.sleep(chance.uniform(0.0, 0.25))
        child.kill()
        child.communicate()
    assert finished(program.start("send", sink.port, 0.5)) == {"accepted": count}
    mails = arrived(sink)
    assert len(mails) == count
    doubled = sum(mails.values()) - count
    assert doubled <= kills * CONNECTIONS
    assert max(mails.values()) <= 1 + kills


@pytest.mark.brief
def test_killed_a_few_times_no_mail_is_lost(program: Program, sink: Sink) -> None:
    killed_at_random(program, sink, 4, 120)


@pytest.mark.long
def test_killed_fifty_times_no_mail_is_lost(program: Program, sink: Sink) -> None:
    killed_at_random(program, sink, 50, 1500)


def test_a_mail_that_goes_twice_is_the_same_to_the_byte(program: Program, sink: Sink) -> None:
    """So that a mailbox may drop the second one."""
    killed_at_random(program, sink, 2, 60)
    data: dict[str, set[bytes]] = {}
    for mail in sink.received():
        data.setdefault(mail.recipients[0], set()).add(mail.data)
    assert {len(found) for found in data.values()} == {1}


def test_two_programs_never_send_the_same_mail(program: Program, sink: Sink) -> None:
    program.make(300)
    children = [program.start("send", sink.port, 60) for _ in range(2)]
    for child in children:
        assert finished(child) == {"accepted": 300}
    mails = arrived(sink)
    assert (len(mails), sum(mails.values())) == (300, 300)
    assert sink.stat().connections >= 2
