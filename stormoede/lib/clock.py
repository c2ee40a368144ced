"""Two clocks.

``wall`` is real time, in UTC. Leases, sign-ins, codes and limits use it.
``round_now`` decides what is due in a round. It is real time too, except in a told story, which installs its own source.
Actions never read either: the time is an argument (``at``).
"""

from collections.abc import Callable
from datetime import UTC, datetime

_source: Callable[[], datetime] | None = None


def wall() -> datetime:
    """Real time, aware, in UTC."""
    return datetime.now(UTC)


def round_now() -> datetime:
    """The round's time, aware, in UTC."""
    return _source() if _source else wall()


def install(source: Callable[[], datetime] | None) -> None:
    """Let ``source`` decide the round's time from now on; None goes back to real time."""
    global _source
    _source = source
