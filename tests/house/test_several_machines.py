"""Two page servers and two workers against one PostgreSQL; one of each is killed in the middle of a sending, and nothing is lost."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import psycopg
import pytest
from django.db import connection

from stormoede.bench.databases import scratch
from stormoede.bench.sink import Sink
from stormoede.lib import keys
from tests.house.test_serving import _ask, _port, _running

MEMBERS = 240
CONNECTIONS = 2
BEGIN = """
import django
django.setup()
from stormoede.bench import letters
letters._release(letters._letter(letters._round({members}), "all", paper=False))
"""

pytestmark = [pytest.mark.postgres, pytest.mark.long]


def address_of_server():
    given = connection.settings_dict
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/postgres"


def until(seen, seconds):
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, "nothing came of it"
        time.sleep(0.2)


@pytest.fixture
def sink(tmp_path):
    with Sink(store=tmp_path / "mails.jsonl", delay=0.05) as sink:
        yield sink


@pytest.fixture
def installation(db, tmp_path, sink):
    """One on PostgreSQL, with nothing in it yet."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("STORMOEDE_")}
    (tmp_path / "data").mkdir()
    keys.create(tmp_path / "keys")
    with scratch(address_of_server(), tmp_path) as address:
        environment = {
            **mine,
            "DJANGO_SETTINGS_MODULE": "stormoede.settings",
            "STORMOEDE_DATA": str(tmp_path / "data"),
            "STORMOEDE_DATABASE": address,
            "STORMOEDE_SMTP_HOST": "127.0.0.1",
            "STORMOEDE_SMTP_PORT": str(sink.port),
            "STORMOEDE_SMTP_SECURITY": "none",
            "STORMOEDE_SMTP_CONNECTIONS": str(CONNECTIONS),
        }
        run = [sys.executable, "-m", "stormoede"]
        subprocess.run([*run, "upgrade", "--no-backup"], env=environment, check=True, capture_output=True)
        yield run, environment


def its_lease_ends(address, worker):
    """The time its leases have left passes at once; those of the other worker stand."""
    with psycopg.connect(address, autocommit=True) as line:
        line.execute("UPDATE mail_message SET lease_until = now() WHERE lease_by LIKE %s", [f"%/{worker}/%"])


def test_one_of_each_is_killed_in_the_middle_and_nothing_is_lost(installation, sink):
    run, environment = installation
    # A letter that has been released and not yet been sent.
    subprocess.run([sys.executable, "-c", BEGIN.format(members=MEMBERS)], env=environment, check=True)
    ports = (_port(), _port())
    with ExitStack() as stack:

        def start(*command):
            return stack.enter_context(_running([*run, *command], environment, stdout=subprocess.DEVNULL))

        pages = [start("serve", "--only", "pages", "--port", str(port)) for port in ports]
        for port in ports:
            assert _ask(port, "/healthz").status == 200
        workers = [start("worker"), start("worker")]
        until(lambda: sink.stat().accepted > MEMBERS // 5, 240)
        for program in (workers[0], pages[0]):
            os.killpg(program.pid, signal.SIGKILL)
        assert _ask(ports[1], "/healthz").status == 200
        assert _ask(ports[1], "/").status == 200
        # What the killed one had taken is taken up when its lease has ended.
        its_lease_ends(environment["STORMOEDE_DATABASE"], workers[0].pid)
        until(lambda: len(arrived(sink)) >= MEMBERS, 400)
        mails = arrived(sink)
        assert len(mails) == MEMBERS
        assert sum(mails.values()) - MEMBERS <= CONNECTIONS
        assert workers[1].poll() is None and pages[1].poll() is None


@contextmanager
def served(run, environment):
    port = _port()
    command = [*run, "serve", "--only", "pages", "--port", str(port)]
    with _running(command, environment, stdout=subprocess.DEVNULL):
        assert _ask(port, "/healthz").status == 200
        yield port


def test_the_processes_of_a_page_server_share_no_line_to_the_database(installation):
    run, environment = installation
    with served(run, environment) as port, ThreadPoolExecutor(8) as eight:
        answers = Counter(eight.map(lambda _: _ask(port, "/healthz").status, range(400)))
        assert answers == {200: 400}


def test_lines_that_the_database_cuts_are_opened_anew(installation):
    run, environment = installation
    with served(run, environment) as port, psycopg.connect(environment["STORMOEDE_DATABASE"], autocommit=True) as line:
        asked = [_ask(port, "/healthz").status for _ in range(20)]
        cut = line.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
        assert cut and asked == [200] * 20
        until(lambda: {_ask(port, "/healthz").status for _ in range(20)} == {200}, 60)


def arrived(sink):
    return Counter(mail.recipients[0] for mail in sink.received())
