"""Every file that came in is shown to the virus scanner, if there is one: what no verdict stands for is due.

Rooms that keep files say which of theirs are; the verdict stands by what is in the file, so the same file is looked at once.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db.models import Exists, Model, OuterRef, QuerySet

from stormoede.events.actor import system
from stormoede.mail import scanner
from stormoede.mail.actions import scans
from stormoede.mail.models import Incoming, Scan
from stormoede.mail.scanner import Scanner

_AT_ONCE = 25
_BY = system("scanner")
# A file the scanner could make nothing of is shown to it again: its signatures may be newer, its limits others.
_AGAIN = timedelta(hours=6)


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
        yield Unscanned(digest, f"incoming:{pk}", partial(_raw, pk))


def _raw(pk: int) -> bytes:
    return bytes(Incoming.objects.values_list("raw", flat=True).get(pk=pk))


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
    """Once through, with the scanner of the environment, if there is one. Returns and raises as ``run``."""
    asked = scanner.configured()
    return run(asked, at) if asked else 0
