"""When our own mail server took a mail: what it wrote on top, never what the sender says."""

import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime

_BY = re.compile(r"\bby\s+([^\s;()]+)", re.ASCII | re.IGNORECASE)


def told(head: Sequence[tuple[str, str]], border: str) -> datetime | None:
    """The time in the topmost line of the server named ``border``, else in the topmost of all; None where there is none.

    Lines are put on top, so no sender can write above our own server's.
    """
    lines = [value for name, value in head if name.lower() == "received"]
    own = next(
        (line for line in lines if border and (by := _BY.search(line)) and by[1].lower() == border.lower()), None
    )
    return _time(own if own is not None else lines[0]) if lines else None


def judged(told: datetime | None, at: datetime) -> datetime:
    """When the mail came in: as ``told``, but never later than ``at``, when we kept it."""
    return min(told, at) if told is not None else at


def _time(line: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(" ".join(line.rpartition(";")[2].split()))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # A time without a zone is nobody's.
    return found if found.tzinfo is not None and 1990 < found.year < 2200 else None
