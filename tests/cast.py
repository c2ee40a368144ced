"""The people the tests are about, and a browser for them. All are invented; addresses end in .example."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client

from stormoede.accounts import addresses, session_cookie, signins
from stormoede.accounts.actions import links
from stormoede.accounts.actions import staff as staff_actions
from stormoede.accounts.models import Link, Staff
from stormoede.accounts.sessions import SessionStore
from stormoede.accounts.signins import Means
from stormoede.events.actor import system
from stormoede.lib import clock
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
        return self.get(addresses.of(link).removeprefix(settings.ORIGIN))

    def sign_in(self, who: Staff, means: Means = Means.PASSKEY) -> "Browser":
        """Sign a member of staff in, as if with a passkey."""
        request = HttpRequest()
        request.session = SessionStore()
        signins.begin(request, who, means, clock.wall())
        request.session.save()
        self.cookies[settings.SESSION_COOKIE_NAME] = session_cookie.write(request.session.session_key, clock.wall())
        return self


def staff(name: str = "Sofie Ravn", role: str = Staff.Role.SECRETARIAT) -> Staff:
    """A member of staff who may sign in."""
    address = f"{name.lower().replace(' ', '.')}@kl.example"
    return staff_actions.add(address, name, role, by=system("cast"), at=clock.wall())


def desk(role: str = Staff.Role.SECRETARIAT, name: str = "Sofie Ravn") -> Browser:
    """A browser in which somebody of ``role`` is signed in."""
    return Browser().sign_in(staff(name, role))


def organisation(code: str = "430", name: str = "Faaborg-Midtfyn") -> Organisation:
    return Organisation.objects.get_or_create(code=code, defaults={"name": name, "sort_key": name.lower()})[0]


def person(name: str = "Karen Lund", email: str | None = None, **fields: Any) -> Person:
    """A member; the address is made from the name when none is given."""
    address = f"{name.lower().replace(' ', '.')}@faaborg-midtfyn.example" if email is None else email
    fields.setdefault("organisation", organisation())
    fields.setdefault("sort_key", name.lower())
    return Person.objects.create(name=name, email=address, **fields)


def link(who: Person, purpose: str = Link.Purpose.PAGE, subject: str = "round:oea26", **times: Any) -> Link:
    """The personal link of ``who`` for ``subject``."""
    return links.ensure(purpose, [who.pk], subject, **times)[who.pk]
