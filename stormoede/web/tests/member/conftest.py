"""What the tests of a member's pages begin with."""

import pytest

from stormoede.lib import clock
from stormoede.meetings.tests.house import BEFORE
from tests import cast


@pytest.fixture
def at():
    """Sets the round's time, which is before the deadline until then."""
    time = {"now": BEFORE}
    clock.install(lambda: time["now"])
    yield lambda moment: time.update(now=moment)
    clock.install(None)


@pytest.fixture
def mette():
    return cast.person("Mette Overgaard")
