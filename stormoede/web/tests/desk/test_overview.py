"""The round's first page."""

import pytest

from stormoede.bench import crowd
from stormoede.web.desk.overview import regions, state

pytestmark = pytest.mark.django_db
SIZE = 196


@pytest.fixture
def told() -> crowd.Crowd:
    return crowd.fill(SIZE)


def test_it_says_where_the_round_stands(told: crowd.Crowd) -> None:
    found = state.read(told.round, crowd.AT)
    assert found.invitation
    assert found.invitation.asked == SIZE
    assert found.invitation.failed == 2
    rows = regions.regions(found)
    assert sum(row.organisations for row in rows) == 98
    assert regions.whole(rows, "all").seats == sum(date.taken for date in told.sessions)
