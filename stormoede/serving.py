"""Starting the servers, and the reasons not to."""

import os
import socket
from urllib.parse import urlsplit

from stormoede import cli, environment
from stormoede.lib.env import EnvironmentFault, loopback
from stormoede.lib.wording import reason
from stormoede.lib.wording import told as _

# What --only can say: all pages, or the figures of the desk that move.
ENTRIES = {"pages": "stormoede.pages:application", "live": "stormoede.pages:live"}
PAGE_PROCESSES = 2
# The second goes on while the first is at something long; more would only take turns with them at Python's one lock.
PAGE_THREADS = 2
# A page server that is told to stop while it still starts does not hear it (it has its parent's ears until it is ready).
STOPPING_SECONDS = 8


def upgrade() -> int:
    """Take the migrations the database lacks. Returns how many there were."""
    from stormoede.lib import tables

    count = tables.pending()
    if count:
        tables.bring_up()
    return count


def make_ready() -> None:
    """EnvironmentFault when this program may not work on this database; else it has all its lines, and a told story's clock."""
    from stormoede.backups import files
    from stormoede.lib import lines, tables
    from stormoede.story import clocks

    files.refuse_half_restored()
    tables.refuse_unready()
    lines.pooled()
    clocks.follow()


def refuse_public(host: str) -> None:
    """EnvironmentFault when ``host`` or the origin is public and the database is a told story, or debugging is on."""
    from django.conf import settings

    from stormoede.story.models import Story

    origin = urlsplit(settings.ORIGIN).hostname or ""
    if loopback(host) and loopback(origin):
        return
    if Story.objects.exists():
        raise EnvironmentFault(
            _(
                "This database is a told story whose sign-ins are printed for everybody, so it is served on 127.0.0.1 only."
            )
        )
    if settings.DEBUG:
        raise EnvironmentFault(_("STORMOEDE_DEBUG shows the program's insides, so it is for 127.0.0.1 only. Unset it."))


def refuse_taken(host: str, port: int) -> None:
    """EnvironmentFault when something else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise EnvironmentFault(
                _(
                    "Cannot listen on %(host)s, port %(port)s: %(reason)s. Try --port.",
                    host=host,
                    port=port,
                    reason=reason(fault),
                )
            ) from fault


def serve(*, host: str, port: int, only: str | None) -> int:
    """Serve until told to stop. Without ``only``: everything in one process."""
    if environment.ORIGIN.name not in os.environ and loopback(host):
        # Browsers make passkeys for localhost, and not for its number.
        os.environ[environment.ORIGIN.name] = f"http://localhost:{port}"
    cli.set_up()
    make_ready()
    refuse_public(host)
    refuse_taken(host, port)
    return _pages(host, port, ENTRIES[only]) if only else _all(host, port)


def _all(host: str, port: int) -> int:
    import uvicorn
    from django.conf import settings

    from stormoede.asgi import application

    print(_("Stormøde is open at %(address)s/", address=settings.ORIGIN), flush=True)
    # Proxies are believed by STORMOEDE_PROXIES only, so uvicorn must not do it on its own account.
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="on",
        http="httptools",
        timeout_graceful_shutdown=STOPPING_SECONDS,
    )
    uvicorn.Server(config).run()
    return 0


def _pages(host: str, port: int, entry: str) -> int:
    from granian.constants import Interfaces
    from granian.server import Server

    from stormoede.lib.lines import hang_up

    # Page servers are forks of this one, which has looked at the database.
    hang_up()
    # The access log would hold paths, and with them personal links on their first use.
    Server(
        entry,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=PAGE_PROCESSES,
        blocking_threads=PAGE_THREADS,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOPPING_SECONDS,
    ).serve()
    return 0
