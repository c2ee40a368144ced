"""How many examples a property is tried with: all in the full run, a quarter in the quick one."""

import os

FULL = bool(os.environ.get("STORMOEDE_TEST_FULL"))


def examples(number):
    """``number`` in the full run."""
    return number if FULL else max(6, number // 4)
