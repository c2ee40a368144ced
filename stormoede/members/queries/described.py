"""An audience in words for a page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from stormoede.members import answers
from stormoede.members.core import audiences as core
from stormoede.members.core import phrases
from stormoede.members.core.audiences import SpecFault
from stormoede.members.models import Audience, Person
from stormoede.members.queries.places import places

_BUT = {"da": ", men ikke ", "en": ", but not "}


class Describer:
    """Says specs in one language. Four statements, however many specs."""

    def __init__(self, language: str) -> None:
        self.language = "da" if language == "da" else "en"
        self.places = places()
        self.saved = {key: (name, spec) for key, name, spec in Audience.objects.values_list("key", "name", "spec")}
        ids = {pk for _name, spec in self.saved.values() for pk in _people(spec)}
        self.people: dict[UUID, str] = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))

    def sentence(self, spec: Mapping[str, Any]) -> str:
        """The whole spec: »borgmestre og økonomiudvalg, men ikke alle i Region Sjælland«."""
        any_, but = (phrases.listed(self.parts(spec, word), self.language) for word in ("any", "but"))
        return any_ + (_BUT[self.language] + but if but else "")

    def parts(self, spec: Mapping[str, Any], word: str) -> list[str]:
        """Each part under ``word`` ("any" or "but")."""
        return [self.part(raw) for raw in spec.get(word, ())]

    def part(self, raw: Mapping[str, Any]) -> str:
        """One part; one that cannot be read is said as it stands."""
        try:
            part = core.read({"any": [raw]}).any[0]
        except SpecFault:
            return str(raw)
        match part:
            case core.People(ids):
                self._learn(ids)
                return phrases.listed([self.people.get(pk, "?") for pk in ids], self.language)
            case core.Saved(key):
                return f"»{self.saved[key][0]}«" if key in self.saved else key
            case core.Answer(value):
                return answers.known().said(value, self.language) or value
            case core.Seats():
                return phrases.say(part, self.places, self.language)

    def _learn(self, ids: tuple[UUID, ...]) -> None:
        unknown = [pk for pk in ids if pk not in self.people]
        if unknown:
            self.people |= dict(Person.objects.filter(pk__in=unknown).values_list("pk", "name"))


def _people(spec: Mapping[str, Any]) -> set[UUID]:
    try:
        parsed = core.read(spec)
    except SpecFault:
        return set()
    return {pk for part in (*parsed.any, *parsed.but) if isinstance(part, core.People) for pk in part.ids}
