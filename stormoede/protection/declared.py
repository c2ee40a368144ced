"""What the rooms declare about people, gathered: any room that has a ``privacy.py`` is in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db.models import Model

from stormoede.lib.privacy import DataClass, Rows, Term

# These serve all the others, so they are told last.
_LAST = ("events", "mail", "accounts", "rounds", "protection")


@dataclass(frozen=True, slots=True)
class Declared:
    """A class of data, and the room that declares it."""

    room: str
    one: DataClass

    def model(self, rows: Rows) -> type[Model]:
        """The model that ``rows`` speaks of."""
        return apps.get_model(self.room, rows.model)


@cache
def classes() -> tuple[Declared, ...]:
    """Every class, in the order they are told: what a member meets first, first."""
    rooms = [config for config in apps.get_app_configs() if config.name.startswith("stormoede.")]
    rooms.sort(key=lambda config: (_LAST.index(config.label) + 1) if config.label in _LAST else 0)
    found = []
    for config in rooms:
        if find_spec(f"{config.name}.privacy") is not None:
            room = import_module(f"{config.name}.privacy")
            found += [Declared(config.label, one) for one in getattr(room, "CLASSES", ())]
    return tuple(found)


@cache
def erasing() -> tuple[Declared, ...]:
    """Every class, from the top of the house down: what leans on something goes before it."""
    floors = [config.label for config in apps.get_app_configs()]
    return tuple(sorted(classes(), key=lambda declared: -floors.index(declared.room)))


@cache
def terms() -> Mapping[str, Term]:
    """Every term by its key."""
    return {term.key: term for declared in classes() for term in declared.one.terms}
