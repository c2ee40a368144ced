"""Saved audiences."""

from collections.abc import Mapping
from datetime import datetime
from itertools import chain, count
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.lib.danish import slug
from stormoede.members.core import audiences as core
from stormoede.members.core.audiences import SpecFault
from stormoede.members.models import Audience, Group, Organisation, Person
from stormoede.members.refusals import AudienceEdited, AudienceNeeded, AudienceUsed, NameMissing, SpecRefused


@transaction.atomic
def save(
    key: str, name: str, spec: Mapping[str, Any], *, seen: datetime | None = None, by: Actor, at: datetime
) -> Audience:
    """Make the audience, or change the one with that key: ``seen`` is when it had been changed as the one who saves saw it.

    Raises SpecRefused, NameMissing, AudienceEdited.
    """
    if not name.strip() or len(name) > 120:
        raise NameMissing
    _one_at_a_time()
    try:
        parsed = core.read(spec)
        _check_names(parsed)
        _check_circle(key, parsed)
    except SpecFault as fault:
        raise SpecRefused(fault) from fault
    facts = {"name": name.strip(), "spec": core.write(parsed)}
    found = Audience.objects.select_for_update(no_key=True).filter(key=key).first()
    if found is not None and (found.name, found.spec) == (facts["name"], facts["spec"]):
        return found
    if found is not None and seen is not None and found.edited_at != seen:
        raise AudienceEdited
    saved, made = Audience.objects.update_or_create(key=key, defaults={**facts, "edited_at": at})
    record("audience.made" if made else "audience.edited", f"audience:{key}", by=by, at=at)
    return saved


def free_key(name: str) -> str:
    """A key for a new audience of that name, which no other has."""
    key = slug(name)[:50] or "audience"
    taken = set(Audience.objects.filter(key__startswith=key).values_list("key", flat=True)) | {"new"}
    return next(free for free in chain([key], (f"{key}-{number}" for number in count(2))) if free not in taken)


@transaction.atomic
def remove(key: str, *, by: Actor, at: datetime) -> None:
    """Let the audience go. Raises AudienceUsed when another names it, AudienceNeeded when something goes to it."""
    _one_at_a_time()
    users = [
        other.name
        for other in Audience.objects.exclude(key=key).order_by("name")
        if key in core.read(other.spec).references()
    ]
    if users:
        raise AudienceUsed(", ".join(users))
    try:
        with transaction.atomic():
            gone = Audience.objects.filter(key=key).delete()[0]
    except ProtectedError as held:
        raise AudienceNeeded from held
    if gone:
        record("audience.removed", f"audience:{key}", by=by, at=at)


def _one_at_a_time() -> None:
    """Two who name each other's audience would each find that nothing is wrong."""
    list(Audience.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _check_circle(key: str, parsed: core.Spec) -> None:
    """The audience can be put in its place, and so can all that could before: one that names it is as deep as it is, and more."""
    saved = {found: core.read(spec) for found, spec in Audience.objects.values_list("key", "spec")}
    after = {**saved, key: parsed}
    core.expand(parsed, after.get)
    for other in saved.values():
        if _expands(other, saved):
            core.expand(other, after.get)


def _expands(spec: core.Spec, saved: Mapping[str, core.Spec]) -> bool:
    try:
        core.expand(spec, saved.get)
    except SpecFault:
        return False
    return True


def _check_names(parsed: core.Spec) -> None:
    """Every organisation, group and person that is named exists."""
    parts = (*parsed.any, *parsed.but)
    seats = [part for part in parts if isinstance(part, core.Seats)]
    codes = {code for part in seats for code in part.organisations}
    groups = {group for part in seats for group in part.groups}
    ids = {person for part in parts if isinstance(part, core.People) for person in part.ids}
    if codes and (unknown := codes - set(Organisation.objects.values_list("code", flat=True))):
        raise SpecFault("organisations", "unknown organisation", min(unknown))
    known = {f"{kind}:{code}" for kind, code in Group.objects.values_list("kind", "code")} if groups else set()
    if unknown := groups - known:
        raise SpecFault("groups", "unknown group", min(unknown))
    if ids and (lost := ids - set(Person.objects.filter(pk__in=ids).values_list("pk", flat=True))):
        raise SpecFault("people", "unknown person", str(min(lost)))
