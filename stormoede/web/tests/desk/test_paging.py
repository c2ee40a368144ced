"""A long list has the same rows on the same pages whichever way they are found, and is found once while nothing happens."""

import re

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stormoede.bench import crowd, heaps, pages
from stormoede.bench.visitors import Page
from stormoede.events.actions.records import record
from stormoede.letters.models import Delivery
from stormoede.letters.queries import figures
from stormoede.lib import clock
from stormoede.mail.models import Message
from stormoede.meetings import queries
from stormoede.members.models import Person
from stormoede.web.desk import paging
from stormoede.web.desk.paging import Paginator

ORDERS = (("person__sort_key", "person_id"), ("-person__sort_key", "-person_id"), (F("person__sort_key").desc(), "pk"))
PAGED = [
    "members",
    "audience",
    "outbox",
    "asked",
    "silent",
    "lost",
    "deliveries",
    "recipients",
    "seats",
    "cannot",
    "inbox",
]


@pytest.mark.django_db
@pytest.mark.parametrize("order", ORDERS)
def test_walking_along_the_names_is_sorting(monkeypatch, order) -> None:
    told = crowd.fill(196)
    if connection.vendor == "postgresql":
        # As it does by itself some minutes after a great change; knowing nothing of its rows it takes fifteen seconds.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    letter = told.version.letter
    lists = [figures.deliveries(letter), figures.deliveries(letter, figures.LOST), queries.cannot(told.meeting)]
    lists.append(queries.with_seat(told.sessions[0]))
    for found in (one.order_by(*order) for one in lists):
        monkeypatch.setattr(paging, "_MANY", 10**6)
        paged = Paginator(found, 7)
        names = [[row.person.sort_key for row in paged.page(number)] for number in paged.page_range]
        assert sum(map(len, names)) == len(found)
        monkeypatch.setattr(paging, "_MANY", 0)
        walked = [paged._ids(7 * page) for page in range(paged.num_pages)]
        assert len({pk for page in walked for pk in page}) == len(found)
        sort_keys = {row.pk: row.person.sort_key for row in found}
        assert [[sort_keys[pk] for pk in page] for page in walked] == names


@pytest.mark.django_db
def test_a_list_of_nobody_has_one_empty_page() -> None:
    page = Paginator(Delivery.objects.none(), 50).get_page(3)
    assert (page.number, list(page), page.paginator.count) == (1, [], 0)


@pytest.mark.django_db(transaction=True)
def test_a_page_says_the_same_however_its_rows_are_read() -> None:
    made = crowd.fill(98, clock.wall())
    heaps.pile(made)
    lists = pages._lists(made, pages._signed_in(made))
    for page in (lists[name] for name in PAGED):
        asked = [_body(page)]
        with transaction.atomic():
            # Here nothing is remembered, and rows are read as the list has them.
            asked.append(_body(page))
        assert asked[0] == asked[1], page.path


def _body(page: Page) -> str:
    answer = Client(HTTP_COOKIE=page.cookie).get(page.path)
    assert answer.status_code == 200
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", answer.content.decode())


@pytest.mark.django_db(transaction=True)
def test_it_is_found_again_when_something_has_happened() -> None:
    people = Person.objects.order_by("sort_key", "pk")
    Person.objects.create(name="Anna Bek", sort_key="anna bek")

    def seen() -> tuple[int, list[str], int]:
        with CaptureQueriesContext(connection) as asked:
            page = Paginator(people, 50).get_page(1)
            return page.paginator.count, [one.name for one in page], len(asked)

    assert seen() == (1, ["Anna Bek"], 4)
    # On PostgreSQL a transaction under way elsewhere on the same server is something that happens, but not always.
    assert (1, ["Anna Bek"], 2) in (seen() for _ in range(30))
    Person.objects.create(name="Bo Lund", sort_key="bo lund")
    record("person.made", "person:2", by=crowd.BY, at=crowd.AT)
    assert seen() == (2, ["Anna Bek", "Bo Lund"], 4)
    assert not Message.objects.exists()
