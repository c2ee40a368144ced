"""Who one can be: the cast as the database has them now, with the way in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from stormoede.accounts import addresses
from stormoede.accounts.models import Link, Staff
from stormoede.members.models import Person
from stormoede.story import queries
from stormoede.story.core import cast


@dataclass(frozen=True, slots=True)
class Part:
    """One of the cast. ``address`` is a member's personal link, "" for staff; ``id`` is a member of staff's."""

    name: str
    part: str
    key: str = ""
    address: str = ""
    id: str = ""

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


def _staff_part(role: str) -> str:
    return {
        Staff.Role.SECRETARIAT: _("writes letters, releases them, sees who has answered"),
        Staff.Role.READER: _("sees everything, changes nothing"),
        Staff.Role.ADMIN: _("invites colleagues to the desk"),
    }[Staff.Role(role)]


def _member_part(councillor: cast.Councillor, municipality: str) -> str:
    return {
        "mayor": _("mayor, %(municipality)s"),
        "member": _("member of the council, %(municipality)s"),
        "secretary": _("the council's secretary, %(municipality)s"),
    }[councillor.role] % {"municipality": municipality}


def staff() -> Sequence[Part]:
    """The secretariat, in the order of the cast."""
    rows = {one.email: one for one in Staff.objects.filter(email__in=[c.email for c in cast.STAFF])}
    return [Part(c.name, _staff_part(c.role), id=str(rows[c.email].pk)) for c in cast.STAFF if c.email in rows]


def members() -> Sequence[Part]:
    """The councillors and the council's secretary, in the order of the cast."""
    people = {
        (one.name, one.organisation.code): one
        for one in Person.objects.filter(name__in=[c.name for c in cast.MEMBERS]).select_related("organisation")
        if one.organisation
    }
    links = {link.person_id: link for link in _pages(people.values())}
    found: list[Part] = []
    for councillor in cast.MEMBERS:
        person = people.get((councillor.name, councillor.code))
        if person and person.pk in links and person.organisation:
            name = person.organisation.name
            address = addresses.of(links[person.pk])
            found.append(Part(person.name, _member_part(councillor, name), councillor.key, address))
    return found


def _pages(people: Iterable[Person]) -> Sequence[Link]:
    """Their pages that are open, a page of a call last: whoever is called is asked about that."""
    open_ones = Link.objects.filter(Q(closes__isnull=True) | Q(closes__gt=queries.now()), person__in=list(people))
    return sorted(open_ones.filter(purpose=Link.Purpose.PAGE), key=lambda link: link.subject.startswith("call:"))


def sign_ins() -> Sequence[Part]:
    """Every way in, with its whole address, to be printed when the story is opened."""
    ways = [replace(one, address=f"{settings.ORIGIN}{reverse('story:enter', args=[one.id])}") for one in staff()]
    return [*ways, *members()]
