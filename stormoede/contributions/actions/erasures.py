"""A person's name taken out of what a council or they themselves sent in; and all of it, when the round is long over."""

import re
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from stormoede.contributions.models import (
    Aside,
    Attachment,
    Contribution,
    DraftField,
    Minority,
    Sharing,
    Version,
    Writer,
)
from stormoede.events.actor import Actor
from stormoede.lib.privacy import Somebody
from stormoede.members.actions import erasures
from stormoede.rounds import endings
from stormoede.rounds.models import Round

_WAY = "questionnaire__track__round"
_LEFT = (
    Q(fields__isnull=False)
    | Q(asides__isnull=False)
    | Q(writers__isnull=False)
    | Q(written_by__isnull=False)
    | Q(versions__handed_in_by__isnull=False)
    | Q(attachments__digest__gt="")
    | Q(person__erased_at__isnull=True, person__isnull=False)
)


def take_out(who: Somebody, *, words: bool, by: Actor, at: datetime) -> None:
    """The person's name and address go from what others have handed in; with ``words``, their own files go too."""
    _from_sharings(who)
    for minority in Minority.objects.filter(who__icontains=who.name) if who.name else ():
        minority.who = _without(minority.who, who.name)
        minority.save(update_fields=["who"])
    own = Q(contribution__person=who.id)
    named = Q(name__icontains=who.name) if who.name else Q(pk__in=())
    for file in Attachment.objects.filter(named & ~own).defer("content"):
        file.name = _without(file.name, who.name)
        file.save(update_fields=["name"])
    if words:
        empty(Attachment.objects.filter(own))


def _without(text: str, name: str) -> str:
    """``text`` with a member where the name stood, in the installation's language."""
    with translation.override(settings.LANGUAGE_CODE):
        return re.sub(re.escape(name), _("a member"), text, flags=re.IGNORECASE)


def _from_sharings(who: Somebody) -> None:
    for sharing in Sharing.objects.all() if who.email and not who.shared else ():
        kept = [one | {"address": ""} if one["address"] == who.email.lower() else one for one in sharing.recipients]
        if kept != sharing.recipients:
            sharing.recipients = kept
            sharing.save(update_fields=["recipients"])


def empty(files: QuerySet[Attachment]) -> int:
    """Take files' bytes and names away. That a file was there stays. Returns how many."""
    with translation.override(settings.LANGUAGE_CODE):
        return files.update(content=b"", name=_("Deleted file"), digest="", size=0)


def waiting(before: datetime) -> int:
    """How many contributions of rounds that ended before ``before`` still hold a draft, a file or a name."""
    return _left().filter(endings.ended(before, _WAY)).count()


def first() -> datetime | None:
    """When the first round with such contributions ended."""
    return endings.first(_left(), _WAY)


def _left() -> QuerySet[Contribution]:
    return Contribution.objects.filter(pk__in=Contribution.objects.filter(_LEFT).values("pk"))


@transaction.atomic
def forget(before: datetime, *, by: Actor, at: datetime) -> int:
    """Drafts, files and names of the oldest such round go; numbers and decisions stay. Returns how many contributions."""
    for round in endings.held(before):
        rows = list(_left().filter(**{_WAY: round}).order_by("pk"))
        if rows:
            _forget(round, rows, at)
            return len(rows)
    return 0


def _forget(round: Round, rows: list[Contribution], at: datetime) -> None:
    within = Q(**{f"contribution__{_WAY}": round})
    DraftField.objects.filter(within).delete()
    Aside.objects.filter(within).delete()
    Writer.objects.filter(within).delete()
    empty(Attachment.objects.filter(within))
    Attachment.objects.filter(within).update(added_by=None)
    Minority.objects.filter(**{f"version__contribution__{_WAY}": round}).update(who="")
    Sharing.objects.filter(**{f"version__contribution__{_WAY}": round}).update(recipients=[], reason="")
    Version.objects.filter(within).update(handed_in_by=None)
    nobodies = erasures.nobodies({row.person_id for row in rows if row.person_id}, at=at)
    for row in rows:
        row.written_by = None
        row.person_id = nobodies.get(row.person_id, row.person_id) if row.person_id else None
    Contribution.objects.bulk_update(rows, ["written_by", "person"], batch_size=500)
