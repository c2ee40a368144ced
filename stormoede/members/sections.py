"""The audiences of a round's file: ``[[audiences]]`` with key, name, who and except, in the words of core/phrases.py."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from stormoede.events.actor import Actor
from stormoede.lib.refusal import Refusal
from stormoede.members.actions import audiences
from stormoede.members.core import audiences as core
from stormoede.members.core import phrases
from stormoede.members.core.audiences import SpecFault
from stormoede.members.models import Audience, Person
from stormoede.members.queries.places import places
from stormoede.members.refusals import AudienceTaken, SectionRefused, SpecRefused


class InLanguage(Protocol):
    """What this room needs to know of a round."""

    language: str


class AudienceSection:
    """Audiences are shared by all rounds: a file makes those that are missing, and never changes one that is there."""

    def load(self, round: InLanguage, tables: Sequence[Mapping[str, Any]], *, by: Actor, at: datetime) -> None:
        """Make the audiences. Raises SectionRefused with the place and the reason."""
        known = places().known()
        for number, table in enumerate(tables):
            try:
                self._load(table, known, by, at)
            except SpecFault as fault:
                raise SectionRefused(f"[{number}]", str(SpecRefused(fault))) from fault
            except Refusal as refusal:
                raise SectionRefused(f"[{number}]", str(refusal)) from refusal

    def dump(self, round: InLanguage) -> list[dict[str, Any]]:
        """Every saved audience; one that names others comes after them."""
        named = places()
        saved = {
            audience.key: (audience.name, core.read(audience.spec)) for audience in Audience.objects.order_by("key")
        }
        ids = {part_id for _name, spec in saved.values() for part_id in _people(spec)}
        numbers = dict(Person.objects.filter(pk__in=ids).values_list("pk", "number"))
        return [_table(key, *saved[key], named, numbers, round.language) for key in _in_order(saved)]

    def _load(self, table: Mapping[str, Any], known: Mapping[str, tuple[str, str]], by: Actor, at: datetime) -> None:
        if unknown := set(table) - {"key", "name", "who", "except"}:
            raise Refusal(_("“%(word)s” is not known here.") % {"word": min(unknown)})
        key, name = table.get("key"), table.get("name")
        if not isinstance(key, str) or not isinstance(name, str):
            raise SpecFault("", "shape")
        spec = {"any": _read(table.get("who"), known), "but": _read(table.get("except", []), known)}
        found = Audience.objects.filter(key=key).first()
        if found is None:
            audiences.save(key, name, spec, by=by, at=at)
        elif found.spec != core.write(core.read(spec)):
            raise AudienceTaken(key)


def _read(phrases_: object, known: Mapping[str, tuple[str, str]]) -> list[dict[str, Any]]:
    if not isinstance(phrases_, list) or not all(isinstance(text, str) for text in phrases_):
        raise SpecFault("who", "shape")
    read = [phrases.read(text, known) for text in phrases_]
    parts = [_person_part(part) if isinstance(part, phrases.Numbers) else part for part in read]
    written: list[dict[str, Any]] = core.write(core.Spec(any=tuple(parts)))["any"]
    return written


def _person_part(numbers: phrases.Numbers) -> core.People:
    by_number = dict(Person.objects.filter(number__in=numbers.values).values_list("number", "pk"))
    return core.People(tuple(by_number.get(value) or _id(value) for value in numbers.values))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise SpecFault("who", "unknown person", text) from None


def _in_order(saved: Mapping[str, tuple[str, core.Spec]]) -> list[str]:
    """The keys, those that are named before those that name them."""
    ordered: dict[str, None] = {}

    def place(key: str) -> None:
        for other in saved[key][1].references():
            place(other)
        ordered[key] = None

    for key in saved:
        place(key)
    return list(ordered)


def _people(spec: core.Spec) -> set[UUID]:
    return {pk for part in (*spec.any, *spec.but) if isinstance(part, core.People) for pk in part.ids}


def _table(
    key: str, name: str, spec: core.Spec, named: phrases.Places, numbers: Mapping[UUID, str | None], language: str
) -> dict[str, Any]:
    def say(part: core.Part) -> str:
        if isinstance(part, core.People):
            return "person " + phrases.listed([numbers.get(pk) or str(pk) for pk in part.ids], "da")
        return phrases.say(part, named, language)

    table: dict[str, Any] = {"key": key, "name": name, "who": [say(part) for part in spec.any]}
    return {**table, "except": [say(part) for part in spec.but]} if spec.but else table
