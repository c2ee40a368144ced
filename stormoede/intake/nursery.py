"""The program that reads mails: warm, without Django, and forking a child for each mail. It speaks on its standard input and output.

A request is its length, which file to read (-2 all, -1 none), and the mail; the answer its length and JSON: what was read, or a fault.
"""

import contextlib
import gc
import json
import os
import pkgutil
import select
import signal
import struct
import sys
import time
from typing import BinaryIO

REQUEST = struct.Struct(">Ii")
ANSWER = struct.Struct(">I")
ALL = -2
UNREADABLE, KILLED, TIME, BROKEN = "unreadable", "killed", "time", "broken"


def main() -> int:
    """Answer until nobody asks any more."""
    _warm()
    _leave_the_network()
    # What is loaded stays: a child that need not count it copies less.
    gc.collect()
    gc.freeze()
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    while head := _exactly(asked, REQUEST.size):
        length, only = REQUEST.unpack(head)
        raw = _exactly(asked, length)
        if raw is None:
            break
        told = _in_a_child(raw, None if only == ALL else only)
        answers.write(ANSWER.pack(len(told)) + told)
        answers.flush()
    return 0


def _exactly(stream: BinaryIO, length: int) -> bytes | None:
    found = stream.read(length)
    return found if found is not None and len(found) == length else None


def _warm() -> None:
    """Load all that a child may need: it can open no file, and no module is one."""
    import encodings
    import importlib

    for module in pkgutil.iter_modules(encodings.__path__):
        with contextlib.suppress(Exception):
            importlib.import_module(f"encodings.{module.name}")
    from stormoede.intake import jail
    from stormoede.intake.core import mails, pages

    jail.ready()
    mails.read(_SAMPLE)
    for _once in range(2):
        pages.read(_PAPER)
    for charset in ("shift_jis", "gb18030", "big5", "euc_kr", "iso2022_jp", "idna", "punycode"):
        with contextlib.suppress(Exception):
            b"a".decode(charset)


_SAMPLE = (
    "From: =?utf-8?q?A_=C3=B8?= <a@b.example>\r\nSubject: =?iso-8859-1?q?=F8?=\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>a&oslash;</p>\r\n'
    '--x\r\nContent-Type: application/pdf; name="a.pdf"\r\nContent-Disposition: attachment; filename="a.pdf"\r\n\r\n%PDF-1.4\r\n--x\r\n'
    'Content-Type: application/zip; name="a.zip"\r\nContent-Transfer-Encoding: base64\r\n\r\nUEsDBAoAAAAAAA==\r\n--x--\r\n'
).encode("ascii")


_PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 52>>stream\nBT /F1 12 Tf 20 200 Td (A line) Tj 0 -20 Td (x) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n"
)


def _leave_the_network() -> None:
    """A network of one's own, with nobody in it, where the system lets us have one."""
    for flags in ("CLONE_NEWNET", "CLONE_NEWUSER"):
        wanted = getattr(os, flags, 0) | getattr(os, "CLONE_NEWNET", 0)
        if wanted and hasattr(os, "unshare"):
            with contextlib.suppress(OSError):
                os.unshare(wanted)
                return


def _in_a_child(raw: bytes, only: int | None) -> bytes:
    """What a child of its own says of a mail; a fault when it says nothing in its time."""
    from stormoede.intake.core import limits

    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _child(raw, only, writing)
    os.close(writing)
    try:
        told = _heard(reading, time.monotonic() + limits.CLOCK_SECONDS, limits.ANSWER)
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if told is None:
        return _fault(TIME)
    # What was written ends with a line break; a child that died has not got so far.
    return told if told.endswith(b"\n") else _fault(KILLED)


def _heard(pipe: int, until: float, most: int) -> bytes | None:
    parts: list[bytes] = []
    length = 0
    while True:
        left = until - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            return None
        part = os.read(pipe, 1 << 20)
        if not part:
            return b"".join(parts)
        parts.append(part)
        length += len(part)
        if length > most:
            return b""


def _child(raw: bytes, only: int | None, writing: int) -> None:
    """Read, say, and be gone. Nothing that happens here may return to the caller."""
    try:
        from stormoede.intake import jail
        from stormoede.intake.core import mails
        from stormoede.mail.core.reading import Unreadable

        gc.disable()
        _keep_only(writing)
        jail.close()
        try:
            told = json.dumps(mails.read(raw, only).plain(), ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        except Unreadable:
            told = _fault(UNREADABLE)
        except MemoryError:
            told = _fault(KILLED)
        except Exception:  # a fault of the program, met on this mail: it is said, and the mail waits
            told = _fault(BROKEN)
        at = 0
        while at < len(told):
            at += os.write(writing, told[at : at + (1 << 20)])
    finally:
        os._exit(0)


def _keep_only(pipe: int) -> None:
    """Close what the nursery speaks and listens on."""
    silent = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(silent, number)
    os.closerange(3, pipe)
    os.closerange(pipe + 1, 256)


def _fault(word: str) -> bytes:
    return json.dumps({"fault": word}).encode("ascii") + b"\n"


if __name__ == "__main__":
    sys.exit(main())
