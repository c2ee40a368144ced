"""Who acts, as the value that events keep."""

from stormoede.accounts.models import Staff
from stormoede.events.actor import Actor, ActorKind
from stormoede.members.models import Person


def staff(user: Staff) -> Actor:
    """A member of staff acts."""
    return Actor(ActorKind.STAFF, str(user.pk))


def person(who: Person) -> Actor:
    """A member acts, through a personal link."""
    return Actor(ActorKind.PERSON, str(who.pk))
