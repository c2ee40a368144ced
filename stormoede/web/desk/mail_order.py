"""The order of mails by the names of their people: a mail knows its person by id alone, and some know nobody but an address."""

from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, OuterRef, Subquery, TextField, UUIDField, Value
from django.db.models.functions import Coalesce, Collate, Lower, NullIf, Replace
from django.db.models.sql.compiler import SQLCompiler

from stormoede.members.models import Person


class _Known(Func):
    """The id of a person in a column that may say something else, or nothing; compared through the index of people."""

    output_field = UUIDField()
    template = "REPLACE(%(expressions)s, '-', '')"
    _IS_ID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        known = f"CASE WHEN %(expressions)s ~ '{self._IS_ID}' THEN %(expressions)s::uuid END"
        sql, params = self.as_sql(compiler, connection, template=known)
        return sql, (*params, *params)


def by_person(otherwise: Func) -> Func:
    """The Danish key of the name of the mail's ``person``, and ``otherwise`` where it is nobody we know."""
    who = Person.objects.filter(pk=_Known(OuterRef("person"))).values("sort_key")
    key = Coalesce(Subquery(who), otherwise, output_field=TextField())
    # By the letters themselves, whatever the database takes for the order of a language.
    return Collate(key, "BINARY" if connection.vendor == "sqlite" else "C")


def address(field: str) -> Func:
    """An address between the keys of names: its case does not count, and aa is å."""
    return NullIf(Replace(Lower(field), Value("aa"), Value("z3")), Value(""))


def told(key: str) -> Func:
    """A Danish key that is kept beside its words; what has none comes last."""
    return NullIf(F(key), Value(""))
