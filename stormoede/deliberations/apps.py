from django.apps import AppConfig


class DeliberationsConfig(AppConfig):
    name = "stormoede.deliberations"
    label = "deliberations"
    default_auto_field = "django.db.models.BigAutoField"
