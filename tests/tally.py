"""Counting for bin/test: what passed, failed and was skipped and why; and the two switches it has.

STORMOEDE_REQUIRE=all makes a failure of every skip. STORMOEDE_TEST_ONLY=database leaves what needs no database to the
other run. STORMOEDE_TEST_FULL=1 runs what is marked long, and leaves out the brief
forms of it. Figures go to the file named by STORMOEDE_TEST_TALLY.
"""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

LONG = "long: bin/test --full runs it"
# What takes a minute or more, the longest first: begun last it would leave all processes but one with nothing to do.
LONGEST = (
    "test_told_story.py", "journeys/test_drafts.py", "test_all_pages.py", "test_backups.py::test_a_kill", "test_telling.py",
    "test_properties.py::test_no_", "test_fuzz.py::test_many", "test_several_machines.py", "story/tests/test_booklet.py",
    "test_killed.py::test_killed_fifty", "test_import_rules.py", "test_audiences.py::test_sql", "test_reminders.py::TestReminding",
    "test_backups.py", "test_member.py", "test_call.py", "test_bad_evening.py", "test_making_a_round.py", "journeys/",
    "test_odd_values.py::test_no_field",
)  # fmt: skip


def touches_database(item):
    """Does the test use the database, whichever way it says so?"""
    return item.get_closest_marker("django_db") is not None or not {"db", "transactional_db", "live_server"}.isdisjoint(
        getattr(item, "fixturenames", ())
    )


def for_both_databases(item):
    """Does the run on PostgreSQL take it too? The quick run takes there what acts; the full run also all that reads."""
    if not touches_database(item) or any(item.get_closest_marker(name) for name in ("browser", "once")):
        return False
    acts = "actions" in item.path.parts or item.get_closest_marker("postgres") is not None
    return acts or bool(os.environ.get("STORMOEDE_TEST_FULL"))


def pytest_ignore_collect(collection_path):
    """Where the quick run on PostgreSQL takes nothing of a file, it is not read."""
    quick = os.environ.get("STORMOEDE_TEST_ONLY") == "database" and not os.environ.get("STORMOEDE_TEST_FULL")
    if not quick or not collection_path.name.startswith("test_") or collection_path.suffix != ".py":
        return None
    takes = "actions" in collection_path.parts or "mark.postgres" in collection_path.read_text(encoding="utf-8")
    return None if takes else True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    items.sort(key=_place)
    if os.environ.get("STORMOEDE_TEST_FULL"):
        _leave_out(config, items, lambda item: item.get_closest_marker("brief") is not None)
    if os.environ.get("STORMOEDE_TEST_ONLY") == "database":
        _leave_out(config, items, lambda item: not for_both_databases(item))
    if not os.environ.get("STORMOEDE_TEST_FULL"):
        for item in items:
            if item.get_closest_marker("long") is not None:
                item.add_marker(pytest.mark.skip(reason=LONG))


def _leave_out(config, items, which):
    left = [item for item in items if which(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in set(left)]


def _place(item):
    return next((place for place, name in enumerate(LONGEST) if name in item.nodeid), len(LONGEST))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if os.environ.get("STORMOEDE_REQUIRE") == "all" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, but STORMOEDE_REQUIRE=all: {_reason(report)}"
    # The controller cannot see fixtures, so the worker says it in the report.
    report.user_properties.append(("database", for_both_databases(item)))
    return report


def _reason(report):
    return report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else str(report.longrepr)


def pytest_terminal_summary(terminalreporter):
    target = os.environ.get("STORMOEDE_TEST_TALLY")
    if not target:
        return
    stats = terminalreporter.stats
    calls = [*stats.get("passed", []), *stats.get("failed", [])]
    figures = {
        "passed": len(stats.get("passed", [])) + len(stats.get("xfailed", [])),
        "failed": len(stats.get("failed", [])) + len(stats.get("error", [])),
        "skipped": Counter(_reason(report) for report in stats.get("skipped", [])),
        "database": sum(dict(report.user_properties).get("database", False) for report in calls),
    }
    Path(target).write_text(json.dumps(figures), encoding="utf-8")
