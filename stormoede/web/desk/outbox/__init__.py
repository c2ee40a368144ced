"""``/desk/outbox/``: every mail that is to be sent, is being sent or has been, and what went wrong.

Personal links and codes are masked. Only a told story may show them: ``stormoede/wiring.py`` says when, with ``install``.
"""

from collections.abc import Callable


def _never() -> bool:
    return False


_reveal: Callable[[], bool] = _never


def reveal_links() -> bool:
    """Whether mails are shown with their personal links."""
    return _reveal()


def install(reveal: Callable[[], bool]) -> None:
    """Let ``reveal`` decide from now on whether links are shown."""
    global _reveal
    _reveal = reveal
