"""Having a mail read by the nursery, from where Django is. What comes back is checked like anything a stranger says."""

import json
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from stormoede.intake import nursery
from stormoede.intake.core import mails, values
from stormoede.intake.core.limits import CLOCK_SECONDS
from stormoede.intake.core.values import Mailed

_TOP = Path(__file__).resolve().parents[2]
_MOST_ALONE = 12
# Longer than a child has, so that the nursery is the one who says that a child took too long.
_PATIENCE = CLOCK_SECONDS + 15


class Unread(Exception):
    """The mail could not be read at all. ``str()`` of it is one word: why."""


class Nursery:
    """One nursery, started when it is first needed and again when it is gone. One mail at a time; threads wait for each other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None

    def read(self, raw: bytes) -> Mailed:
        """The mail taken apart. What kills a child alone is said to be heavy, and everything else is read. Raises Unread."""
        with self._lock:
            try:
                return self._ask(raw)
            except Unread as fault:
                if str(fault) not in {nursery.KILLED, nursery.TIME}:
                    raise
            return self._piece_by_piece(raw)

    def _piece_by_piece(self, raw: bytes) -> Mailed:
        bare = self._ask(raw, -1)
        parts = list(dict.fromkeys(one.part for one in bare.readings if one.part >= 0))
        found = [one for one in bare.readings if one.part < 0]
        for part in parts[:_MOST_ALONE]:
            own = [one for one in bare.readings if one.part == part]
            with suppress(Unread):
                own = [one for one in self._ask(raw, part).readings if one.part == part]
            found += own
        found += [one for one in bare.readings if one.part in parts[_MOST_ALONE:]]
        return Mailed(tuple(found))

    def close(self) -> None:
        """End it; the next mail starts another."""
        with self._lock:
            self._end()

    def _ask(self, raw: bytes, only: int = nursery.ALL) -> Mailed:
        try:
            told = self._answer(raw, only)
        except (OSError, ValueError) as fault:
            self._end()
            raise Unread(nursery.KILLED) from fault
        if "fault" in told:
            raise Unread(str(told["fault"])[:20])
        try:
            return values.mailed(told)
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            raise Unread(nursery.BROKEN) from fault

    def _answer(self, raw: bytes, only: int) -> dict[str, object]:
        running = self._started()
        assert running.stdin is not None
        assert running.stdout is not None
        watch = threading.Timer(_PATIENCE, running.kill)
        watch.daemon = True
        watch.start()
        try:
            running.stdin.write(nursery.REQUEST.pack(len(raw), only) + raw)
            running.stdin.flush()
            head = running.stdout.read(nursery.ANSWER.size)
            (length,) = nursery.ANSWER.unpack(head) if len(head) == nursery.ANSWER.size else (0,)
            told = json.loads(running.stdout.read(length).decode("utf-8", "replace"))
        finally:
            watch.cancel()
        if not isinstance(told, dict):
            raise ValueError("not an answer")
        return told

    def _started(self) -> subprocess.Popen[bytes]:
        if self._running is None or self._running.poll() is not None:
            self._end()
            self._running = subprocess.Popen(
                [sys.executable, "-B", "-m", "stormoede.intake.nursery"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", close_fds=True,
                env={"PYTHONPATH": str(_TOP), "PYTHONIOENCODING": "utf-8"}, start_new_session=True,
            )  # fmt: skip
        return self._running

    def _end(self) -> None:
        running, self._running = self._running, None
        if running is None:
            return
        for stream in (running.stdin, running.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        running.kill()
        running.wait()


def files_of(raw: bytes) -> dict[int, tuple[str, bytes]]:
    """The files of a mail as they came, name and bytes by their place. Nothing in them is opened."""
    return mails.originals(raw)
