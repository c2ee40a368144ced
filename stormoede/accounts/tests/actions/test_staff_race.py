"""Two administrators who take each other's role away in the same moment: one of them stays, and nobody meets a fault."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from stormoede.accounts import actors, queries
from stormoede.accounts.actions import staff
from stormoede.accounts.models import Staff
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("act", ["role", "stop"])
def test_an_administrator_is_left(act: str) -> None:
    for number in range(20):
        Staff.objects.all().delete()
        pair = [cast.staff(f"{name} {number}", Staff.Role.ADMIN) for name in ("Anna Bo", "Bent Dam")]
        together = Barrier(2)

        def alone(both: tuple[Staff, Staff], together: Barrier = together) -> bool:
            whom, by = both
            try:
                together.wait(10)
                if act == "stop":
                    staff.stop(whom, by=actors.staff(by), at=clock.wall())
                else:
                    staff.change_role(whom, Staff.Role.READER, by=actors.staff(by), at=clock.wall())
                return True
            except Refusal:
                return False
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(alone, [(pair[0], pair[1]), (pair[1], pair[0])]))
        assert queries.admins().count() == 1 and done.count(True) == 1
