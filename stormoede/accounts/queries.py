"""What other rooms ask about links, reminders and staff."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from stormoede.accounts.core import codes
from stormoede.accounts.models import CodeRequest, Feed, Link, Proposal, RemindersOff, Staff, StaffSession
from stormoede.members.models import Organisation, Person


def living(at: datetime) -> QuerySet[Link]:
    """Links that may be used at ``at`` (the round's time), or will be."""
    return Link.objects.filter(revoked_at__isnull=True).filter(Q(closes__isnull=True) | Q(closes__gt=at))


# What somebody may have a page of their own for: their round, a draft they write along in, their talks.
_PAGES = (Link.Purpose.PAGE, Link.Purpose.DRAFT, Link.Purpose.SPEAKER)


def with_living_links(address: str, at: datetime) -> list[UUID]:
    """Everybody who has ``address`` and a page to open at ``at``."""
    people = Person.objects.filter(email__iexact=address, erased_at__isnull=True)
    pages = living(at).filter(purpose__in=_PAGES, person__in=people)
    return sorted(set(pages.values_list("person_id", flat=True)))


def pages_of(person_ids: Iterable[UUID], at: datetime) -> QuerySet[Link]:
    """The personal pages these people may open at ``at``."""
    found = living(at).filter(purpose__in=_PAGES, person_id__in=list(person_ids))
    return found.order_by("person_id", "-purpose", "subject")


def no_reminders(subject: str) -> QuerySet[RemindersOff, UUID]:
    """Ids of the people who want no reminders of ``subject``: what a reminder's audience leaves out."""
    return RemindersOff.objects.filter(subject=subject).values_list("person_id", flat=True)


def wants_reminders(person_id: UUID, subject: str) -> bool:
    """Whether this person gets reminders of ``subject``."""
    return not RemindersOff.objects.filter(person_id=person_id, subject=subject).exists()


def admins() -> QuerySet[Staff]:
    """Administrators who may work."""
    return Staff.objects.filter(role=Staff.Role.ADMIN, is_active=True, approved_at__isnull=False)


def sessions_of(staff: Staff, at: datetime) -> QuerySet[StaffSession]:
    """Where ``staff`` is signed in, newest first (real time). The rows tell when, and open nothing."""
    return StaffSession.objects.filter(staff=staff, ends_at__gt=at).defer("data").order_by("-started_at")


def code_is_out(person: Person, nonce: str, at: datetime) -> bool:
    """Whether a code that still works was sent to ``person`` for the browser whose mark is ``nonce``."""
    newest = CodeRequest.objects.filter(person=person).order_by("-asked_at", "-id").first()
    return (
        newest is not None
        and newest.nonce_hash == codes.nonce_hash(nonce)
        and newest.used_at is None
        and newest.tries < codes.TRIES
        and newest.asked_at > at - codes.LASTS
    )


def held(handles: Sequence[str]) -> list[Link]:
    """The links of these handles, in their order. No statement when there are none."""
    found = {link.handle: link for link in Link.objects.filter(pk__in=handles)} if handles else {}
    return [found[handle] for handle in handles if handle in found]


def link_of(person_id: UUID, purpose: str, subject: str) -> Link | None:
    """The link a person has for ``subject``, if it was ever made."""
    return Link.objects.filter(person_id=person_id, purpose=purpose, subject=subject).first()


def links(purpose: str, subjects: Iterable[str], person_ids: Iterable[UUID]) -> dict[tuple[UUID, str], Link]:
    """The links of these people for these subjects, by person and subject. One statement."""
    found = Link.objects.filter(purpose=purpose, subject__in=set(subjects), person_id__in=set(person_ids))
    return {(link.person_id, link.subject): link for link in found}


def proposed(person_ids: Iterable[UUID]) -> dict[UUID, list[Proposal]]:
    """What is proposed about these people and not decided. One statement."""
    found: dict[UUID, list[Proposal]] = {}
    for one in Proposal.objects.filter(decided_at=None, person__in=list(person_ids)).order_by("proposed_at"):
        if one.person_id is not None:
            found.setdefault(one.person_id, []).append(one)
    return found


def asked_for_links(place: Organisation) -> QuerySet[Proposal]:
    """Those who were passed a link in the organisation and wait for one of their own, first come first."""
    waiting = Proposal.objects.filter(decided_at=None, kind=Proposal.Kind.LINK, organisation=place)
    return waiting.order_by("proposed_at", "pk")


def proposals() -> QuerySet[Proposal]:
    """Everything proposed and not decided, first come first, with whom and where it is about."""
    waiting = Proposal.objects.filter(decided_at=None).select_related("person", "organisation")
    return waiting.order_by("proposed_at", "pk")


def waiting(rows: Iterable[Staff]) -> list[Staff]:
    """Those of ``colleagues`` who have made a passkey that lacks approval."""
    return [row for row in rows if getattr(row, "waiting", 0)]


def colleagues(at: datetime) -> QuerySet[Staff]:
    """All staff by name, each with ``passkeys``, ``waiting`` (passkeys that lack approval) and ``sessions`` open at ``at``."""
    sessions = StaffSession.objects.filter(staff=OuterRef("pk"), ends_at__gt=at).order_by()
    counted = sessions.values("staff").annotate(number=Count("pk")).values("number")
    return Staff.objects.annotate(
        passkeys=Count("authenticator"),
        waiting=Count("authenticator", filter=Q(authenticator__data__waits=True)),
        sessions=Coalesce(Subquery(counted), 0),
    ).order_by("-is_active", "name", "email")


def feed(handle: str, at: datetime) -> Feed | None:
    """The calendar address of ``handle`` that a member of staff may use at ``at`` (the round's time)."""
    found = Feed.objects.select_related("staff").filter(pk=handle, closes__gt=at)
    return found.filter(staff__is_active=True, staff__approved_at__isnull=False).first()


def feed_of(staff: Staff, subject: str) -> Feed | None:
    """The calendar address of ``staff`` for ``subject``, if they have made one."""
    return Feed.objects.filter(staff=staff, subject=subject).first()
