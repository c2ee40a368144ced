"""Denmark is loaded once, whole, and a second time changes nothing."""

import csv
from datetime import date
from pathlib import Path

import pytest

from stormoede.events.models import Event
from stormoede.members.actions import denmark
from stormoede.members.models import Alias, Audience, Body, Group, GroupMembership, Organisation
from stormoede.members.queries.audiences import valid
from stormoede.members.tests.cast import AT, BY

pytestmark = pytest.mark.django_db


def _rows() -> dict[str, int]:
    return {
        model.__name__: model.objects.count()
        for model in (Organisation, Alias, Group, GroupMembership, Body, Audience, Event)
    }


def test_all_municipalities_in_danish_order_with_their_seats() -> None:
    assert denmark.load(by=BY, at=AT) == 98
    with (Path(denmark.denmark._DATA) / "dk_municipalities.csv").open(encoding="utf-8") as stream:
        facts = [(row["kommunekode"], row["navn"], int(row["pladser_2026_2029"])) for row in csv.DictReader(stream)]
    assert list(Organisation.objects.order_by("sort_key").values_list("code", "name", "seats")) == facts
    assert sum(seats for _, _, seats in facts) == 2432


def test_twice_changes_nothing_and_leaves_no_event() -> None:
    denmark.load(by=BY, at=AT)
    before = _rows()
    assert denmark.load(by=BY, at=AT) == 0
    assert _rows() == before


def test_a_corrected_name_is_put_back() -> None:
    denmark.load(by=BY, at=AT)
    Organisation.objects.filter(code="0492").update(name="Aeroe", seats=1)
    assert denmark.load(by=BY, at=AT) == 1
    assert Organisation.objects.get(code="0492").seats == 15


@pytest.mark.parametrize(
    ("on", "regions"),
    [
        (
            date(2026, 12, 31),
            {
                "Region Hovedstaden": 29,
                "Region Sjælland": 17,
                "Region Syddanmark": 22,
                "Region Midtjylland": 19,
                "Region Nordjylland": 11,
            },
        ),
        (
            date(2027, 1, 1),
            {"Region Østdanmark": 46, "Region Syddanmark": 22, "Region Midtjylland": 19, "Region Nordjylland": 11},
        ),
    ],
)
def test_hovedstaden_and_sjaelland_merge_on_the_day(on: date, regions: dict[str, int]) -> None:
    denmark.load(by=BY, at=AT)
    found = {group.name: group.memberships.filter(valid(on)).count() for group in Group.objects.filter(kind="region")}
    assert {name: number for name, number in found.items() if number} == regions


def test_regional_councils_stay_when_regions_merge() -> None:
    denmark.load(by=BY, at=AT)
    after = GroupMembership.objects.filter(valid(date(2027, 6, 1)), group__kind="regional_council")
    assert after.count() == 98
    assert Body.objects.filter(kind="regional_council").count() == 5


def test_every_municipality_has_a_council_and_a_finance_committee() -> None:
    denmark.load(by=BY, at=AT)
    for kind in ("council", "finance_committee"):
        assert Body.objects.filter(kind=kind).values("organisation").distinct().count() == 98
