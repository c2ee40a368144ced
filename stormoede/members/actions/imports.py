"""A member list: received, looked through, then carried out in one transaction, or thrown away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from uuid import UUID, uuid4

from django.db import connection, transaction

from stormoede.events.actions.records import Data, record, record_many
from stormoede.events.actor import Actor
from stormoede.lib.danish import sort_key
from stormoede.members.actions import leaves
from stormoede.members.core.plan import KnownPerson, PersonPlan, Plan, Question, SeatPlan
from stormoede.members.core.rows import RefusedRow
from stormoede.members.models import Import, Mandate, Person
from stormoede.members.queries import imports as queries
from stormoede.members.refusals import ImportGone, PreviewOutdated, QuestionsLeft

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Result:
    """What an import did. ``new``, ``changed``, ``unchanged`` and ``unreachable`` count people, ``ended`` seats, the rest rows.

    ``kept`` and ``absent`` are codes said to be whole where nothing ends: a row cannot be used, or there is none.
    """

    new: int
    changed: int
    unchanged: int
    ended: int
    refused: int
    waiting: int
    unreachable: int
    refusals: Sequence[RefusedRow] = ()
    questions: Sequence[Question] = ()
    kept: Sequence[str] = ()
    absent: Sequence[str] = ()


_FIGURES = ("new", "changed", "unchanged", "ended", "refused", "waiting", "unreachable")


# So many changes at once make the database's idea of its own tables a wrong one.
_MANY = 200


@transaction.atomic
def receive(file_name: str, content: bytes, *, by: Actor, at: datetime) -> Import:
    """Keep a list until somebody decides. Raises FileRefused or TableRefused for one that cannot be read to its end."""
    queries.check(content)
    kept = Import.objects.create(
        file_name=file_name[-200:] or "-", content=content, uploaded_at=at, uploaded_by=str(by)
    )
    record("import.received", f"import:{kept.pk}", by=by, at=at, data={"bytes": len(content)})
    return kept


@transaction.atomic
def discard(import_id: UUID, *, by: Actor, at: datetime) -> None:
    """Throw a list away. Raises ImportGone."""
    if not Import.objects.filter(pk=import_id).delete()[0]:
        raise ImportGone
    record("import.discarded", f"import:{import_id}", by=by, at=at)


def forget(before: datetime, *, by: Actor, at: datetime) -> int:
    """Throw away the lists that came before ``before``. Returns how many there were."""
    old = list(Import.objects.filter(uploaded_at__lt=before).values_list("pk", flat=True))
    for pk in old:
        with suppress(ImportGone):
            discard(pk, by=by, at=at)
    return len(old)


@transaction.atomic
def apply(
    import_id: UUID,
    answers: Mapping[str, str],
    complete: Sequence[str] = (),
    *,
    seen: str | None = None,
    leave_questions: bool = False,
    by: Actor,
    at: datetime,
) -> Result:
    """Carry the import out: everything or nothing. Raises ImportGone, QuestionsLeft and PreviewOutdated.

    ``complete`` is codes or "all". ``seen`` is the mark of the plan that was looked at. ``leave_questions`` leaves rows
    out that nobody has answered for.
    """
    # Every waiting import is locked, in order, so that two lists never make the same person at once.
    waiting = list(Import.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    if import_id not in waiting:
        raise ImportGone
    on = queries.day(at)
    if seen is not None and queries.plan(_content(import_id), on=on, complete=complete).mark() != seen:
        raise PreviewOutdated
    plan = queries.plan(_content(import_id), on=on, answers=answers, complete=complete)
    if plan.questions and not leave_questions:
        raise QuestionsLeft(len(plan.questions))
    result = figures(plan)
    _write(plan, import_id, by, at)
    _settle(result)
    Import.objects.filter(pk=import_id).delete()
    told: Data = {name: getattr(result, name) for name in _FIGURES}
    record("import.applied", f"import:{import_id}", by=by, at=at, data=told)
    return result


def _settle(result: Result) -> None:
    """Let PostgreSQL look at what it holds: until it has, it takes the tables for empty, and an audience takes minutes.

    By itself it does so a minute later, and those who brought the list in count their audiences at once.
    """
    if connection.vendor == "postgresql" and result.new + result.ended > _MANY:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE members_person, members_mandate, members_body, members_organisation")


def _content(import_id: UUID) -> bytes:
    return bytes(Import.objects.values_list("content", flat=True).get(pk=import_id))


def figures(plan: Plan) -> Result:
    """What carrying the plan out does, in figures."""
    new = sum(1 for _ in plan.new)
    return Result(
        new=new,
        changed=len(plan.people) - new,
        unchanged=plan.unchanged,
        ended=len(plan.gone),
        refused=len(plan.refused),
        waiting=plan.waiting,
        unreachable=plan.unreachable,
        refusals=tuple(plan.refused),
        questions=tuple(plan.questions),
        kept=tuple(plan.kept),
        absent=tuple(plan.absent),
    )


def _write(plan: Plan, import_id: UUID, by: Actor, at: datetime) -> None:
    for chunk in batched(plan.people, _BATCH):
        _hold([person.old for person in chunk if person.old])
        ids = [person.old.id if person.old else uuid4() for person in chunk]
        _write_people(zip(ids, chunk, strict=True))
        seats = [(pk, seat) for pk, person in zip(ids, chunk, strict=True) for seat in person.seats]
        _write_seats(seats)
        subjects = ((f"person:{pk}", _told(person, import_id)) for pk, person in zip(ids, chunk, strict=True))
        record_many("person.imported", subjects, by=by, at=at)
    for gone in batched(plan.gone, _BATCH):
        _write_seats([(person.id, seat) for person, seat in gone])
        record_many("mandate.ended", _ended(gone, import_id), by=by, at=at)
    leaves.follow(None, by=by, at=at)


def _hold(known: Sequence[KnownPerson]) -> None:
    """Lock those who change, and raise PreviewOutdated when one is another by now: what the list says nothing of is written too."""
    rows = Person.objects.select_for_update(no_key=True).filter(
        pk__in=[one.id for one in known], erased_at__isnull=True
    )
    if known and set(queries.as_known(rows.order_by("pk"))) != set(known):
        raise PreviewOutdated


def _write_people(people: Iterable[tuple[UUID, PersonPlan]]) -> None:
    """New and changed alike, in one statement."""
    Person.objects.bulk_create(
        [
            Person(
                id=pk,
                number=person.number or None,
                name=person.name,
                sort_key=sort_key(person.name)[:200],
                email=person.email,
                language=person.language,
                organisation_id=person.place,
            )
            for pk, person in people
        ],
        update_conflicts=True,
        update_fields=["number", "name", "sort_key", "email", "language", "organisation"],
        unique_fields=["id"],
    )


def _write_seats(seats: Sequence[tuple[UUID, SeatPlan]]) -> None:
    """Seats given are made; seats that change get their days, in one statement each."""

    def rows(known: bool) -> list[Mandate]:
        return [
            Mandate(
                pk=seat.pk,
                person_id=person,
                body_id=seat.body,
                role=seat.role,
                valid_from=seat.first,
                valid_to=seat.last,
            )
            for person, seat in seats
            if (seat.pk is not None) == known
        ]

    Mandate.objects.bulk_create(
        rows(known=True), update_conflicts=True, update_fields=["valid_from", "valid_to"], unique_fields=["id"]
    )
    Mandate.objects.bulk_create(rows(known=False))


def _told(person: PersonPlan, import_id: UUID) -> Data:
    fields = person.fields
    return {
        "import": str(import_id),
        "new": person.old is None,
        "name": "name" in fields,
        "address": "email" in fields,
        "language": "language" in fields,
        "place": "place" in fields,
        "seats": sum(1 for seat in person.seats if seat.pk is None),
        "days": sum(1 for seat in person.seats if seat.pk is not None),
    }


def _ended(gone: Iterable[tuple[KnownPerson, SeatPlan]], import_id: UUID) -> Iterator[tuple[str, Data]]:
    return ((f"person:{person.id}", {"mandate": seat.pk, "import": str(import_id)}) for person, seat in gone)
