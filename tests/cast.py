"""The people the tests are about, and a browser for them. All are invented; addresses end in .example."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from stormoede.accounts import addresses
from stormoede.accounts.actions import links
from stormoede.accounts.models import Link
from stormoede.members.models import Organisation, Person
from stormoede.web.hide_token import hide


class Browser(Client):
    """Django's test client behind the layer that hides personal links, as a real server is."""

    def request(self, **request: Any) -> Any:
        environ = self._base_environ(**request)
        hide(environ)
        return super().request(**environ)

    def open(self, link: Link) -> HttpResponse:
        """Open a personal link as its mail has it; the cookie stays in this browser."""
        return self.get(addresses.of(link).removeprefix(_origin()))


def _origin() -> str:
    from django.conf import settings

    return settings.ORIGIN


def organisation(code: str = "430", name: str = "Faaborg-Midtfyn") -> Organisation:
    return Organisation.objects.get_or_create(code=code, defaults={"name": name, "sort_key": name.lower()})[0]


def person(name: str = "Karen Lund", email: str | None = None, **fields: Any) -> Person:
    """A member; the address is made from the name when none is given."""
    address = f"{name.lower().replace(' ', '.')}@faaborg-midtfyn.example" if email is None else email
    fields.setdefault("organisation", organisation())
    return Person.objects.create(name=name, sort_key=name.lower(), email=address, **fields)


def link(who: Person, purpose: str = Link.Purpose.PAGE, subject: str = "round:oea26", **times: Any) -> Link:
    """The personal link of ``who`` for ``subject``."""
    return links.ensure(purpose, [who.pk], subject, **times)[who.pk]
