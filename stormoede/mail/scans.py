"""Every file that came in is shown to the virus scanner, if there is one: what no verdict stands for is due.

Rooms that keep files say which of theirs are; the verdict stands by what is in the file, so the same file is looked at once.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import close_old_connections, connections
from django.db.models import Exists, Model, OuterRef, QuerySet

from stormoede.events.actor import system
from stormoede.lib import clock
from stormoede.mail import scanner
from stormoede.mail.actions import scans
from stormoede.mail.core.scans import ScanFault
from stormoede.mail.models import Incoming, Scan
from stormoede.mail.scanner import Scanner

_log = logging.getLogger(__name__)
_AT_ONCE = 25
_BY = system("scanner")
# A file the scanner could make nothing of is shown to it again: its signatures may be newer, its limits others.
_AGAIN = timedelta(hours=6)
_REST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Unscanned:
    """A file without a verdict. ``subject`` is what it belongs to, as in events; ``content`` fetches it."""

    digest: str
    subject: str
    content: Callable[[], bytes]


type Source = Callable[[datetime], Iterable[Unscanned]]

_sources: list[Source] = []


def install(sources: Sequence[Source]) -> None:
    """Once, when the program starts."""
    _sources[:] = sources


def without_verdict[M: Model](found: QuerySet[M], at: datetime) -> QuerySet[M]:
    """Of rows with a ``digest`` those nothing is known about, some at a time."""
    said = Scan.objects.filter(digest=OuterRef("digest"))
    return found.filter(~Exists(said.exclude(state=Scan.State.FAILED, scanned_at__lt=at - _AGAIN)))[:_AT_ONCE]


def mails(at: datetime) -> Iterable[Unscanned]:
    """The mails that came in, each whole: scanners look into what is attached."""
    for pk, digest in without_verdict(Incoming.objects.order_by("-id"), at).values_list("pk", "digest"):
        yield Unscanned(digest, f"incoming:{pk}", lambda pk=pk: bytes(Incoming.objects.values_list("raw", flat=True).get(pk=pk)))  # type: ignore[misc]  # fmt: skip


def run(asked: Scanner, at: Callable[[], datetime]) -> int:
    """Show the scanner what has no verdict. Returns how many files it looked at. Raises ScanFault when it does not answer."""
    done = 0
    for source in _sources:
        for file in source(at()):
            verdict = asked.scan(file.content())
            scans.decide(file.digest, file.subject, verdict, by=_BY, at=at())
            done += 1
    return done


def look(at: Callable[[], datetime]) -> int:
    """Once through, with the scanner of the environment; a scanner that does not answer is told in the log."""
    asked = scanner.configured()
    if asked is None:
        return 0
    try:
        return run(asked, at)
    except ScanFault as fault:
        _log.warning("The virus scanner does not answer: %s", fault)
        return 0


class Beside:
    """Scans in a thread of its own, one file at a time, so that no mail waits for it. Calling it never waits."""

    def __init__(self, at: Callable[[], datetime]) -> None:
        self._at = at
        self._thread: threading.Thread | None = None
        self._next = clock.wall()

    def __call__(self) -> int:
        busy = self._thread is not None and self._thread.is_alive()
        if not busy and clock.wall() >= self._next:
            self._next = clock.wall() + timedelta(seconds=5)
            self._thread = threading.Thread(target=self._run, name="scanner", daemon=True)
            self._thread.start()
        return 0

    def _run(self) -> None:
        close_old_connections()
        try:
            asked = scanner.configured()
            if asked is not None:
                run(asked, self._at)
        except ScanFault as fault:
            self._next = clock.wall() + _REST
            _log.warning("The virus scanner does not answer: %s", fault)
        except Exception:
            self._next = clock.wall() + _REST
            _log.exception("Files could not be scanned")
        finally:
            connections.close_all()
