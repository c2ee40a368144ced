"""Whose time a page tells: that of the place where its round is."""

from zoneinfo import ZoneInfo

from django.utils import timezone


def here(time_zone: str) -> None:
    """Times are typed and told as they are in ``time_zone``, until the page is answered (accounts/guards.py)."""
    timezone.activate(ZoneInfo(time_zone))
