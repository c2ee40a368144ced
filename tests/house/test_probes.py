"""/healthz and /metrics: for whom, in which form, and nothing personal."""

import re

import pytest
from django.db import DatabaseError
from django.test import override_settings

from stormoede.lib import meters
from tests.house.world import World

SAMPLE = re.compile(r'^stormoede_[a-z_]+(\{([a-z]+="[^"]*",?)+\})? [0-9.e+-]+$')


def test_health_answers_whoever_asks_by_whatever_name(db, client):
    answer = client.get("/healthz", HTTP_HOST="10.1.2.3:8000")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert client.get("/", HTTP_HOST="10.1.2.3:8000").status_code == 400


def test_health_says_when_the_database_is_gone(db, client, monkeypatch):
    def gone():
        raise DatabaseError

    with monkeypatch.context() as patched:
        patched.setattr("stormoede.web.probes.connection.cursor", gone)
        answer = client.get("/healthz")
    assert answer.status_code == 503


@pytest.mark.parametrize(
    ("named", "asker", "status"),
    [
        ((), "127.0.0.1", 404),
        (("10.0.0.0/8",), "10.9.8.7", 200),
        (("10.0.0.0/8", "::1"), "192.0.2.1", 404),
        (("::1",), "::1", 200),
    ],
)
def test_metrics_are_for_whom_the_operator_names(db, client, named, asker, status):
    with override_settings(METRICS=named):
        assert client.get("/metrics", REMOTE_ADDR=asker).status_code == status


def test_metrics_are_openmetrics_and_name_nobody(db, client):
    world = World()
    with override_settings(METRICS=("127.0.0.1",)):
        client.get("/nowhere/")
        answer = client.get("/metrics")
    assert answer["Content-Type"].startswith("application/openmetrics-text; version=1.0.0")
    text = answer.content.decode()
    assert text.endswith("\n# EOF\n")
    families, last = [], ""
    for line in text.splitlines()[:-1]:
        if line.startswith("# TYPE "):
            last = line.split()[2]
            families.append(last)
        elif not line.startswith("# HELP "):
            assert SAMPLE.match(line), line
            assert line.startswith(last), line
    assert len(families) == len(set(families))
    assert 'stormoede_mails{state="queued"}' in text
    for word in (world.member.name, "example", str(world.member.pk)):
        assert word not in text


def test_every_process_of_the_machine_is_counted(tmp_path):
    meter = meters.Meter(tmp_path)
    for status, seconds in ((200, 0.001), (204, 0.03), (503, 60.0)):
        meter.count(status, seconds)
    (one,) = meters.readings(tmp_path)
    assert one.statuses == (0, 2, 0, 0, 1)
    assert (one.buckets[0], one.buckets[3], one.buckets[-1], sum(one.buckets)) == (1, 1, 1, 3)
    assert one.seconds == pytest.approx(60.031)
    # A process that is gone is forgotten when the next one starts.
    file = next((tmp_path / meters.FOLDER).iterdir())
    file.rename(file.with_name(file.name.rpartition("-")[0] + "-99999999.meter"))
    meters.Meter(tmp_path)
    assert [other.process for other in meters.readings(tmp_path)] != ["99999999"]
