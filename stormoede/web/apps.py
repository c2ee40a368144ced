from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "stormoede.web"
    label = "web"
