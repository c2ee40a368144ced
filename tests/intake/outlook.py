"""Outlook's files for a mail (.msg), made by hand: a compound file (MS-CFB) with the streams that MS-OXMSG names."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

type Folder = Mapping[str, bytes | Folder]
_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def msg(subject: str, words: str, sender: str = "", *, html: str = "", files: Sequence[tuple[str, bytes | Folder]] = (), wide: bool = True) -> Folder:  # fmt: skip
    """A mail as a folder of streams: strings as UTF-16, or as older versions write them."""
    name, _, address = sender.partition("<")
    told = {"0037": subject, "1000": words, "0C1A": name.strip(), "5D01": address.rstrip(">")}
    made: dict[str, bytes | Folder] = {"__properties_version1.0": bytes(32)}
    made |= {_stream(key, wide): _string(text, wide) for key, text in told.items() if text}
    if html:
        made["__substg1.0_10130102"] = html.encode()
    for number, (title, content) in enumerate(files):
        inner = {"__substg1.0_3701000D": content} if isinstance(content, Mapping) else {"__substg1.0_37010102": content}
        named = {_stream("3707", wide): _string(title, wide), "__properties_version1.0": bytes(8)}
        made[f"__attach_version1.0_#{number:08X}"] = {**named, **inner}
    return made


def _stream(key: str, wide: bool) -> str:
    return f"__substg1.0_{key}{'001F' if wide else '001E'}"


def _string(text: str, wide: bool) -> bytes:
    return text.encode("utf-16-le") if wide else text.encode("cp1252") + b"\0"


@dataclass
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    below: list[int] = field(default_factory=list)
    start: int = _END


class _Writer:
    def __init__(self) -> None:
        self.entries = [_Entry("Root Entry", 5)]
        self.sectors: list[bytes] = []
        self.chain: list[int] = []

    def add(self, folder: Folder, at: int) -> None:
        """Put the folder's entries under the entry ``at``."""
        for name, content in folder.items():
            own = len(self.entries)
            self.entries[at].below.append(own)
            if isinstance(content, bytes):
                self.entries.append(_Entry(name, 2, content))
            else:
                self.entries.append(_Entry(name, 1))
                self.add(content, own)

    def put(self, content: bytes) -> int:
        """Write sectors one after another, and return the first."""
        start, count = len(self.sectors), -(-len(content) // _SECTOR)
        self.sectors += [content[n * _SECTOR : (n + 1) * _SECTOR].ljust(_SECTOR, b"\0") for n in range(count)]
        self.chain += [*range(start + 1, start + count), _END] if count else []
        return start if count else _END


def file(folder: Folder) -> bytes:
    """The folder as one file."""
    made = _Writer()
    made.add(folder, 0)
    small, links = b"", list[int]()
    for entry in made.entries:
        if entry.kind == 2 and len(entry.content) >= _CUTOFF:
            entry.start = made.put(entry.content)
        elif entry.content:
            entry.start, count = len(small) // _SMALL, -(-len(entry.content) // _SMALL)
            small += entry.content.ljust(count * _SMALL, b"\0")
            links += [*range(entry.start + 1, entry.start + count), _END]
    root = made.entries[0]
    root.content, root.start = small, made.put(small)
    mini = made.put(_numbers(links))
    directory = made.put(b"".join(_entry(made.entries, one) for one in made.entries))
    return _whole(made, directory, mini, -(-len(links) // 128))


def _numbers(links: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(links)}I", *links).ljust(-(-len(links) * 4 // _SECTOR) * _SECTOR, b"\xff")


def _entry(entries: Sequence[_Entry], one: _Entry) -> bytes:
    """128 bytes; what is below an entry hangs on it as a list to the right."""
    own = entries.index(one)
    beside = next((entry.below for entry in entries if own in entry.below), [own])
    right = beside[beside.index(own) + 1] if own != beside[-1] else _FREE
    name = (one.name + "\0").encode("utf-16-le")
    below = one.below[0] if one.below else _FREE
    return name.ljust(64, b"\0") + struct.pack("<HBBIII16xI16xIQ", len(name), one.kind, 1, _FREE, right, below, 0, one.start, len(one.content))  # fmt: skip


def _whole(made: _Writer, directory: int, mini: int, minis: int) -> bytes:
    count = 1
    while count * 128 < len(made.sectors) + count:
        count += 1
    first = len(made.sectors)
    fat = [*made.chain, *[_FAT] * count]
    fat += [_FREE] * (count * 128 - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, count, directory, 0, _CUTOFF, mini, minis, _END, 0, first)  # fmt: skip
    head += struct.pack("<108I", *range(first + 1, first + count), *[_FREE] * (109 - count))
    return head + b"".join(made.sectors) + struct.pack(f"<{len(fat)}I", *fat)
