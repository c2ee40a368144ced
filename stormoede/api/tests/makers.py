"""A key and a program that reads with it."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from stormoede.api.actions import keys
from stormoede.api.core.scopes import Scope
from stormoede.api.models import ApiKey
from stormoede.events.actor import system
from stormoede.lib import clock

BY = system("cast")
EVERYTHING = [scope.value for scope in Scope]


def key(*scopes: str, days: int = 30) -> tuple[ApiKey, str]:
    """A key and its text; without ``scopes`` it opens everything."""
    made, text = keys.make("Analyse", scopes or EVERYTHING, days, by=BY, at=clock.wall())
    return made, text.reveal()


class Program(Client):
    """Another program, which shows a key."""

    def __init__(self, *scopes: str) -> None:
        super().__init__()
        self.key, self.text = key(*scopes)

    def ask(self, path: str, **headers: str) -> HttpResponse:
        answer: Any = self.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {self.text}", **headers})
        return answer
