"""Who a letter goes to: its audience, counted live before it is sent and frozen when it is."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from stormoede.letters.models import Delivery, Letter
from stormoede.members.models import Mandate, Person
from stormoede.members.queries import audiences
from stormoede.members.queries import people as members


@dataclass(frozen=True, slots=True)
class Counted:
    """An audience today: everybody, the mayors among them, and those without an address."""

    people: int
    mayors: int
    unreachable: int

    @property
    def others(self) -> int:
        return self.people - self.mayors

    @property
    def reachable(self) -> int:
        return self.people - self.unreachable


def of(letter: Letter, on: date) -> QuerySet[Person]:
    """The audience of ``letter`` on ``on``, with or without an address, each person once."""
    return audiences.people(letter.audience.spec, on=on)


def counted(letter: Letter, on: date) -> Counted:
    """The figures of the audience. Two statements."""
    people = of(letter, on)
    figures = people.aggregate(people=Count("pk"), unreachable=Count("pk", filter=Q(email="")))
    mayors = Mandate.objects.filter(audiences.valid(on), role=Mandate.Role.MAYOR, person__in=people.values("pk"))
    return Counted(figures["people"], mayors.values("person").distinct().count(), figures["unreachable"])


def readers(letter: Letter, on: date, search: str = "") -> QuerySet[Person]:
    """Who the letter is for, or was sent to, in Danish order; only those whose name has every word of ``search``."""
    found = members.listing(members.Wanted(search=search), on=on)
    if letter.sent_at:
        return found.filter(pk__in=Delivery.objects.filter(letter=letter).values("person"))
    return found.filter(pk__in=of(letter, on).values("pk"))


def lacking_place(letter: Letter, on: date) -> int:
    """How many who will get the mail belong to no organisation."""
    return of(letter, on).exclude(email="").filter(organisation__isnull=True).count()


def lacking_role(letter: Letter, on: date) -> int:
    """How many who will get the mail hold no seat."""
    seated = Mandate.objects.filter(audiences.valid(on)).values("person_id")
    return of(letter, on).exclude(email="").exclude(pk__in=seated).count()
