"""Reading what was claimed: mails by children of the nursery, outside any transaction, and what they came to written many at a time."""

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.db import DatabaseError, DataError

from stormoede.contributions.actions import submissions
from stormoede.contributions.models import Submission
from stormoede.contributions.queries import known
from stormoede.contributions.queries.known import Known
from stormoede.intake.children import Nursery, Unread
from stormoede.intake.core import kinds, plain
from stormoede.intake.core.values import Mailed, Reading, State
from stormoede.mail.models import Incoming
from stormoede.mail.queries import infected

_log = logging.getLogger(__name__)
_AT_ONCE, _TOGETHER = 200, 25
# The worker's other tasks wait no longer than this for what came by mail.
_SECONDS = 5.0
# Two children at a time where there are two processors; each nursery has one.
_NURSERIES = tuple(Nursery() for _ in range(min(2, os.cpu_count() or 1)))


def run(*, at: datetime) -> int:
    """Read what waits, oldest first. Returns how many."""
    waiting = Submission.objects.filter(state=Submission.State.UNREAD, incoming__isnull=False).order_by("pk")
    found = list(waiting.values_list("pk", "incoming_id")[:_AT_ONCE])
    if not found:
        return 0
    councils, until, done = known.read(at.date()), monotonic() + _SECONDS, 0
    with ThreadPoolExecutor(len(_NURSERIES), thread_name_prefix="intake") as readers:
        for some in _read(readers, [(pk, incoming) for pk, incoming in found if incoming is not None], until):
            done += _write(some, councils, at)
    return done


@dataclass(frozen=True, slots=True)
class _Ahead:
    """Mails that are being read: submission and mail of each, and what will have been read."""

    some: Sequence[tuple[int, int]]
    rows: Mapping[int, Incoming]
    futures: Sequence[Future[Mailed | None]]

    def done(self) -> list[tuple[int, Mailed]]:
        """What was read, once it is."""
        told = zip(self.some, self.futures, strict=True)
        return [(pk, future.result() or _unread(self.rows[incoming])) for (pk, incoming), future in told]


def _read(
    readers: ThreadPoolExecutor, found: Sequence[tuple[int, int]], until: float
) -> Iterator[Sequence[tuple[int, Mailed]]]:
    """Mails taken apart, some together; the next ones are being read while these are written down."""
    waiting: list[_Ahead] = []
    for start in range(0, len(found), _TOGETHER):
        if monotonic() >= until:
            break
        some = found[start : start + _TOGETHER]
        rows = Incoming.objects.in_bulk([incoming for _pk, incoming in some])
        viruses = infected([row.digest for row in rows.values()])
        raws = [None if (row := rows[one]).digest in viruses else bytes(row.raw) for _pk, one in some]
        waiting.append(_Ahead(some, rows, [readers.submit(_taken_apart, n, raw) for n, raw in enumerate(raws)]))
        if len(waiting) > 1:
            yield waiting.pop(0).done()
    for one in waiting:
        yield one.done()


def _taken_apart(number: int, raw: bytes | None) -> Mailed | None:
    if raw is None:
        return None
    try:
        return _NURSERIES[number % len(_NURSERIES)].read(raw)
    except Unread:
        return None


def _write(some: Sequence[tuple[int, Mailed]], councils: Known, at: datetime) -> int:
    """All together; where one of them breaks that, each by itself, and that one without its files: it holds up no other."""
    try:
        return submissions.read(some, councils, at=at)
    except Exception as fault:
        if isinstance(fault, DatabaseError) and not isinstance(fault, DataError):
            raise
        if len(some) > 1:
            return sum(_write([one], councils, at) for one in some)
        _log.exception("What was read of the submission %s cannot be written: %s", some[0][0], type(fault).__name__)
        return submissions.read([(some[0][0], Mailed(()))], councils, at=at)


def _unread(row: Incoming) -> Mailed:
    """What stands in for a mail that no child could read: its words as the inbox has them, its files by name."""
    draft = plain.written(row.text)
    words = Reading(
        row.subject,
        kinds.MAIL,
        State.READ if draft.blocks else State.EMPTY,
        text=draft.text,
        blocks=tuple(draft.blocks),
    )
    files = [
        Reading(name, "other", State.HEAVY, number, size=size) for number, (name, _kind, size) in enumerate(row.files)
    ]
    return Mailed((words, *files))
