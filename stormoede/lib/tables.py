"""Tables for a new database, made as they are now: what a history of changes ends in, without the changes.

Django draws up all related models anew for every step of the history, which takes seconds. A database that has any table
already takes the steps it lacks, as ever.
"""

from collections.abc import Sequence

from django.apps.registry import Apps
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model
from django.db.utils import DatabaseError, OperationalError

from stormoede.lib.env import EnvironmentFault
from stormoede.lib.wording import told as _

type Node = tuple[str, str]


def pending() -> int:
    """How many migrations the database still lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def refuse_unready() -> None:
    """EnvironmentFault when the database has not this version's tables."""
    try:
        missing = pending()
        empty = "django_migrations" not in connection.introspection.table_names()
    except DatabaseError as fault:
        raise EnvironmentFault(_unreached(fault)) from fault
    if empty:
        raise EnvironmentFault(_("The database has no tables yet. Run `stormoede init --admin ADDRESS` first."))
    if missing:
        raise EnvironmentFault(
            _("The database lacks steps of this version (%(count)s). Run `stormoede upgrade` first.", count=missing)
        )


def told(fault: Exception) -> str:
    """What is said of a database that does not answer, is full, or has not this version's tables; nothing of other faults."""
    if not isinstance(fault, DatabaseError):
        return ""
    if connection.connection is None and isinstance(fault, OperationalError):
        # Asking once more would take as long again.
        return _unreached(fault)
    try:
        refuse_unready()
    except EnvironmentFault as no:
        return str(no)
    if not isinstance(fault, OperationalError):
        return ""
    return _("The database cannot be used: %(reason)s. Run `stormoede check`.", reason=_reason(fault))


def _unreached(fault: DatabaseError) -> str:
    return _("The database cannot be reached: %(reason)s. Run `stormoede check`.", reason=_reason(fault))


def _reason(fault: DatabaseError) -> str:
    return str(fault).strip().partition("\n")[0].removesuffix(".")


def bring_up() -> None:
    """The tables of this version, whatever is there."""
    make(connection)
    call_command("migrate", interactive=False, verbosity=0)


def make(line: BaseDatabaseWrapper, nodes: Sequence[Node] | None = None) -> None:
    """Where there is no table at all, those of ``nodes`` (this version's) and the account of how they came: all or none."""
    if line.introspection.table_names():
        return
    executor = MigrationExecutor(line)
    ends = list(executor.loader.graph.leaf_nodes()) if nodes is None else list(nodes)
    state: Apps = executor.loader.project_state(ends, at_end=True).apps
    models: list[type[Model]] = [executor.recorder.Migration, *state.get_models()]
    with line.schema_editor() as editor:
        for model in models:
            if model._meta.can_migrate(line):
                editor.create_model(model)
        for migration, _backwards in executor.migration_plan(ends):
            executor.record_migration(migration.app_label, migration.name)
