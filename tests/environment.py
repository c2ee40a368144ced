"""Before Django is read: a data folder and keys of the test run's own, and the database named by STORMOEDE_TEST_DATABASE."""

import atexit
import faulthandler
import gc
import os
import shutil
import tempfile
import time
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path

import hypothesis
import pytest

from stormoede.environment import FOR_TESTS
from tests.examples import examples

_folder = Path(tempfile.mkdtemp(prefix="stormoede-test-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith("STORMOEDE_") and not name.startswith(FOR_TESTS)]:
    del os.environ[_name]
os.environ["STORMOEDE_DATA"] = str(_folder / "data")
(_folder / "data").mkdir()
os.environ["STORMOEDE_ORIGIN"] = "http://127.0.0.1:8000"
if os.environ.get("STORMOEDE_TEST_DATABASE"):
    os.environ["STORMOEDE_DATABASE"] = os.environ["STORMOEDE_TEST_DATABASE"]
os.environ["DJANGO_SETTINGS_MODULE"] = "stormoede.settings"

from stormoede.lib import keys  # noqa: E402 - the settings read the key when they are imported

keys.create(_folder / "keys")

# A machine with two cores tests more than one thing at a time: an example that is slow there proves nothing.
hypothesis.settings.register_profile("house", deadline=None, max_examples=examples(100))
hypothesis.settings.load_profile("house")


def pytest_collection_modifyitems(config, items):
    """What is about one of the two databases alone belongs to the run on that one."""
    other = "sqlite" if os.environ.get("STORMOEDE_TEST_DATABASE") else "postgres"
    elsewhere = [item for item in items if item.get_closest_marker(other) is not None]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item.get_closest_marker(other) is None]


def pytest_collection_finish(session):
    """Walks that go on where the one before stopped must stay in one process; xdist says so in their names, or not at all."""
    if not getattr(session.config, "workerinput", None) or not session.config.getvalue("loadgroup"):
        return
    loose = [item.nodeid for item in session.items if item.get_closest_marker("xdist_group") and "@" not in item.nodeid]
    if loose:
        pytest.exit(f"this pytest and this xdist do not keep groups together: {loose[0]}", returncode=3)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop():
    """All that was read to collect stays: the collector of garbage looks through it no more, and seldomer through the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef):
    """pytest-django's test database gets its tables from the one that is kept."""
    from tests import migrated

    with migrated.instead_of_migrating() if fixturedef.argname == "django_db_setup" else nullcontext():
        return (yield)


@pytest.fixture(autouse=True)
def _nobody_was_here_before(monkeypatch):
    """Kept in memory: limits by the minute, figures until something happens, the language of the last page asked for.

    A minute begins with the test, so that none ends while one counts to thirty.
    """
    from django.core.cache import cache
    from django.utils import translation

    from stormoede.accounts import bursts
    from stormoede.mail import tide

    begun = time.monotonic()
    monkeypatch.setattr(bursts, "_minute", lambda: int((time.monotonic() - begun) // 60))
    bursts.reset()
    cache.clear()
    tide.forget()
    translation.deactivate()


@pytest.fixture
def english(monkeypatch):
    """What is said on the terminal is said in English: by this process, and by programs that it lends its environment."""
    monkeypatch.setenv("STORMOEDE_LANGUAGE", "en")


@contextmanager
def _undone():
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def shared(request, django_db_setup, django_db_blocker):
    """``shared(make)``: rows that are made once for all tests of a file, and what ``make`` returns.

    The transaction of each test begins inside theirs and is undone alone. What is returned belongs to all: a test that
    may change it takes a copy.
    """
    file = [item for item in request.session.items if item.path == request.path]
    marked = [mark for item in file for mark in item.iter_markers("django_db")]
    assert not any(mark.kwargs.get("transaction") for mark in marked), (
        "a test outside any transaction needs another file"
    )
    with ExitStack() as undone:

        def made(make):
            with django_db_blocker.unblock():
                undone.enter_context(_undone())
                return make()

        yield made
        with django_db_blocker.unblock():
            undone.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item, nextitem):
    """A test that hangs (a browser that died, a lock) ends its process, so that the run says which it was and goes on."""
    longest = 1800 if item.get_closest_marker("long") else 400
    faulthandler.dump_traceback_later(longest, exit=True)
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()
