"""What has happened to a person, newest first, as the events have it."""

from collections.abc import Sequence

from stormoede.events.models import Event
from stormoede.members.models import Import, Person

_MOST = 100


def of_person(person: Person) -> Sequence[Event]:
    """The latest events about the person. One statement."""
    return list(Event.objects.filter(subject=f"person:{person.pk}").order_by("-id")[:_MOST])


def imports(most: int = 10) -> Sequence[Event]:
    """The latest imports that were carried out. One statement."""
    return list(Event.objects.filter(act="import.applied").order_by("-id")[:most])


def of_import(import_id: str) -> Event | None:
    """The event of an import that was carried out."""
    return Event.objects.filter(act="import.applied", subject=f"import:{import_id}").first()


def waits(import_id: str) -> Import | None:
    """An import that has not been decided."""
    return Import.objects.filter(pk=import_id).first()
