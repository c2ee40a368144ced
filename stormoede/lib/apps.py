from types import ModuleType

from django.apps import AppConfig

from stormoede.lib import catalogs


class LibConfig(AppConfig):
    """An app for its template filters, and for its words; there are no models here."""

    name = "stormoede.lib"
    label = "lib"

    def __init__(self, app_name: str, app_module: ModuleType) -> None:
        super().__init__(app_name, app_module)
        # Before models are made: Django asks for the first words while it makes its own.
        catalogs.join()
