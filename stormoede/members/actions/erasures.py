"""What is left of a person: an id without a name, so that what was counted stays counted."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from stormoede.events.models import Event
from stormoede.mail.models import Message
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


def retell(subjects: Sequence[str], nobodies: Mapping[UUID, UUID]) -> None:
    """The record and the mails about ``subjects`` keep their rows and their order; whose id stands in them is nobody's."""
    for start in range(0, len(subjects), _AT_ONCE):
        about = subjects[start : start + _AT_ONCE]
        events = list(Event.objects.filter(subject__in=about))
        for event in events:
            event.actor_id = _another(event.actor_id, nobodies)
            if "person" in event.data:
                event.data["person"] = _another(event.data["person"], nobodies)
        Event.objects.bulk_update(events, ["actor_id", "data"], batch_size=_AT_ONCE)
        mails = list(Message.objects.filter(ref__in=about))
        for mail in mails:
            mail.person, mail.address = _another(mail.person, nobodies), ""
        Message.objects.bulk_update(mails, ["person", "address"], batch_size=_AT_ONCE)


def actor(text: str, nobodies: Mapping[UUID, UUID]) -> str:
    """Who did something, as a row keeps it ("person:…"), given to nobody."""
    kind, _, told = text.partition(":")
    return f"{kind}:{_another(told, nobodies)}"


def _another(text: object, nobodies: Mapping[UUID, UUID]) -> str:
    """The id of the nobody in place of a person's; what is no person's id stays."""
    try:
        return str(nobodies.get(UUID(str(text)), text))
    except ValueError:
        return str(text)
