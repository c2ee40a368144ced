"""The key ring: root keys in a file outside the data folder, every other key an HMAC of one by its label.

``root.key`` holds lines ``kid hex``: a key number 0–255 and 32 random bytes. The highest number signs, all read.
"""

import hashlib
import hmac
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from stormoede.lib.wording import reason
from stormoede.lib.wording import told as _


class KeyFault(Exception):
    """The keys cannot be used. The text is a whole sentence for the operator."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """Root keys by number."""

    roots: tuple[tuple[int, bytes], ...]

    def __repr__(self) -> str:
        return "KeyRing(***)"

    @property
    def newest(self) -> int:
        return max(number for number, _ in self.roots)

    @property
    def older(self) -> tuple[int, ...]:
        """Numbers of the roots that only read, newest first."""
        return tuple(sorted((number for number, _ in self.roots if number != self.newest), reverse=True))

    def derive(self, label: str, number: int | None = None) -> bytes:
        """32 bytes for ``label`` from root ``number`` (the newest when None). KeyError when there is no such root."""
        root = dict(self.roots)[self.newest if number is None else number]
        return hmac.new(root, b"stormoede/key/v1\0" + label.encode(), hashlib.sha256).digest()


def create(folder: Path) -> KeyRing:
    """Make ``folder`` and its root key where there is none yet, and read it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / "root.key"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return load(folder)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(f"0 {secrets.token_hex(32)}\n")
    return load(folder)


def rotate(folder: Path) -> int:
    """Add a new root, which signs from now on while the older ones go on reading. Returns its number. KeyFault at 255."""
    ring = load(folder)
    number = ring.newest + 1
    if number > 255:
        raise KeyFault(_("There are no key numbers left. Drop the ring and let everybody have new links."))
    _write(folder, (*ring.roots, (number, secrets.token_bytes(32))))
    return number


def drop(folder: Path, number: int) -> None:
    """Take a root away: whatever was made with it opens nothing. KeyFault when it is not there, or the newest."""
    ring = load(folder)
    if number not in ring.older:
        if not ring.older:
            raise KeyFault(
                _("Key %(number)s cannot be dropped: only older ones can, and there are none.", number=number)
            )
        others = ", ".join(map(str, ring.older))
        raise KeyFault(
            _(
                "Key %(number)s cannot be dropped: only older ones can, and they are %(others)s.",
                number=number,
                others=others,
            )
        )
    _write(folder, tuple(root for root in ring.roots if root[0] != number))


def _write(folder: Path, roots: tuple[tuple[int, bytes], ...]) -> None:
    """Replace the file in one step, so that no instant has half a ring."""
    beside = folder / f".root.key.{secrets.token_hex(4)}"
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.writelines(f"{number} {root.hex()}\n" for number, root in roots)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(folder / "root.key")


def load(folder: Path) -> KeyRing:
    """Read the ring. KeyFault when it is missing, malformed, or readable by others."""
    file = folder / "root.key"
    try:
        mode = file.stat().st_mode
        lines = file.read_text(encoding="ascii").split("\n")
    except OSError as fault:
        raise KeyFault(
            _(
                "The key file %(file)s cannot be read: %(reason)s. Run `stormoede init` first.",
                file=file,
                reason=reason(fault),
            )
        ) from fault
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFault(_("The key file %(file)s may be read by others. Run: chmod 600 %(file)s", file=file))
    roots: list[tuple[int, bytes]] = []
    for line in filter(None, lines):
        try:
            number, value = line.split(" ")
            roots.append((int(number), bytes.fromhex(value)))
        except ValueError as fault:
            raise KeyFault(_("The key file %(file)s has a line that is not a number and a key.", file=file)) from fault
    if len(dict(roots)) != len(roots):
        raise KeyFault(_("The key file %(file)s has a number twice.", file=file))
    if not roots or any(len(key) != 32 or not 0 <= number <= 255 for number, key in roots):
        raise KeyFault(_("The key file %(file)s holds no usable key.", file=file))
    return KeyRing(tuple(roots))
