"""A mail whose words and files lie within its signature (S/MIME, opaque signed): they are taken out, and the signature is not believed."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message as Parsed

_KINDS = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SIGNED, _DATA = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010701")
_OCTETS, _OCTETS_IN_PIECES, _CONTENT = 0x04, 0x24, 0xA0
_DEEPEST, _MOST_LENGTH = 4, 4


def within(mail: Parsed) -> bytes | None:
    """The mail that lies in such a signature; None where there is none, or where it is sealed for somebody else."""
    if mail.get_content_type() not in _KINDS:
        return None
    raw = mail.get_payload(decode=True)
    if not isinstance(raw, bytes) or _SIGNED not in raw[:64]:
        return None
    at = raw.find(_DATA, 0, 4096)
    try:
        kind, start, end = _head(raw, at + len(_DATA))
        return (b"".join(_octets(raw, start, end, 0)) or None) if at > 0 and kind == _CONTENT else None
    except (IndexError, ValueError):
        return None


def opened(mail: Parsed) -> Parsed:
    """The mail with what lies in its signature in place of it; as it is where nothing does."""
    raw = within(mail)
    if raw is None:
        return mail
    inner = message_from_bytes(raw)
    for name in ("Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Content-Description"):
        del mail[name]
        if name in inner:
            mail[name] = inner[name]
    mail.set_payload(inner.get_payload())
    return mail


def _octets(raw: bytes, start: int, end: int, depth: int) -> Iterator[bytes]:
    """The octets in one string, or in the pieces of one. ``end`` -1: until its mark."""
    at = start
    while 0 <= at < (len(raw) if end < 0 else end) and raw[at : at + 2] != b"\0\0":
        kind, first, last = _head(raw, at)
        if kind == _OCTETS and last >= 0:
            yield raw[first:last]
        elif kind != _OCTETS_IN_PIECES or depth >= _DEEPEST:
            return
        else:
            yield from _octets(raw, first, last, depth + 1)
        at = last


def _head(raw: bytes, at: int) -> tuple[int, int, int]:
    """Of what begins at ``at``: its kind, where its content begins, and where that ends; -1 where a mark says so."""
    kind, length = raw[at], raw[at + 1]
    if length < 0x80:
        return kind, at + 2, at + 2 + length
    count = length & 0x7F
    if count > _MOST_LENGTH:
        raise ValueError("a length that no mail has")
    first = at + 2 + count
    return kind, first, first + int.from_bytes(raw[at + 2 : first], "big") if count else -1
