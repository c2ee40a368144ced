"""Proposals: what a council's secretary, or one who was passed a link, would have changed. Nothing holds before it is taken."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from stormoede.accounts.actions import addresses, limits, links
from stormoede.accounts.actions.lost import HOUR, PER_NETWORK
from stormoede.accounts.models import Link, Proposal
from stormoede.accounts.queries import with_living_links
from stormoede.accounts.refusals import ProposalDecided, SeatMissing, TooFast, WhoIsMissing
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor, system
from stormoede.events.models import Event
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.models import Message
from stormoede.members.actions import leaves, people
from stormoede.members.core import addresses as core
from stormoede.members.models import Body, Mandate, Organisation, Person
from stormoede.members.queries.audiences import valid
from stormoede.members.refusals import AddressRefused, NameMissing

ACT = "proposal.asked"
KIND = "accounts.lost"
PER_LINK = 3
KEPT = timedelta(days=30)


def propose_address(
    person: Person, email: str, place: Organisation, subject: str, *, by: Actor, at: datetime
) -> Proposal:
    """Propose another address; a newer proposal takes the older one's place. Raises AddressRefused."""
    new = Proposal(kind=Proposal.Kind.ADDRESS, person=person, email=_address(email))
    return _keep(new, place, subject, "proposal.made", by, at)


def propose_stand_in(
    person: Person,
    name: str,
    email: str,
    days: tuple[date, date | None],
    place: Organisation,
    subject: str,
    *,
    by: Actor,
    at: datetime,
) -> Proposal:
    """Propose that ``name`` stands in for ``person`` from the first of ``days`` to the last. Raises AddressRefused, NameMissing."""
    if not name.strip():
        raise NameMissing
    new = Proposal(
        kind=Proposal.Kind.STAND_IN,
        person=person,
        name=" ".join(name.split())[:160],
        email=_address(email),
        first=days[0],
        last=days[1],
    )
    return _keep(new, place, subject, "proposal.made", by, at)


@transaction.atomic
def ask_for_link(
    link: Link, name: str, email: str, *, network: str, by: Actor, at: datetime, dated: datetime
) -> Proposal:
    """One who was passed ``link`` asks for their own: three times an hour a link. ``at`` is real time, ``dated`` the round's.

    Raises TooFast, AddressRefused, NameMissing.
    """
    if not name.strip():
        raise NameMissing
    address = _address(email)
    if not address:
        raise AddressRefused
    often = limits.use("own-link", link.handle, most=PER_LINK, within=HOUR, at=at)
    if not often or not limits.use("lost-network", network, most=PER_NETWORK, within=HOUR, at=at):
        raise TooFast
    new = Proposal(kind=Proposal.Kind.LINK, name=" ".join(name.split())[:160], email=address)
    return _keep(new, link.person.organisation, link.subject, ACT, by, dated)


def answer(event: Event) -> None:
    """Handler of ``ACT``: who has a page already and asks from the address we know gets it sent; others wait for a person."""
    with transaction.atomic():
        asked = _waiting(UUID(event.subject.partition(":")[2]))
        people_there = with_living_links(asked.email, event.at) if asked else []
        if asked is None or not people_there:
            return
        for pk in people_there:
            _send(asked, pk, event.at)
        _decide(asked, True, system("accounts"), event.at)


@transaction.atomic
def take(proposal: UUID, person: Person | None = None, *, by: Actor, at: datetime) -> Proposal:
    """Say yes: the address is changed and both told, the leave begins, or ``person`` gets the link they asked for.

    Raises ProposalDecided, WhoIsMissing, SeatMissing, and what the act itself refuses.
    """
    found = _waiting(proposal)
    if found is None:
        raise ProposalDecided
    match found.kind:
        case Proposal.Kind.ADDRESS if found.person:
            addresses.change(found.person, found.email, by=by, at=at)
        case Proposal.Kind.STAND_IN if found.person and found.first:
            _begin(found, found.person, found.first, by, at)
        case _:
            _let_in(found, person, by, at)
    return _decide(found, True, by, at)


@transaction.atomic
def turn_down(proposal: UUID, *, by: Actor, at: datetime) -> Proposal:
    """Say no: nothing changes. Raises ProposalDecided."""
    found = _waiting(proposal)
    if found is None:
        raise ProposalDecided
    return _decide(found, False, by, at)


def forget(at: datetime) -> int:
    """Proposals go after 30 days, decided or not (the round's time)."""
    return Proposal.objects.filter(proposed_at__lte=at - KEPT).delete()[0]


@transaction.atomic
def _keep(new: Proposal, place: Organisation | None, subject: str, act: str, by: Actor, at: datetime) -> Proposal:
    if new.person_id is not None:
        Proposal.objects.filter(kind=new.kind, person=new.person, decided_at=None).delete()
    new.organisation, new.subject = place, subject
    new.proposed_at, new.proposed_by = at, str(by)
    new.save(force_insert=True)
    about = {"kind": str(new.kind), "person": str(new.person_id) if new.person_id else None}
    record(act, f"proposal:{new.pk}", by=by, at=at, data=about)
    return new


def _waiting(pk: UUID) -> Proposal | None:
    held = Proposal.objects.select_for_update(of=("self",), no_key=True).select_related("person", "organisation")
    return held.filter(pk=pk, decided_at=None).first()


def _decide(found: Proposal, taken: bool, by: Actor, at: datetime) -> Proposal:
    found.taken, found.decided_at, found.decided_by = taken, at, str(by)
    found.name = found.email = ""
    found.save(update_fields=["taken", "decided_at", "decided_by", "name", "email"])
    record("proposal.taken" if taken else "proposal.declined", f"proposal:{found.pk}", by=by, at=at)
    return found


def _begin(found: Proposal, absent: Person, first: date, by: Actor, at: datetime) -> None:
    seats = Mandate.objects.filter(person=absent, body__organisation=found.organisation, body__kind=Body.Kind.COUNCIL)
    seat = seats.filter(valid(first)).order_by("pk").first()
    if seat is None:
        raise SeatMissing
    who = people.find_or_make(found.name, found.email, found.organisation, by=by, at=at)
    leaves.begin(seat, first, found.last, who, by=by, at=at)


def _let_in(found: Proposal, person: Person | None, by: Actor, at: datetime) -> None:
    if person is None:
        raise WhoIsMissing
    addresses.change(person, found.email, by=by, at=at)
    page = Link.objects.filter(person=person, purpose=Link.Purpose.PAGE, subject=found.subject).first()
    if page is None:
        closes = Link.objects.filter(purpose=Link.Purpose.PAGE, subject=found.subject).values_list("closes", flat=True)
        links.make(Link.Purpose.PAGE, [person.pk], found.subject, closes=closes.first())
    found.person = person
    found.save(update_fields=["person"])
    _send(found, person.pk, at)


def _send(found: Proposal, person: UUID, at: datetime) -> None:
    key = f"proposal:{found.pk}:{person}"
    mail = NewMessage(
        key=key, kind=KIND, ref=f"proposal:{found.pk}", person=str(person), priority=Message.Priority.URGENT
    )
    outbox.enqueue_one(mail, at=at)


def _address(text: str) -> str:
    address = core.tidy(text)
    if address is None:
        raise AddressRefused
    return address
