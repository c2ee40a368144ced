"""Statements that PostgreSQL plans once a line: what is asked and answered, what goes wrong, and what a line survives."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from stormoede.lib.prepared import preparing

WHO = UUID("0a51d4f2-6d5f-4f9c-8f2e-2c3a1b0c9d8e")
NOON = datetime(2025, 3, 26, 12, 30, 1, 5, tzinfo=UTC)
ECHO = "SELECT %s::text, %s::int, %s::bool, %s::date, %s::timestamptz, %s::uuid, %s::text, '100%%'"

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def asked(sql, *values):
    with preparing() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def known():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%mine%%' AND NOT statement LIKE '%%pg_pre%%'"
        )
        return cursor.fetchone()[0]


def test_values_come_back_as_they_went():
    given = ("Bo Bæk % $1", 5_000_000, True, date(2025, 3, 26), NOON, WHO, None)
    assert asked(ECHO, *given) == [(*given, "100%")]
    assert asked(ECHO, "", -1, False, *given[3:]) == [("", -1, False, *given[3:], "100%")]


def test_a_statement_is_prepared_once_whatever_its_values_and_outlives_a_transaction_that_was_undone():
    sql = "SELECT count(*) AS mine FROM members_person WHERE number = %s OR %s::bigint IS NULL"
    for value in (1, 70_000, None):
        assert asked(sql, str(value), value)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        asked(sql, "3", 3)
        raise ZeroDivisionError
    assert asked(sql, "4", 4) == [(0,)]
    assert known() == 1


def test_rows_are_counted_and_read_one_by_one():
    with preparing() as cursor:
        cursor.execute("SELECT n FROM generate_series(1, %s) n", [3])
        assert (cursor.rowcount, cursor.fetchone(), cursor.fetchall(), cursor.fetchone()) == (
            3,
            (1,),
            [(2,), (3,)],
            None,
        )
        cursor.execute("UPDATE members_person SET name = %s WHERE number = %s", ["", "nobody's"])
        assert cursor.rowcount == 0


def test_what_the_database_refuses_is_told_as_django_tells_it():
    with pytest.raises(DataError), transaction.atomic():
        asked("SELECT %s::int", "five")
    with pytest.raises(IntegrityError), transaction.atomic():
        asked("INSERT INTO events_event (act) VALUES (%s)", "nothing else")
    assert asked("SELECT %s::int", "5") == [(5,)]


def test_it_is_counted_among_the_queries_of_a_page():
    with CaptureQueriesContext(
        connection,
    ) as seen:
        asked("SELECT %s::int", 7)
    assert ["SELECT" in one["sql"] for one in seen.captured_queries] == [True]


@pytest.mark.django_db(transaction=True)
def test_what_was_written_is_undone_with_its_transaction_and_statements_without_end_are_answered():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        asked(
            "INSERT INTO members_group (kind, code, name, sort_key) VALUES (%s, %s, %s, %s) RETURNING id",
            "region",
            "x",
            "x",
            "x",
        )
        raise ZeroDivisionError
    assert asked("SELECT id FROM members_group WHERE code = %s", "x") == []
    for number in range(230):
        assert asked(f"SELECT {number} AS mine, %s::int", number) == [(number, number)]
    assert known() <= 200


@pytest.mark.django_db(transaction=True)
def test_a_line_that_is_cut_is_a_fault_and_the_next_line_knows_nothing_of_it():
    assert asked("SELECT %s::int AS mine", 1) == [(1,)]
    with pytest.raises(OperationalError):
        asked("SELECT pg_terminate_backend(pg_backend_pid()), %s::int", 1)
    connection.close()
    assert asked("SELECT %s::int AS mine", 2) == [(2,)]
