"""The telling program is killed at random instants: nothing is lost, and what comes twice has the id it had."""

import random
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from stormoede.api.tests.receiver import Receiver
from stormoede.mail.tests.test_killed import Program


class Telling(Program):
    """Telling programs instead of sending ones."""

    module = "stormoede.api.tests.hooking"


@pytest.fixture
def program(tmp_path: Path, transactional_db: None) -> Iterator[Telling]:
    with Telling(tmp_path) as program:
        yield program


def killed_at_random(program: Telling, kills: int, count: int) -> None:
    chance = random.Random(kills)
    with Receiver() as receiver:
        for _ in range(kills):
            child = program.start(receiver.address, count)
            assert child.stdout.readline() == "telling\n"
            time.sleep(chance.uniform(0.0, 0.2))
            child.kill()
            child.communicate()
        last = program.start(receiver.address, count)
        last.communicate()
        assert last.returncode == 0
    marks: dict[int, set[str]] = defaultdict(set)
    for got in receiver.got:
        marks[got.event].add(got.headers["webhook-id"])
    first = list(dict.fromkeys(got.event for got in receiver.got))
    assert len(first) == count
    assert first == sorted(first)
    assert {len(ids) for ids in marks.values()} == {1}
    assert len(receiver.got) - count <= kills


@pytest.mark.brief
def test_killed_once_nothing_is_lost(program: Telling) -> None:
    killed_at_random(program, 1, 60)


@pytest.mark.long
def test_killed_many_times_nothing_is_lost(program: Telling) -> None:
    killed_at_random(program, 8, 300)
