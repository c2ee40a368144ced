from django.apps import AppConfig


class StormoedeConfig(AppConfig):
    """The whole house: when every room is there, ``wiring`` ties them together."""

    name = "stormoede"
    label = "stormoede"

    def ready(self) -> None:
        from stormoede import wiring

        wiring.install()
