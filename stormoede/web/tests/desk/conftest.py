"""What tests of the desk begin with."""

import pytest

from stormoede.lib import clock
from stormoede.meetings.tests.house import BEFORE
from tests import cast


@pytest.fixture
def before_the_deadline():
    """The round's time, until a test installs another."""
    clock.install(lambda: BEFORE)
    yield
    clock.install(None)


@pytest.fixture
def desk():
    return cast.desk()
