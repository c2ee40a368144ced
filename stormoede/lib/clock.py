"""Two clocks.

``wall`` is real time, in UTC. Leases, sign-ins, codes and limits use it.
``round_now`` decides what is due in a round. It is real time too, except in a told story, which installs its own source.
Actions never read either: the time is an argument (``at``).
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

CAME = "stormoede.came"
_source: Callable[[], datetime] | None = None


def wall() -> datetime:
    """Real time, aware, in UTC."""
    return datetime.now(UTC)


def round_now() -> datetime:
    """The round's time, aware, in UTC."""
    return _source() if _source else wall()


def asked_at(environ: Mapping[str, object]) -> datetime:
    """The round's time when the request reached the server: one that waited in line counts from when it came.

    ``environ`` is the request's META. A told story stands still between its steps, so there it is simply now.
    """
    came = environ.get(CAME)
    return came if _source is None and isinstance(came, datetime) else round_now()


def installed() -> Callable[[], datetime] | None:
    """What decides the round's time; None is real time."""
    return _source


def install(source: Callable[[], datetime] | None) -> None:
    """Let ``source`` decide the round's time from now on; None goes back to real time."""
    global _source
    _source = source
