"""A PostgreSQL server for the length of a test or a measurement: in a temporary folder, on a port of its own, gone after.

PostgreSQL does not run as root, so root hands it to the user postgres, or nobody.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from stormoede.lib.env import EnvironmentFault
from stormoede.lib.wording import told as _

# What is lost at a power cut does not matter here, so nothing waits for the disk.
OPTIONS = (
    ("fsync", "off"),
    ("full_page_writes", "off"),
    ("synchronous_commit", "off"),
    ("max_connections", "120"),
    ("shared_buffers", "128MB"),
    ("log_statement", "none"),
    ("timezone", "UTC"),
)


def programs() -> Path | None:
    """The folder with PostgreSQL's server programs, the newest there is; None when there is none."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    places += sorted(Path("/usr").glob("pgsql-*/bin"), reverse=True)
    found = shutil.which("initdb")
    if found:
        places.append(Path(found).resolve().parent)
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


@contextmanager
def running() -> Iterator[str]:
    """Start a server and yield the address of its database. EnvironmentFault when that cannot be done."""
    place = programs()
    if place is None:
        raise EnvironmentFault(
            _("There is no PostgreSQL server program here; install postgresql, version 15 or later.")
        )
    folder = Path(tempfile.mkdtemp(prefix="stormoede-postgres-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        prefix = _as_another(folder)
        port = _free_port()
        _run([*prefix, str(place / "initdb"), "-D", str(folder / "data"), "-U", "stormoede", "-A", "trust",
              "-E", "UTF8", "--no-sync"])  # fmt: skip
        server = _start(prefix, place, folder, port)
        _wait(server, place, folder, port)
        yield f"postgresql://stormoede@127.0.0.1:{port}/postgres"
    finally:
        if server is not None:
            _stop(prefix, place, folder, server)
        shutil.rmtree(folder, ignore_errors=True)


def _as_another(folder: Path) -> Sequence[str]:
    """What stands before each command, so that it does not run as root."""
    if os.geteuid() != 0:
        return ()
    for user in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(user)
        except KeyError:
            continue
        os.chown(folder, entry.pw_uid, entry.pw_gid)
        return ("runuser", "-u", user, "--")
    raise EnvironmentFault(_("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as."))


def _start(prefix: Sequence[str], place: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
    options = [part for name, value in OPTIONS for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [*prefix, str(place / "postgres"), "-D", str(folder / "data"), "-p", str(port),
             "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", *options],
            stdout=log, stderr=log, cwd=folder, start_new_session=True,
        )  # fmt: skip


def _wait(server: subprocess.Popen[bytes], place: Path, folder: Path, port: int) -> None:
    for _turn in range(300):
        ready = subprocess.run(
            [place / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False, cwd=folder
        )
        if ready.returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    tail = (folder / "log").read_text(errors="replace").splitlines()[-3:]
    raise EnvironmentFault(_("PostgreSQL did not start: %(reason)s", reason=" / ".join(tail)))


def _stop(prefix: Sequence[str], place: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    _run([*prefix, str(place / "pg_ctl"), "stop", "-D", str(folder / "data"), "-m", "immediate", "-s"], check=False)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(command: Sequence[str], *, check: bool = True) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
    if check and done.returncode:
        raise EnvironmentFault(
            _("%(name)s failed: %(reason)s", name=Path(command[-1]).name, reason=done.stderr.strip()[-300:])
        )
