"""What is left of a person: an id without a name, so that what was counted stays counted."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from stormoede.members.models import Import, Person
from stormoede.members.refusals import ListWaits

_AT_ONCE = 500


def nameless() -> str:
    """What stands where a name stood, in the installation's language."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Deleted person")


def refuse_while_a_list_waits(name: str, email: str) -> None:
    """Raises ListWaits when a member list that nobody has decided on may hold the person: it would bring them back."""
    wanted = [
        text.encode(code)
        for text in (email, name)
        if text
        for code in ("utf-8", "cp1252", "utf-16-le")
        if _fits(text, code)
    ]
    for row in Import.objects.only("content", "file_name"):
        content = bytes(row.content)
        # A workbook is packed, so nobody can say without opening it.
        if content.startswith(b"PK") or any(text in content for text in wanted):
            raise ListWaits(row.file_name)


def _fits(text: str, code: str) -> bool:
    try:
        text.encode(code)
    except UnicodeEncodeError:
        return False
    return True


def nobodies(people: Collection[UUID], *, at: datetime) -> dict[UUID, UUID]:
    """For each person a new one without a name, of the same municipality, to whom what was counted can be given.

    As part of an act that leaves its own event. Nothing tells afterwards which of them was who.
    """
    name = nameless()
    found = (
        Person.objects.filter(pk__in=people, erased_at__isnull=True).order_by("?").values_list("pk", "organisation_id")
    )
    made = {pk: Person(name=name, sort_key="", organisation_id=place, erased_at=at) for pk, place in found}
    Person.objects.bulk_create(made.values(), batch_size=_AT_ONCE)
    return {pk: nobody.pk for pk, nobody in made.items()}
