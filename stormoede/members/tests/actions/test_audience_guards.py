"""What keeps saved audiences whole: nobody takes one away that is used, and none is made that another one cannot be read by."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from stormoede.meetings.tests import house
from stormoede.members.actions import audiences
from stormoede.members.models import Audience
from stormoede.members.queries import audiences as queries
from stormoede.members.refusals import SpecRefused
from stormoede.members.tests.cast import AT, BY, ON
from tests import cast

MAYORS = {"any": [{"roles": ["mayor"]}]}


def save(key: str, *names: str) -> Audience:
    spec = {"any": [{"audience": name} for name in names]} if names else MAYORS
    return audiences.save(key, key, spec, by=BY, at=AT)


@pytest.mark.django_db
def test_an_audience_that_a_meeting_is_for_stays_and_says_so() -> None:
    house.meeting(people=house.people(1))
    answer = cast.desk().post("/desk/audiences/alle/remove/", follow=True)
    assert Audience.objects.filter(key="alle").exists()
    assert "Et brev eller et møde er til den" in answer.content.decode()


@pytest.mark.django_db
def test_an_audience_is_not_made_so_deep_that_those_above_it_cannot_be_read() -> None:
    save("a0")
    for number in range(1, 7):
        save(f"a{number}", f"a{number - 1}")
    save("b")
    with pytest.raises(SpecRefused):
        save("a0", "b")
    assert queries.count(Audience.objects.get(key="a6").spec, on=ON) == 0
    assert len(queries.counts(queries.saved(), on=ON)) == 8


@pytest.mark.django_db(transaction=True)
def test_two_who_name_each_others_audience_at_once_make_no_circle() -> None:
    for number in range(20):
        one, other = f"one{number}", f"other{number}"
        save(one)
        save(other)
        together = Barrier(2)

        def alone(pair: tuple[str, str], together: Barrier = together) -> Any:
            try:
                together.wait(10)
                return save(*pair)
            except SpecRefused as no:
                return no
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(alone, [(one, other), (other, one)]))
        assert [isinstance(result, SpecRefused) for result in done].count(True) == 1
        assert queries.counts(queries.saved(), on=ON)
