"""Many who add a member with the same number in the same moment: one is made, and the others are told why not."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from stormoede.members.actions import people
from stormoede.members.models import Person
from stormoede.members.refusals import NumberTaken
from stormoede.members.tests.cast import AT, BY

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


def test_a_number_is_one_persons() -> None:
    together = Barrier(AT_ONCE)

    def alone(number: int) -> bool:
        try:
            together.wait(10)
            people.make(f"Mette {number}", "", None, number="17", by=BY, at=AT)
            return True
        except NumberTaken:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert list(pool.map(alone, range(AT_ONCE))).count(True) == 1
    assert Person.objects.get().number == "17"
