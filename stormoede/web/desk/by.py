"""Who is at the desk."""

from django.http import HttpRequest

from stormoede.accounts import actors
from stormoede.accounts.models import Staff
from stormoede.events.actor import Actor


def by(request: HttpRequest) -> Actor:
    """The one at the desk, whom the guard has let in, as events name them."""
    assert isinstance(request.user, Staff)
    return actors.staff(request.user)


def name_of(request: HttpRequest) -> str:
    """The name of the one at the desk."""
    assert isinstance(request.user, Staff)
    return request.user.name
