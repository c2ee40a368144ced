"""Printed sign-ins: in a told story, and only there, a one-time sign-in works without a passkey and more than once.

The story says whether the database is one; this room adds that nobody but this machine can reach it.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings

from stormoede.lib.hardening import is_loopback

_is_story: Callable[[], bool] | None = None


def install(is_story: Callable[[], bool] | None) -> None:
    """Name who knows whether the database is a told story; None says that it never is."""
    global _is_story
    _is_story = is_story


def are_allowed() -> bool:
    """Whether printed sign-ins work: the database is a told story and the origin is this machine itself."""
    here = is_loopback(urlsplit(settings.ORIGIN).hostname or "")
    return here and _is_story is not None and _is_story()
