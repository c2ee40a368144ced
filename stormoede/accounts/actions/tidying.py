"""What is over is taken away: sessions, code requests, addresses nothing answered, and the windows of limits."""

from datetime import datetime

from stormoede.accounts.actions import codes, limits, lost, staff_sessions


def tidy(at: datetime) -> int:
    """Take away what was over at ``at`` (real time). Returns how many rows went."""
    return staff_sessions.clear(at) + codes.forget(at) + limits.forget(at) + lost.forget(at)
