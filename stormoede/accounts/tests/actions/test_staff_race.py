"""Two administrators in the same moment: one is done as they say, the other is told why not, and nobody meets a fault."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from stormoede.accounts import actors, queries
from stormoede.accounts.actions import staff
from stormoede.accounts.models import Staff
from stormoede.accounts.refusals import AddressKnown
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


def test_who_is_invited_twice_at_once_is_invited_once() -> None:
    by = actors.staff(cast.staff("Anna Bo", Staff.Role.ADMIN))
    for number in range(20):
        together, email = Barrier(2), f"ida.{number}@kl.example"

        def alone(name: str, email: str = email, together: Barrier = together) -> bool:
            try:
                together.wait(10)
                staff.invite(email, name, Staff.Role.READER, by=by, at=clock.wall())
                return True
            except AddressKnown:
                return False
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(alone, ["Ida Lo", "Ida Bo"])).count(True) == 1
        assert Staff.objects.filter(email=email).count() == 1
