"""Where Django keeps staff sessions: rows named by a hash of the browser's key and encrypted with it.

Who reads the table, or a backup of it, holds nothing that signs in. A session ends 12 hours after it began, whatever happens in it.
"""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.core.signing import JSONSerializer

from stormoede.accounts import keyring
from stormoede.accounts.actions import staff_sessions
from stormoede.accounts.models import StaffSession
from stormoede.lib import clock
from stormoede.lib.prepared import Prepared

LABEL = "session"
_NONCE = 12


def name_of(session_key: str) -> str:
    """The row's name for the key a browser holds."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def _cipher(root: bytes, session_key: str) -> AESGCM:
    return AESGCM(hmac.digest(root, session_key.encode(), "sha256"))


def _seal(session_key: str, data: dict[str, Any]) -> bytes:
    kid, root = keyring.signing(LABEL)
    nonce = secrets.token_bytes(_NONCE)
    return bytes((kid,)) + nonce + _cipher(root, session_key).encrypt(nonce, JSONSerializer().dumps(data), None)


def _open(session_key: str, sealed: bytes) -> dict[str, Any] | None:
    root = keyring.key(LABEL, sealed[0]) if sealed else None
    if root is None:
        return None
    try:
        clear = _cipher(root, session_key).decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], None)
    except InvalidTag:
        return None
    found: dict[str, Any] = JSONSerializer().loads(clear)
    return found


_ROWS = Prepared(
    lambda name, at: StaffSession.objects.filter(pk=name, ends_at__gt=at),
    "a name",
    datetime(2000, 1, 1, tzinfo=UTC),
)


class SessionStore(SessionBase):
    """Django's session, kept in ``StaffSession``."""

    @property
    def _key(self) -> str:
        return self.session_key or ""

    def load(self) -> dict[str, Any]:
        row = next(iter(_ROWS(name_of(self._key), clock.wall())), None)
        data = _open(self.session_key or "", bytes(row.data)) if row else None
        if data is None:
            self._session_key = None
            return {}
        return data

    def exists(self, session_key: str) -> bool:
        return StaffSession.objects.filter(pk=name_of(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self._store(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
        else:
            self._store(must_create)

    def _store(self, must_create: bool) -> None:
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        name, sealed, staff = name_of(self._key), _seal(self._key, data), data.get(SESSION_KEY)
        if must_create:
            now = clock.wall()
            ends = now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
            if not staff_sessions.add(name, sealed, staff, at=now, ends=ends):
                raise CreateError
        elif not staff_sessions.change(name, sealed, staff):
            raise UpdateError

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            staff_sessions.forget(name_of(key))

    @classmethod
    def clear_expired(cls: type[Self]) -> None:
        staff_sessions.clear(clock.wall())
