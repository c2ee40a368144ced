"""When `serve` says no, and that the real program serves, works and stops when told."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import pytest

from stormoede import serving
from stormoede.lib import env, keys, tables
from stormoede.lib.env import EnvironmentFault
from stormoede.story.models import Story
from tests import migrated


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.8.8"])
def test_this_machine_only(host):
    assert env.loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "stormoede.example", ""])
def test_others_can_reach_it(host):
    assert not env.loopback(host)


@pytest.mark.usefixtures("english")
@pytest.mark.django_db
def test_a_story_is_served_here_only(settings):
    settings.ORIGIN = "http://127.0.0.1:8000"
    serving.refuse_public("0.0.0.0")
    now = datetime(2025, 2, 7, tzinfo=UTC)
    Story.objects.create(key="oea26", now=now, target=now, started_at=now)
    serving.refuse_public("127.0.0.1")
    with pytest.raises(EnvironmentFault, match="told story"):
        serving.refuse_public("0.0.0.0")
    settings.ORIGIN = "https://stormoede.example"
    with pytest.raises(EnvironmentFault, match="told story"):
        serving.refuse_public("127.0.0.1")


@pytest.mark.django_db
def test_debugging_is_for_this_machine(settings):
    settings.DEBUG = True
    settings.ORIGIN = "http://127.0.0.1:8000"
    serving.refuse_public("localhost")
    with pytest.raises(EnvironmentFault, match="STORMOEDE_DEBUG"):
        serving.refuse_public("0.0.0.0")


def test_a_port_in_use_is_said():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(EnvironmentFault, match=f"port {port}"):
            serving.refuse_taken("127.0.0.1", port)


@pytest.mark.usefixtures("english")
@pytest.mark.django_db
def test_missing_tables_are_said(monkeypatch):
    tables.refuse_unready()
    monkeypatch.setattr(tables, "pending", lambda: 3)
    with pytest.raises(EnvironmentFault, match=r"lacks steps of this version \(3\)"):
        tables.refuse_unready()


@pytest.fixture
def installation(tmp_path):
    (tmp_path / "data").mkdir()
    keys.create(tmp_path / "keys")
    mine = {name: value for name, value in os.environ.items() if not name.startswith("STORMOEDE_")}
    environment = {**mine, "STORMOEDE_DATA": str(tmp_path / "data")}
    migrated.into(tmp_path / "data")
    return [sys.executable, "-m", "stormoede"], environment


def _port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _ask(port, path, *, patience=120.0):
    end = time.monotonic() + patience
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        finally:
            connection.close()


@contextmanager
def _running(command, environment, **more):
    """The program, which is gone afterwards whatever became of the test: a test that fails must not wait for it."""
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True, **more
    ) as program:
        try:
            yield program
        finally:
            with suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)


@pytest.mark.parametrize("only", [(), ("--only", "pages")])
def test_it_serves_and_stops_when_told(installation, only):
    run, environment = installation
    port = _port()
    with _running([*run, "serve", "--port", str(port), *only], environment, stdout=subprocess.DEVNULL) as server:
        answer = _ask(port, "/nowhere/")
        assert answer.status == 404
        assert answer.headers.get("Server") in {None, "granian"}
        server.send_signal(signal.SIGTERM)
        assert server.wait(120) in {0, -signal.SIGTERM}


def test_only_live_answers_what_moves_and_nothing_else(installation):
    run, environment = installation
    port = _port()
    with _running(
        [*run, "serve", "--only", "live", "--port", str(port)], environment, stdout=subprocess.DEVNULL
    ) as server:
        assert _ask(port, "/healthz").status == 200
        assert _ask(port, "/live/desk/rounds/oea26/").headers["Location"].startswith("/staff/login/")
        assert [_ask(port, path).status for path in ("/", "/desk/", "/live", "/static/web/brand/mark.svg")] == [404] * 4
        server.send_signal(signal.SIGTERM)
        assert server.wait(120) in {0, -signal.SIGTERM}


@pytest.mark.long
def test_page_servers_stop_when_told_while_they_start(installation):
    run, environment = installation
    port = _port()
    with _running(
        [*run, "serve", "--only", "pages", "--port", str(port)], environment, stdout=subprocess.DEVNULL
    ) as server:
        while not _listens(port):
            assert server.poll() is None
            time.sleep(0.02)
        server.send_signal(signal.SIGTERM)
        assert server.wait(120) in {0, -signal.SIGTERM}


def _listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_worker_stops_when_told(installation):
    run, environment = installation
    with _running([*run, "worker"], environment, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout.readline() == "Workeren arbejder.\n"
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(120) == 0


def test_serving_without_tables_is_refused(tmp_path):
    (tmp_path / "data").mkdir()
    keys.create(tmp_path / "keys")
    done = subprocess.run(
        [sys.executable, "-m", "stormoede", "serve"],
        env={"PATH": os.environ["PATH"], "STORMOEDE_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "Databasen har ingen tabeller endnu. Kør først `stormoede init --admin ADDRESS`.\n"
