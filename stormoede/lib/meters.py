"""Counting requests so that any process of this machine can tell them all: each has a file of numbers, mapped into memory.

The files lie in a hidden folder of the data folder; they are no data. A process that is gone leaves its numbers until the next starts.
"""

import mmap
import os
import socket
import struct
import threading
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

FOLDER = ".meters"
# Seconds; the last bucket is everything.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
_SLOTS = len(CLASSES) + len(BOUNDS) + 2
_SIZE = _SLOTS * 8


@dataclass(frozen=True, slots=True)
class Reading:
    """What one process has answered."""

    process: str
    statuses: tuple[int, ...]
    buckets: tuple[int, ...]
    seconds: float


class Meter:
    """The numbers of this process."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        self._numbers: memoryview[float] | None = None
        # Without room on the disk pages are served all the same, uncounted.
        with suppress(OSError):
            self._numbers = memoryview(_mapped(folder / FOLDER)).cast("d")

    def count(self, status: int, seconds: float) -> None:
        """One request was answered."""
        numbers = self._numbers
        if numbers is None:
            return
        with self._lock:
            numbers[min(max(status // 100, 1), 5) - 1] += 1
            numbers[len(CLASSES) + bisect_left(BOUNDS, seconds)] += 1
            numbers[_SLOTS - 1] += seconds


def _own(folder: Path) -> Iterator[tuple[Path, int]]:
    """This machine's files, each with the number of its process."""
    host = socket.gethostname()
    for file in sorted(folder.glob("*.meter")):
        name, _, number = file.stem.rpartition("-")
        if name == host and number.isdigit():
            yield file, int(number)


def _mapped(folder: Path) -> mmap.mmap:
    folder.mkdir(mode=0o700, exist_ok=True)
    for file, number in _own(folder):
        if not _alive(number):
            file.unlink(missing_ok=True)
    with (folder / f"{socket.gethostname()}-{os.getpid()}.meter").open("w+b") as stream:
        stream.truncate(_SIZE)
        return mmap.mmap(stream.fileno(), _SIZE)


def _alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def readings(folder: Path) -> list[Reading]:
    """What every process of this machine has answered since it began."""
    found = []
    for file, number in _own(folder / FOLDER):
        with suppress(OSError, struct.error):
            values = struct.unpack(f"{_SLOTS}d", file.read_bytes())
            statuses = tuple(int(value) for value in values[: len(CLASSES)])
            buckets = tuple(int(value) for value in values[len(CLASSES) : -1])
            found.append(Reading(str(number), statuses, buckets, values[-1]))
    return found
