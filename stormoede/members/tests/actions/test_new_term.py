"""An election replaces everybody on one day. What was stays known, and the same list twice changes nothing."""

from datetime import date

import pytest

from stormoede.members.core.denmark import municipalities
from stormoede.members.models import Mandate, Person
from stormoede.members.queries import audiences
from stormoede.members.tests.cast import ON, bring_in, csv_list, load_denmark

pytestmark = pytest.mark.django_db
COUNCILS = {"any": [{"bodies": ["council"]}]}
EVE, NEW = date(2025, 12, 31), date(2026, 1, 1)
SEATS = 25


def councils(term: str, first: date, last: str = "", stays: int = 0, places: int = 98) -> bytes:
    """Everybody in every council, or in the first ``places``; the first ``stays`` of each are called as in the old term."""
    return csv_list(
        *(
            f"{place.code};{place.name};Medlem {who};{who}@k{place.code}.example;;;{first};{last};"
            for place in municipalities()[:places]
            for number in range(SEATS)
            for who in [f"a{number}" if number < stays else f"{term}{number}"]
        )
    )


def state() -> list[tuple[object, ...]]:
    return [*Person.objects.order_by("pk").values_list(), *Mandate.objects.order_by("pk").values_list()]


@pytest.mark.parametrize(("last", "places"), [("", 98), ("2025-12-31", 3)])
def test_an_election_replaces_2400_people_on_one_day_and_keeps_their_history(last: str, places: int) -> None:
    load_denmark()
    everybody = places * SEATS
    new_term = councils("b", NEW, stays=1, places=places)
    bring_in(councils("a", date(2022, 1, 1), last, places=places))
    old = set(Mandate.objects.values_list("person_id", flat=True))
    result = bring_in(new_term, complete=("all",))
    assert result.new == everybody - places
    assert result.ended == (0 if last else everybody - places)
    assert (result.refused, result.waiting) == (0, 0)
    assert set(audiences.people(COUNCILS, on=ON).values_list("pk", flat=True)) == old
    assert set(audiences.people(COUNCILS, on=EVE).values_list("pk", flat=True)) == old
    new = set(audiences.people(COUNCILS, on=NEW).values_list("pk", flat=True))
    assert len(new) == everybody and len(new & old) == places
    assert Mandate.objects.filter(person__in=old - new, valid_from="2022-01-01", valid_to=EVE).count() == len(old - new)
    before = state()
    again = bring_in(new_term, complete=("all",))
    assert (again.new, again.changed, again.ended, again.unchanged) == (0, 0, 0, everybody)
    assert state() == before


def test_a_list_that_comes_late_ends_the_old_term_on_its_own_last_day() -> None:
    load_denmark()
    row = "0430;Faaborg-Midtfyn;{};{}@fmk.example;;;{};;"
    bring_in(csv_list(*(row.format(name, name, "2022-01-01") for name in ("Karen", "Mette", "Ole"))))
    late = csv_list(*(row.format(name, name, "2025-02-01") for name in ("Karen", "Ida")))
    assert bring_in(late, complete=("0430",)).ended == 2
    ended = Mandate.objects.filter(valid_to=date(2025, 1, 31))
    assert set(ended.values_list("person__name", flat=True)) == {"Mette", "Ole"}
    assert bring_in(late, complete=("0430",)).ended == 0


def test_one_who_joins_in_the_term_ends_nobody_back_in_time() -> None:
    load_denmark()
    row = "0430;Faaborg-Midtfyn;{};{}@fmk.example;;;{};;"
    bring_in(csv_list(*(row.format(name, name, "2022-01-01") for name in ("Karen", "Mette"))))
    now = csv_list(row.format("Karen", "Karen", "2022-01-01"), row.format("Ida", "Ida", "2025-02-01"))
    assert bring_in(now, complete=("0430",)).ended == 1
    assert Mandate.objects.get(person__name="Mette").valid_to == date(2025, 2, 6)
