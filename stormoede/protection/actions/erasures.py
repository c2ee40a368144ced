"""Erasing a person: everything that names them, in every room, in one transaction. What was counted stays counted."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.lib.privacy import Fate, Rows, Somebody
from stormoede.members.models import Import, Person
from stormoede.protection import declared, ledger
from stormoede.protection.declared import Declared
from stormoede.protection.ledger import Entry
from stormoede.protection.models import Erasure
from stormoede.protection.queries import finding


@transaction.atomic
def erase(told: str, *, words: bool = False, by: Actor, at: datetime) -> Somebody:
    """Take away who the person with the id ``told`` was; with ``words``, also what they said for themselves.

    Returns who it was, for the one answer that still may say it. Raises NobodyThere, ErasedAlready, ListWaits.
    """
    Person.objects.select_for_update(no_key=True).get(pk=finding.somebody(told).id)
    # Looked at again, now that nobody else can be at it.
    who = finding.somebody(told)
    for one in declared.erasing():
        for act in one.one.before:
            act(who, words=words, by=by, at=at)
    for one in declared.erasing():
        for rows in one.one.rows:
            if words or not rows.words:
                _carry_out(one, rows, who, at)
    Erasure.objects.update_or_create(person=str(who.id), defaults={"at": at, "words": words})
    record("person.erased", f"person:{who.id}", by=by, at=at, data={"words": words})
    transaction.on_commit(lambda: _write_down(Entry(str(who.id), at, words)))
    return who


def _carry_out(one: Declared, rows: Rows, who: Somebody, at: datetime) -> None:
    if rows.fate == Fate.GOES:
        finding.rows(one, rows, who).delete()
    elif rows.fate == Fate.EMPTIED and rows.empties:
        values = {name: value(at) if callable(value) else value for name, value in rows.empties.items()}
        finding.rows(one, rows, who).update(**values)


def _write_down(entry: Entry) -> None:
    """Into the ledger; and SQLite's log, which still holds what the rows said, is emptied."""
    ledger.add(entry)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@transaction.atomic
def again(entries: Iterable[Entry], *, by: Actor, at: datetime) -> int:
    """Erase those who had been erased when an older backup was brought back. Returns how many it brought back.

    Member lists that waited are thrown away: they may hold them.
    """
    wanted = {entry.person: entry for entry in entries}
    back = [
        str(pk)
        for pk in Person.objects.filter(pk__in=list(wanted), erased_at__isnull=True).values_list("pk", flat=True)
    ]
    if back:
        Import.objects.all().delete()
    for pk in sorted(back):
        erase(pk, words=wanted[pk].words, by=by, at=at)
    known = set(Erasure.objects.values_list("person", flat=True))
    missing = [entry for pk, entry in sorted(wanted.items()) if pk not in known]
    Erasure.objects.bulk_create(Erasure(person=one.person, at=one.at, words=one.words) for one in missing)
    return len(back)
