"""Who a letter goes to: its audience, counted live before it is sent and frozen when it is.

A reminder goes to those of the audience who got the letter and have not answered, unless they want none; a correction to
exactly those who got what it corrects, or could have had their address been right.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from stormoede.accounts.queries import no_reminders
from stormoede.events.models import Event
from stormoede.letters.models import Delivery, Letter
from stormoede.letters.queries import asking
from stormoede.letters.queries.readers import link_subject
from stormoede.mail.models import Message
from stormoede.members.models import Mandate, Person
from stormoede.members.queries import audiences
from stormoede.members.queries import people as members

State = Message.State
_ON_ITS_WAY = [State.ACCEPTED, State.QUEUED, State.DEFERRED]


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
    """Who ``letter`` is for on ``on``, with or without an address, each person once."""
    if letter.about is None:
        return audiences.people(letter.audience.spec, on=on)
    if letter.nature == Letter.Nature.CORRECTION:
        reached = Q(pk__in=_got(letter.about, _ON_ITS_WAY)) | Q(pk__in=_mended(letter.about))
        return Person.objects.filter(reached, erased_at__isnull=True)
    got = audiences.people(letter.audience.spec, on=on).filter(pk__in=_got(letter.about, [State.ACCEPTED]))
    return _unanswered(got, letter, letter.about)


def still(reminder: Letter, on: date) -> Callable[[UUID], bool]:
    """Asks of one person at a time whether ``reminder`` is still needed on ``on``: they are among those it is for, have not answered,
    and have not stopped it."""
    assert reminder.about is not None
    found = _unanswered(audiences.people(reminder.audience.spec, on=on).order_by(), reminder, reminder.about)
    return lambda pk: found.filter(pk=pk).exists()


def _unanswered(people: QuerySet[Person], reminder: Letter, about: Letter) -> QuerySet[Person]:
    wanting = people.exclude(pk__in=no_reminders(link_subject(reminder.round.key)))
    return asking.unanswered(wanting, about)


def _got(letter: Letter, states: Sequence[str]) -> QuerySet[Delivery, UUID]:
    """The people whose mail of ``letter`` has come as far as one of ``states``."""
    return Delivery.objects.filter(letter=letter, message__state__in=states).values_list("person_id", flat=True)


def _mended(letter: Letter) -> list[UUID]:
    """Those ``letter`` did not reach whose address has been corrected since. Two statements, over few people."""
    lost = Delivery.objects.filter(Q(message__isnull=True) | ~Q(message__state__in=_ON_ITS_WAY), letter=letter)
    by_subject = {f"person:{pk}": pk for pk in lost.values_list("person_id", flat=True)}
    acts = Event.objects.filter(act="person.address_corrected", subject__in=by_subject, at__gte=letter.sent_at)
    return [by_subject[subject] for subject in acts.values_list("subject", flat=True)] if by_subject else []


def counted(letter: Letter, on: date) -> Counted:
    """The figures of the audience. One statement."""
    mayors = Mandate.objects.filter(audiences.valid(on), role=Mandate.Role.MAYOR).order_by().values("person")
    found = of(letter, on).aggregate(
        people=Count("pk"),
        mayors=Count("pk", filter=Q(pk__in=mayors)),
        unreachable=Count("pk", filter=Q(email="")),
    )
    return Counted(**found)


def readers(letter: Letter, on: date, search: str = "") -> QuerySet[Person]:
    """Who the letter is for, or was sent to, in Danish order; only those whose name has every word of ``search``."""
    wanted = members.Wanted(search=search)
    if not letter.sent_at:
        return members.listing(wanted, on=on, among=of(letter, on))
    # Looked up one by one, as they are gone along by name: their list is not made first.
    got = Delivery.objects.filter(letter=letter, person=OuterRef("pk"))
    return members.listing(wanted, on=on).filter(Exists(got))


def got(letter: Letter) -> int:
    """How many of those ``letter`` was sent to are known still. One statement, which looks up the erased alone."""
    erased = Person.objects.filter(erased_at__isnull=False)
    return Delivery.objects.filter(letter=letter).exclude(person__in=erased).count()


def lacking_place(letter: Letter, on: date) -> int:
    """How many who will get the mail belong to no organisation."""
    return of(letter, on).exclude(email="").filter(organisation__isnull=True).count()


def lacking_role(letter: Letter, on: date) -> int:
    """How many who will get the mail hold no seat."""
    seated = Mandate.objects.filter(audiences.valid(on)).values("person_id")
    return of(letter, on).exclude(email="").exclude(pk__in=seated).count()
