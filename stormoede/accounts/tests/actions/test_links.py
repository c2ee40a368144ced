"""Links are made once, renewed by generation and revoked for good."""

from datetime import UTC, datetime

import pytest

from stormoede.accounts import addresses
from stormoede.accounts.actions import links
from stormoede.accounts.models import Link
from stormoede.events.actor import system
from stormoede.events.models import Event
from tests import cast

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 3, 20, 19, tzinfo=UTC)
BY = system("test")


@pytest.mark.parametrize("count", [0, 1, 3, 700])
def test_ensure_makes_each_link_once(count: int) -> None:
    people = [cast.person(f"Person {n}").pk for n in range(count)]
    first = links.ensure("p", people, "round:oea26", closes=NOW)
    again = links.ensure("p", people, "round:oea26", closes=NOW)
    assert first.keys() == set(people)
    assert {pk: link.handle for pk, link in first.items()} == {pk: link.handle for pk, link in again.items()}
    assert Link.objects.count() == count


def test_a_moved_date_moves_the_links_that_are_there() -> None:
    who = cast.person()
    links.ensure("p", [who.pk], "round:oea26", closes=NOW)
    later = NOW.replace(month=5)
    assert links.ensure("p", [who.pk], "round:oea26", closes=later)[who.pk].closes == later
    assert Link.objects.get().closes == later


def test_renewing_changes_the_address_and_leaves_an_event() -> None:
    link = cast.link(cast.person())
    renewed = links.renew(link, by=BY, at=NOW)
    assert renewed.handle == link.handle
    assert addresses.of(renewed) != addresses.of(link)
    assert Event.objects.get().act == "link.renewed"


def test_the_256th_renewal_takes_a_new_handle() -> None:
    link = cast.link(cast.person())
    Link.objects.update(generation=255)
    renewed = links.renew(Link.objects.get(), by=BY, at=NOW)
    assert renewed.generation == 0
    assert renewed.handle != link.handle
    assert Link.objects.count() == 1


def test_revoking_is_done_once() -> None:
    link = cast.link(cast.person())
    assert links.revoke(link, by=BY, at=NOW)
    assert not links.revoke(link, by=BY, at=NOW)
    assert Event.objects.filter(act="link.revoked").count() == 1


def test_a_mask_stands_for_the_secret() -> None:
    link = cast.link(cast.person())
    assert addresses.of(link, reveal=False) == "http://127.0.0.1:8000/p/…"
