"""``stormoede check`` names each thing that would go wrong, and says what to do."""

import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest
from aiosmtpd.controller import Controller

from stormoede.fitness import database, machine, relay, report
from stormoede.fitness.findings import Grade, fault
from stormoede.lib import env, keys
from stormoede.story.models import Story


def faults(findings):
    return [(finding.subject, finding.found) for finding in findings if finding.grade is Grade.FAULT]


@pytest.fixture
def place(tmp_path):
    (tmp_path / "data").mkdir()
    keys.create(tmp_path / "keys")
    return tmp_path


def test_keys_that_are_well_kept_are_ok(place):
    assert faults(machine.key_findings(place / "keys", place / "data")) == []


@pytest.mark.usefixtures("english")
def test_keys_others_can_read_are_a_fault(place):
    (place / "keys" / "root.key").chmod(0o644)
    assert "may be read by others" in faults(machine.key_findings(place / "keys", place / "data"))[0][1]


def test_a_keys_folder_open_to_others_is_a_fault(place):
    (place / "keys").chmod(0o755)
    assert faults(machine.key_findings(place / "keys", place / "data")) == [("keys", "Their folder is open to others.")]


def test_keys_inside_the_data_are_a_fault(place):
    keys.create(place / "data" / "keys")
    found = faults(machine.key_findings(place / "data" / "keys", place / "data"))
    assert "inside the data folder" in found[0][1]


@pytest.mark.parametrize(("free", "grade"), [(10**8, Grade.FAULT), (10**9, Grade.ADVICE), (10**11, Grade.OK)])
def test_room_on_the_disk(place, monkeypatch, free, grade):
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda path: type("Usage", (), {"free": free}))
    assert [finding.grade for finding in machine.data_findings(place / "data")] == [grade]


@pytest.mark.parametrize(
    ("origin", "debug", "expected"),
    [
        ("https://stormoede.example", False, []),
        ("http://127.0.0.1:8000", True, []),
        ("http://stormoede.example", False, ["address"]),
        ("https://stormoede.example", True, ["debug"]),
    ],
)
def test_the_address_people_see(origin, debug, expected):
    found = machine.address_findings(origin, debug, ("192.0.2.1",))
    assert [subject for subject, _ in faults(found)] == expected


def test_a_public_story_is_a_fault(db):
    assert faults(database.findings("https://stormoede.example")) == []
    now = datetime(2025, 2, 7, tzinfo=UTC)
    Story.objects.create(key="oea26", now=now, target=now, started_at=now)
    assert [subject for subject, _ in faults(database.findings("https://stormoede.example"))] == ["story"]
    assert faults(database.findings("http://127.0.0.1:8000")) == []


def test_the_relay_is_asked_without_sending(monkeypatch):
    seen = []

    class Handler:
        async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
            seen.append(envelope)
            return "250 ok"

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(Handler(), hostname="127.0.0.1", port=port)
    server.start()
    try:
        monkeypatch.setenv("STORMOEDE_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("STORMOEDE_SMTP_PORT", str(port))
        monkeypatch.setenv("STORMOEDE_SMTP_SECURITY", "none")
        # It is on this machine, so nobody hears what goes to it.
        assert [finding.grade for finding in relay.findings()] == [Grade.OK]
    finally:
        server.stop()
    assert seen == []


def test_a_relay_that_does_not_answer_is_a_fault(monkeypatch):
    monkeypatch.setenv("STORMOEDE_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("STORMOEDE_SMTP_PORT", "1")
    assert [subject for subject, _ in faults(relay.findings())] == ["mail"]


def test_without_a_relay_it_says_so(monkeypatch):
    monkeypatch.delenv("STORMOEDE_SMTP_HOST", raising=False)
    assert [finding.grade for finding in relay.findings()] == [Grade.ADVICE]


def test_the_exit_code_follows_the_faults(monkeypatch, capsys, place):
    monkeypatch.setenv("STORMOEDE_DATA", str(place / "nothing"))
    assert report.main() == 1
    assert "Ikke klar til drift: 1 skal rettes" in capsys.readouterr().out
    monkeypatch.setenv("STORMOEDE_LANGUAGE", "en")
    assert report.main() == 1
    assert "Not fit to run: 1 to mend" in capsys.readouterr().out


def test_it_looks_before_there_is_anything_as_a_program_of_its_own(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "stormoede", "check"],
        env={"PATH": "/usr/bin:/bin", "STORMOEDE_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert f"Der er ingen mappe {tmp_path / 'data'}." in done.stdout and "Ikke klar til drift: 1" in done.stdout


def test_what_is_found_is_told_in_the_operators_language(place, monkeypatch):
    (place / "keys").chmod(0o755)
    found = next(one for one in machine.key_findings(place / "keys", place / "data") if one.grade is Grade.FAULT)
    assert str(found).splitlines()[0].split(maxsplit=2) == ["FAULT", "keys", "Andre har adgang til deres mappe."]
    assert str(found).splitlines()[1].strip() == f"Kør: chmod 700 {place / 'keys'}"
    monkeypatch.setenv("STORMOEDE_LANGUAGE", "en")
    assert str(found).splitlines()[0].endswith("Their folder is open to others.")
    percent = fault("spf", "%(text)s", "", text="v=spf1 exists:%{i}.example -all")
    assert "exists:%{i}.example" in str(percent)


def test_no_thread_is_left_behind():
    assert not [thread for thread in threading.enumerate() if thread.name == "worker"]


@pytest.mark.parametrize(
    ("tls", "said"), [("disable", "not encrypted"), ("require", "is not looked at"), ("verify-full", ""), ("", "")]
)
def test_the_way_to_a_database_elsewhere_is_told(monkeypatch, tls, said):
    from django.db import connection

    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"sslmode": tls} if tls else {})
    found = list(database._way())
    assert [finding.grade for finding in found] == ([Grade.ADVICE] if said else [])
    assert said in "".join(finding.found for finding in found)


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_server_without_tls_is_not_spoken_to_in_the_clear_when_it_is_to_be_encrypted():
    import psycopg
    from django.db import connection

    given = connection.settings_dict
    address = env.database(
        f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/x?sslmode=require"
    )
    told = {"host": address.host, "port": address.port, "user": address.user, "password": address.password}
    with pytest.raises(psycopg.OperationalError, match="SSL"):
        psycopg.connect(**told, dbname=address.name, sslmode=address.tls)
