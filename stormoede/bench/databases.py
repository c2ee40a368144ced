"""A database for one measurement, made beside the one named and dropped afterwards. Nobody's data is touched."""

import os
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from stormoede.bench import cluster
from stormoede.lib import env
from stormoede.lib.env import DatabaseAddress, EnvironmentFault
from stormoede.lib.wording import told as _


@contextmanager
def scratch(url: str | None, folder: Path) -> Iterator[str]:
    """The address of an empty database: a file in ``folder``, or one on the PostgreSQL server of ``url``.

    ``url`` may be the word postgresql alone: then a server is started for the measurement.
    """
    if url is None or url.startswith("sqlite"):
        file = folder / "bench.sqlite3"
        for old in folder.glob("bench.sqlite3*"):
            old.unlink()
        yield f"sqlite:///{file}"
        return
    with ExitStack() as stack:
        server = stack.enter_context(cluster.running()) if url == "postgresql" else url
        yield stack.enter_context(_on_server(env.database(server)))


@contextmanager
def _on_server(address: DatabaseAddress) -> Iterator[str]:
    import psycopg
    from psycopg import sql
    from psycopg.conninfo import make_conninfo

    name = f"stormoede_bench_{os.getpid()}_{uuid.uuid4().hex[:6]}"
    info = {"dbname": address.name, "user": address.user, "password": address.password}
    info |= {"host": address.host, "port": address.port, **({"sslmode": address.tls} if address.tls else {})}
    given = make_conninfo("", **{key: value for key, value in info.items() if value})
    try:
        server = psycopg.connect(given, autocommit=True)
    except psycopg.OperationalError as fault:
        raise EnvironmentFault(
            _("The PostgreSQL server cannot be reached: %(reason)s", reason=str(fault).splitlines()[0])
        ) from fault
    with server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield _url(address, name)
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _url(address: DatabaseAddress, name: str) -> str:
    from urllib.parse import quote

    who = quote(address.user, safe="") + (f":{quote(address.password, safe='')}" if address.password else "")
    where = f"{address.host}:{address.port}" if address.port else address.host
    if address.host.startswith("/"):
        return f"postgresql://{who}@:{address.port}/{name}?host={quote(address.host, safe='')}"
    return f"postgresql://{who}@{where}/{name}" + (f"?sslmode={address.tls}" if address.tls else "")
