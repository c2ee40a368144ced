"""Reading what was claimed: each mail by the nursery, outside any transaction, and what it came to written in one of its own."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from time import monotonic

from stormoede.contributions.actions import submissions
from stormoede.contributions.models import Submission
from stormoede.contributions.queries import known
from stormoede.intake.children import Nursery, Unread
from stormoede.intake.core import kinds, plain
from stormoede.intake.core.values import Mailed, Reading, State
from stormoede.mail.models import Incoming

_AT_ONCE = 100
# The worker's other tasks wait no longer than this for what came by mail.
_SECONDS = 5.0
_NURSERY = Nursery()
_AHEAD = 2


def run(*, at: datetime) -> int:
    """Read what waits, oldest first. Returns how many."""
    waiting = Submission.objects.filter(state=Submission.State.UNREAD, incoming__isnull=False).order_by("pk")
    found = list(waiting.values_list("pk", "incoming_id")[:_AT_ONCE])
    if not found:
        return 0
    councils, until, done = known.read(), monotonic() + _SECONDS, 0
    for pk, mailed in _read_ahead([(pk, incoming) for pk, incoming in found if incoming is not None], until):
        done += submissions.read(pk, mailed, councils, at=at) is not None
    return done


def _read_ahead(found: Sequence[tuple[int, int]], until: float) -> Iterator[tuple[int, Mailed]]:
    """Each mail taken apart; the next ones are being read while one is written down."""
    waiting: list[tuple[int, Incoming, Future[Mailed]]] = []
    rest = list(reversed(found))
    with ThreadPoolExecutor(1, thread_name_prefix="intake") as reader:
        while rest or waiting:
            while rest and len(waiting) < _AHEAD and monotonic() < until:
                pk, incoming = rest.pop()
                row = Incoming.objects.defer("text").get(pk=incoming)
                waiting.append((pk, row, reader.submit(_NURSERY.read, bytes(row.raw))))
            if not waiting:
                return
            pk, row, future = waiting.pop(0)
            try:
                yield pk, future.result()
            except Unread:
                yield pk, _unread(row)


def _unread(row: Incoming) -> Mailed:
    """What stands in for a mail that no child could read: its words as the inbox has them, its files by name."""
    draft = plain.written(Incoming.objects.values_list("text", flat=True).get(pk=row.pk))
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
