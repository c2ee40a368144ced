"""winmail.dat, as Outlook wraps files for itself (TNEF): the files in it, and the text where there is one."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from stormoede.intake.core import limits
from stormoede.intake.core.plain import decoded

SIGNATURE = b"\x78\x9f\x3e\x22"
_MESSAGE_PROPERTIES, _RENDERING, _TITLE, _DATA, _PROPERTIES, _BODY = 0x9003, 0x9002, 0x8010, 0x800F, 0x9005, 0x800C
_LONG_NAME, _SHORT_NAME, _CONTENT, _PLAIN, _HTML = 0x3707, 0x3704, 0x3701, 0x1000, 0x1013
_FIXED = {
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x000A: 4,
    0x000B: 4,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
_STRING, _WIDE, _OBJECT, _BINARY = 0x001E, 0x001F, 0x000D, 0x0102


@dataclass(frozen=True, slots=True)
class Wrapped:
    """What a winmail.dat holds."""

    text: str
    html: str
    files: tuple[tuple[str, bytes], ...]


def read(raw: bytes) -> Wrapped:
    """Take it apart; what is cut off is left out. ValueError when it is none."""
    if raw[:4] != SIGNATURE:
        raise ValueError("no winmail.dat")
    text, html = "", ""
    files: list[list[str | bytes]] = []
    for kind, data in _attributes(raw):
        if kind == _RENDERING:
            files.append(["", b""])
        elif kind == _BODY:
            text = decoded(data.rstrip(b"\x00"))
        elif kind == _TITLE and files:
            files[-1][0] = files[-1][0] or decoded(data.rstrip(b"\x00"))
        elif kind == _DATA and files:
            files[-1][1] = data
        elif kind in {_PROPERTIES, _MESSAGE_PROPERTIES}:
            told = dict(_mapi(data))
            if kind == _PROPERTIES and files:
                files[-1][0] = _named(told) or files[-1][0]
                files[-1][1] = files[-1][1] or told.get(_CONTENT, b"")
            elif kind == _MESSAGE_PROPERTIES:
                text = text or _words(told, _PLAIN)
                html = decoded(told.get(_HTML, b"").rstrip(b"\x00"))
        if len(files) > limits.FILES:
            raise limits.TooMuch("more files than are read")
    return Wrapped(text, html, tuple((str(name), bytes(data)) for name, data in files if isinstance(data, bytes) and data))  # fmt: skip


def _attributes(raw: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    while at + 9 <= len(raw):
        _level, attribute, length = struct.unpack_from("<BII", raw, at)
        at += 9
        if length > len(raw) - at:
            return
        yield attribute & 0xFFFF, raw[at : at + length]
        at += length + 2


def _mapi(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The properties that are strings or bytes. What does not add up ends them."""
    try:
        yield from _properties(data)
    except struct.error:
        return


def _properties(data: bytes) -> Iterator[tuple[int, bytes]]:
    (count,) = struct.unpack_from("<I", data, 0)
    at = 4
    for _ in range(min(count, 2000)):
        kind, key = struct.unpack_from("<HH", data, at)
        at += 4
        if key >= 0x8000:
            at = _after_name(data, at)
        many, kind = bool(kind & 0x1000), kind & 0x0FFF
        if kind in {_STRING, _WIDE, _OBJECT, _BINARY} or many:
            (values,) = struct.unpack_from("<I", data, at)
            at += 4
            for _value in range(min(values, 2000)):
                if kind in _FIXED:
                    at += max(4, _FIXED[kind])
                    continue
                (length,) = struct.unpack_from("<I", data, at)
                at += 4
                found = data[at : at + length]
                yield key, _plain(kind, found)
                at += (length + 3) & ~3
        else:
            at += _FIXED.get(kind, 4)
        if at > len(data):
            return


def _after_name(data: bytes, at: int) -> int:
    (named,) = struct.unpack_from("<I", data, at + 16)
    if named == 0:
        return at + 24
    (length,) = struct.unpack_from("<I", data, at + 20)
    return int(at + 24 + ((length + 3) & ~3))


def _plain(kind: int, value: bytes) -> bytes:
    """Strings as UTF-8."""
    if kind == _WIDE:
        return value.decode("utf-16-le", "replace").rstrip("\0").encode("utf-8", "replace")
    if kind == _OBJECT:
        return value[16:]
    return value.rstrip(b"\x00") if kind == _STRING else value


def _named(told: dict[int, bytes]) -> str:
    return _words(told, _LONG_NAME) or _words(told, _SHORT_NAME)


def _words(told: dict[int, bytes], key: int) -> str:
    return decoded(told.get(key, b""))
