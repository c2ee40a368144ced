from django.apps import AppConfig


class LibConfig(AppConfig):
    """An app for its template filters only; there are no models here."""

    name = "stormoede.lib"
    label = "lib"
