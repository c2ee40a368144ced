"""The tables as the database has them: the models at the migrations it has taken, which may be older than the program's."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, Model

from stormoede.backups.faults import BackupFault
from stormoede.lib.wording import noted as _
from stormoede.lib.wording import told

# The newest migrations of each app: {"members": ("0003_consents",)}.
type Schema = Mapping[str, Sequence[str]]

_OWN = _(
    "The database is of a newer version of Stormøde (it has %(step)s, which this program does not know). Use that version."
)
_KEPT = _(
    "The backup is of a newer version of Stormøde (it has %(step)s, which this program does not know). Use that version."
)


def standing() -> Schema:
    """What the database has taken. BackupFault when a newer program has been at it."""
    loader = MigrationLoader(connection)
    try:
        loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as fault:
        raise BackupFault(
            told(_("The database's tables were changed by another program: %(reason)s"), reason=fault)
        ) from fault
    taken = set(loader.applied_migrations)
    refuse_unknown(loader, taken, _OWN)
    known = taken & set(loader.graph.nodes)
    newest = [key for key in known if not any(str(child.key[0]) == key[0] and child.key in known
                                              for child in loader.graph.node_map[key].children)]  # fmt: skip
    found: dict[str, list[str]] = {}
    for app, name in sorted(newest):
        found.setdefault(app, []).append(name)
    return found


def refuse_unknown(loader: MigrationLoader, keys: set[tuple[str, str]], whose: str) -> None:
    """BackupFault when ``keys`` hold a migration that this program does not have."""
    unknown = sorted(keys - set(loader.disk_migrations) - set(loader.graph.nodes))
    if unknown:
        app, name = unknown[0]
        raise BackupFault(told(whose, step=f"{app} {name}"))


def nodes(schema: Schema) -> list[tuple[str, str]]:
    """A schema as the migrations it names."""
    return [(app, name) for app, names in sorted(schema.items()) for name in names]


def models(schema: Schema) -> list[type[Model]]:
    """Every model with a table of its own under ``schema``, by name, with those of relations between many."""
    loader = MigrationLoader(connection)
    refuse_unknown(loader, set(nodes(schema)), _KEPT)
    state: Apps = loader.project_state(nodes(schema), at_end=True).apps
    found = [model for model in state.get_models(include_auto_created=True) if model._meta.managed]
    return sorted((model for model in found if not model._meta.proxy), key=label)


def label(model: type[Model]) -> str:
    """The name a table goes by in a backup."""
    return model._meta.label_lower


def columns(model: type[Model]) -> list["Field[object, object]"]:
    """What a row consists of; what the database computes is left to it."""
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def fleeting() -> frozenset[str]:
    """Tables whose rows are of the moment: who is signed in, codes under way. No backup holds them."""
    return frozenset(f"{config.label}.{name}".lower() for config, name in _declared())


def _declared() -> Iterator[tuple[AppConfig, str]]:
    for config in apps.get_app_configs():
        place = f"{config.name}.privacy"
        if config.name.startswith("stormoede.") and find_spec(place) is not None:
            yield from ((config, name) for name in sorted(getattr(import_module(place), "FLEETING", ())))
