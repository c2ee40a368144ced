"""The installation's keys by what they are for. Derived once a process, from the ring that the settings hold."""

from functools import lru_cache

from django.conf import settings

from stormoede.lib.keys import KeyRing


@lru_cache(maxsize=64)
def _derive(ring: KeyRing, label: str, kid: int) -> bytes | None:
    try:
        return ring.derive(label, kid)
    except KeyError:
        return None


def ring() -> tuple[tuple[int, bytes], ...]:
    """All roots by number."""
    found: KeyRing = settings.KEYS
    return found.roots


def key(label: str, kid: int) -> bytes | None:
    """The key for ``label`` under root ``kid``; None when that root is not in the ring (any more)."""
    return _derive(settings.KEYS, label, kid)


def signing(label: str) -> tuple[int, bytes]:
    """The newest root's number and its key for ``label``: what new things are signed with."""
    kid: int = settings.KEYS.newest
    found = key(label, kid)
    if found is None:
        raise LookupError("the newest root is not in the ring")
    return kid, found
