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

type Node = tuple[str, str]


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
