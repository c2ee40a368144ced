"""Reading a backup: decrypted if need be, looked through to its end before anything is done with it."""

import base64
import gzip
import hashlib
import json
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from stormoede.backups import seals
from stormoede.backups.faults import BackupFault, NotWhole
from stormoede.backups.schema import Schema
from stormoede.backups.writing import FORMAT, Tally
from stormoede.lib.wording import reason
from stormoede.lib.wording import told as _


@dataclass(frozen=True, slots=True)
class Table:
    """A table begins. Rows follow, each a list of values."""

    label: str
    columns: tuple[tuple[str, str], ...]
    next_key: int | None


@dataclass(frozen=True, slots=True)
class File:
    """A file begins. Pieces of bytes follow."""

    name: str


type Part = Table | File | list[Any] | bytes


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that has been looked through."""

    stream: IO[bytes]
    version: str
    schema: Schema
    tally: Tally

    def parts(self) -> Iterator[Part]:
        """Everything in it, in order."""
        self.stream.seek(0)
        for line in gzip.GzipFile(fileobj=self.stream):
            part = _part(json.loads(line))
            if part is not None:
                yield part


@contextmanager
def opened(file: Path, identity: Path | None, beside: Path) -> Iterator[Backup]:
    """The backup in ``file``, whole. An encrypted one is opened into a nameless file in ``beside``, which no kill leaves behind."""
    try:
        source = file.open("rb")
    except OSError as fault:
        raise BackupFault(_("%(file)s cannot be read: %(reason)s.", file=file, reason=reason(fault))) from fault
    with source:
        sealed = source.read(len(seals.HEAD)) == seals.HEAD
        source.seek(0)
        if not sealed:
            yield _looked_through(source)
            return
        with tempfile.TemporaryFile(dir=beside) as plain:
            seals.open_sealed(source, plain, identity)
            yield _looked_through(plain)


def _looked_through(stream: IO[bytes]) -> Backup:
    stream.seek(0)
    try:
        head, tally = _summed(stream)
    except (EOFError, zlib.error) as fault:
        raise NotWhole(_("it is cut off or damaged")) from fault
    except (gzip.BadGzipFile, ValueError, KeyError, TypeError) as fault:
        raise NotWhole(_("it is no backup of Stormøde, or damaged")) from fault
    return Backup(stream, head["version"], head["schema"], tally)


def _summed(stream: IO[bytes]) -> tuple[dict[str, Any], Tally]:
    """The first line, and the tally of the last, which must fit all that is between."""
    digest, before, head = hashlib.sha256(), b"", None
    for line in gzip.GzipFile(fileobj=stream):
        digest.update(before)
        before = line
        if head is None:
            head = json.loads(line)
            if head["stormoede"] != FORMAT:
                raise BackupFault(_("The backup is of a newer version of Stormøde. Use that version."))
    if head is None:
        raise NotWhole(_("it is empty"))
    last = json.loads(before)
    if not isinstance(last, dict) or last.get("sha256") != digest.hexdigest():
        raise NotWhole(_("it is cut off or damaged"))
    return head, Tally(last["tables"], last["rows"], last["files"])


def _part(line: Any) -> Part | None:  # noqa: ANN401 - whatever JSON has
    match line:
        case list():
            return line
        case str():
            return base64.b64decode(line)
        case {"table": label, "columns": columns, "next": next_key}:
            return Table(label, tuple((name, kind) for name, kind in columns), next_key)
        case {"file": name}:
            return File(name)
        case _:
            return None
