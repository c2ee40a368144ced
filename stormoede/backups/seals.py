"""Encryption to public keys (age): who writes a backup cannot read it, unless the secret key is there too.

A public key is ``age1…`` or a line ``ssh-ed25519 …``; a secret key is a file as age-keygen or ssh-keygen write it.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from stormoede.backups.faults import BackupFault, NotWhole
from stormoede.lib.wording import reason
from stormoede.lib.wording import told as _

HEAD = b"age-encryption.org/v1"


class _Pulled:
    """An iterator of pieces as a file that is read. What goes wrong in it is kept, since the library tells it in its own words."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""
        self.fault: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            while not self._rest:
                self._rest = next(self._pieces)
        except StopIteration:
            return b""
        except BaseException as fault:
            self.fault = fault
            raise
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


def refuse_unusable(keys: Sequence[str]) -> None:
    """BackupFault when one of ``keys`` is no public key."""
    _recipients(keys)


def _recipients(keys: Sequence[str]) -> list[object]:
    import pyrage

    found: list[object] = []
    for key in keys:
        try:
            read = pyrage.ssh.Recipient.from_str if key.startswith("ssh-") else pyrage.x25519.Recipient.from_str
            found.append(read(key))
        except pyrage.RecipientError as fault:
            raise BackupFault(
                _(
                    "“%(key)s…” is no public key. It begins with age1 or ssh-ed25519; `stormoede backup-key FILE` makes one.",
                    key=key[:20],
                )
            ) from fault
    return found


def seal(pieces: Iterator[bytes], into: IO[bytes], keys: Sequence[str]) -> None:
    """Write ``pieces`` into ``into``, so that only the secret keys of ``keys`` open them."""
    import pyrage

    pulled = _Pulled(pieces)
    try:
        pyrage.encrypt_io(pulled, into, _recipients(keys))
    except (pyrage.EncryptError, OSError):
        if pulled.fault is not None:
            raise pulled.fault from None
        raise


def open_sealed(source: IO[bytes], into: IO[bytes], identity: Path | None) -> None:
    """Decrypt ``source`` into ``into``. BackupFault without the right key, NotWhole when it is damaged."""
    import pyrage

    if identity is None:
        raise BackupFault(_("The backup is encrypted. Say --identity FILE, the file with the secret key."))
    try:
        pyrage.decrypt_io(source, into, _identities(identity))
    except pyrage.DecryptError as fault:
        raise BackupFault(_("The key in %(file)s does not open this backup.", file=identity)) from fault
    except OSError as fault:
        if fault.errno is not None:
            raise
        raise NotWhole(_("it is cut off or damaged")) from fault


def _identities(file: Path) -> list[object]:
    import pyrage

    try:
        content = file.read_bytes()
    except OSError as fault:
        raise BackupFault(
            _("The secret key %(file)s cannot be read: %(reason)s.", file=file, reason=reason(fault))
        ) from fault
    try:
        if content.startswith(b"-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(content)]
        lines = [line.strip() for line in content.decode("utf-8").splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (pyrage.IdentityError, UnicodeDecodeError) as fault:
        raise BackupFault(_("%(file)s holds no secret key as age-keygen or ssh-keygen write it.", file=file)) from fault
    if not found:
        raise BackupFault(_("%(file)s holds no secret key.", file=file))
    return list(found)


def make(file: Path) -> str:
    """Make a pair of keys: the secret into ``file``, closed to others; the public one is returned. BackupFault when it is there."""
    import pyrage

    pair = pyrage.x25519.Identity.generate()
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as fault:
        raise BackupFault(_("%(file)s cannot be made: %(reason)s.", file=file, reason=reason(fault))) from fault
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(f"# public key: {pair.to_public()}\n{pair}\n")
    return str(pair.to_public())
