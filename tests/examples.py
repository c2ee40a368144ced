"""How many examples a property is tried with: all in the full run, a quarter in the quick one.

Most properties are the house's rules, the same whatever keeps the rows: all examples are tried on SQLite, which answers
sooner, and a quarter once more on PostgreSQL. What is about the database's own answers is tried whole on both.
"""

import os

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

FULL = bool(os.environ.get("STORMOEDE_TEST_FULL"))
POSTGRES = bool(os.environ.get("STORMOEDE_TEST_DATABASE"))


def examples(number, *, of_the_database=False):
    """``number`` in the full run."""
    return number if FULL and (of_the_database or not POSTGRES) else max(6, number // 4)


def played(machine, number, steps):
    """Try ``number`` sequences of at most ``steps`` acts; what an act takes is no fault of a sequence."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        machine, settings=settings(max_examples=number, stateful_step_count=steps, deadline=None, suppress_health_check=checks)
    )  # fmt: skip
