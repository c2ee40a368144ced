"""Results that wait to be written down. Nothing more is sent while there are any."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, connection

from stormoede.mail.actions import results
from stormoede.mail.actions.results import Result

_TRIES = (0.0, 0.1, 0.4)


@dataclass(frozen=True, slots=True)
class Entry:
    """Results of one holder's mails and when they came in, the round's time."""

    results: Sequence[Result]
    holder: str
    at: datetime


class Ledger:
    """Writes results, and keeps those that could not be written (a full disk, a lost database) for the next try."""

    def __init__(self) -> None:
        self._owed: list[Entry] = []
        self._lock = threading.Lock()

    def settle(self, found: Sequence[Result], holder: str, at: datetime) -> bool:
        """Write results down. False when the database could not, after a few tries: they are kept."""
        with self._lock:
            self._owed.append(Entry(found, holder, at))
        return self.pay()

    def pay(self) -> bool:
        """Write down whatever is owed. False while something still is."""
        with self._lock:
            for pause in _TRIES:
                # Even a sleep of nothing gives the processor away.
                if pause:
                    time.sleep(pause)
                if self._paid():
                    return True
            return False

    def _paid(self) -> bool:
        try:
            while self._owed:
                entry = self._owed[0]
                results.settle(entry.results, entry.holder, at=entry.at)
                self._owed.pop(0)
        except DatabaseError:
            if not connection.in_atomic_block:
                connection.close()
            return False
        return True
