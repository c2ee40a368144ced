"""A new database has the tables that the whole history of changes ends in, to the last constraint."""

import os
import re
import sqlite3
from contextlib import closing, contextmanager

from django.db import connection, connections

from stormoede.lib import tables
from tests import migrated

DEFINED = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT table_name, column_name, concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default,
  identity_generation, collation_name) FROM information_schema.columns WHERE table_schema = 'public'
"""
# Written otherwise where the tables were made of what pg_dump says of others.
CAST = re.compile(r"::(text|character varying)(\[\])?")


@contextmanager
def beside(folder):
    """Another database, without tables: a file, or one on the same server."""
    name = str(folder / "new.sqlite3") if connection.vendor == "sqlite" else f"new_{os.getpid()}"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
    line = connections["new"] = connection.copy("new")
    line.settings_dict["NAME"] = name
    line.settings_dict["OPTIONS"].pop("pool", None)
    try:
        yield line
    finally:
        line.close()
        del connections["new"]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def defined(line):
    """What the database itself says of its tables. Columns may stand in another order."""
    with line.cursor() as cursor:
        if line.vendor == "postgresql":
            cursor.execute(DEFINED)
            return sorted((table, name, parts(CAST.sub("", told))) for table, name, told in cursor.fetchall())
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return sorted((name, parts(sql)) for name, sql in cursor.fetchall())


def parts(sql):
    """The words of a statement in any order."""
    return sorted(re.findall(r'"[^"]+"|\w+|[^\s,()\[\]]', sql))


def taken(line):
    with line.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return sorted(cursor.fetchall())


def test_a_new_database_is_as_the_history_leaves_it(transactional_db, tmp_path):
    with beside(tmp_path) as line:
        tables.make(line)
        assert defined(line) == defined(connection)
        assert taken(line) == taken(connection)


def test_a_database_that_has_tables_is_left_as_it_is(transactional_db, tmp_path):
    with beside(tmp_path) as line:
        with line.cursor() as cursor:
            cursor.execute("CREATE TABLE somebodys (a int)")
        tables.make(line)
        assert line.introspection.table_names() == ["somebodys"]


def test_no_step_of_the_history_puts_rows_into_a_new_database():
    """One that did would have to be taken there too: see lib/tables.py."""
    with closing(sqlite3.connect(migrated.file())) as kept:
        names = [name for (name,) in kept.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        filled = {name for name in names if kept.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone()}
    assert filled <= {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"}
