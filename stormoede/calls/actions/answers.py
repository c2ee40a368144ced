"""The three answers to a call: I come, I cannot come, somebody comes in my place. The last one counts."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from stormoede.accounts import queries as accounts
from stormoede.accounts.actions import links
from stormoede.accounts.models import Link
from stormoede.calls import queries
from stormoede.calls.actions import mails
from stormoede.calls.models import Call, Deputy
from stormoede.calls.queries import Place
from stormoede.calls.refusals import CallOver, DeputyCalled, NotCalled
from stormoede.events.actions import records
from stormoede.events.actor import Actor
from stormoede.lib.danish import name_key
from stormoede.mail.actions import outbox
from stormoede.meetings.actions import doors
from stormoede.meetings.core.doors import LINK_LIVES
from stormoede.meetings.models import Registration, Session
from stormoede.members.actions import people
from stormoede.members.models import Person


@transaction.atomic
def answer(call_id: int, person_id: UUID, coming: bool, *, by: Actor, at: datetime) -> None:
    """The member comes, or cannot; a deputy they had is taken back. The same answer again changes nothing.

    Raises NotCalled, CallOver.
    """
    place = _open(call_id, person_id, at)
    had = _take_back(place, by, at)
    if not had and (place.registration.seat_id is not None, place.registration.cannot) == (coming, not coming):
        return
    _put(place.session, place.registration, coming, "registration.answered", by, at)
    outcome = "coming" if coming else "cannot"
    outbox.enqueue_one(mails.one(mails.RECEIPT, place.registration, outcome=outcome), at=at)


@transaction.atomic
def send_deputy(call_id: int, person_id: UUID, name: str, email: str, *, by: Actor, at: datetime) -> Person:
    """Somebody comes in the member's place: they get mail, entry and door of their own. One named before is taken back.

    Raises NotCalled, CallOver, DeputyCalled, and what members.actions.people says of a name or an address.
    """
    place = _open(call_id, person_id, at)
    _take_back(place, by, at)
    deputy = _person(place, name, email, by, at)
    own = _seat(place, deputy, by, at)
    Deputy.objects.create(call=place.call, member_id=person_id, person=deputy, named_at=at)
    _door(place, deputy.pk)
    _put(place.session, place.registration, False, "registration.answered", by, at)
    told = {"member": str(person_id), "deputy": str(deputy.pk)}
    records.record("deputy.named", f"call:{call_id}", by=by, at=at, data=told)
    outbox.enqueue(
        [
            mails.one(mails.DEPUTY, own, act="named", member=str(person_id)),
            mails.one(mails.RECEIPT, place.registration, outcome="deputy", deputy=str(deputy.pk)),
        ],
        at=at,
    )
    return deputy


def _open(call_id: int, person_id: UUID, at: datetime) -> Place:
    """The member's place, its date held until the transaction ends: the lock all seats are changed under."""
    Session.objects.select_for_update(no_key=True).filter(meeting__in=_meeting(call_id)).order_by("pk").first()
    place = queries.place(call_id, person_id)
    if place is None or Deputy.objects.filter(call=call_id, person=person_id).exists():
        raise NotCalled
    if place.session.ends <= at or place.session.cancelled_at is not None:
        raise CallOver
    return place


def _meeting(call_id: int) -> list[int]:
    return list(Call.objects.filter(pk=call_id).values_list("meeting_id", flat=True))


def _put(session: Session, mine: Registration, seated: bool, act: str, by: Actor, at: datetime) -> None:
    """Write the answer, count the seat and record what it was before."""
    was_seat, was_cannot = mine.seat_id, mine.cannot
    mine.seat_id, mine.cannot = (session.pk, False) if seated else (None, True)
    mine.answered_at, mine.answered_by, mine.sequence = at, str(by), mine.sequence + 1
    mine.save(update_fields=["seat", "cannot", "answered_at", "answered_by", "sequence"])
    more = int(seated) - int(was_seat is not None)
    Session.objects.filter(pk=session.pk).update(taken=F("taken") + more)
    data = {"sequence": mine.sequence, "seat": mine.seat_id, "wish": None, "asks": False, "cannot": mine.cannot}
    before = {"was_seat": was_seat, "was_wish": None, "was_asks": False, "was_cannot": was_cannot}
    records.record(act, f"registration:{mine.pk}", by=by, at=at, data=data | before)


def _take_back(place: Place, by: Actor, at: datetime) -> bool:
    """The deputy there was is told, their door is closed and their entry taken out. False when there was none."""
    deputy = place.deputy
    if deputy is None:
        return False
    queries.standing(place.call).filter(person=deputy).update(taken_back_at=at)
    own = Registration.objects.get(meeting=place.meeting, person=deputy)
    link = accounts.link_of(deputy.pk, Link.Purpose.DEPUTY, doors.subject(place.session.pk))
    if link is not None:
        links.revoke(link, by=by, at=at)
    _put(place.session, own, False, "registration.answered", by, at)
    told = {"member": str(place.registration.person_id), "deputy": str(deputy.pk)}
    records.record("deputy.taken_back", f"call:{place.call.pk}", by=by, at=at, data=told)
    outbox.enqueue_one(mails.one(mails.DEPUTY, own, act="taken_back", member=told["member"]), at=at)
    return True


def _person(place: Place, name: str, email: str, by: Actor, at: datetime) -> Person:
    """Whom the name and the address mean: somebody we know by both, or somebody new of the member's organisation."""
    same = [one for one in Person.objects.filter(email__iexact=email.strip(), erased_at__isnull=True)
            if name_key(one.name) == name_key(name)]  # fmt: skip
    known = min(same, key=lambda one: str(one.pk), default=None)
    if known is None:
        member = place.registration.person
        return people.make(name, email, member.organisation, language=member.language, by=by, at=at)
    taken = Registration.objects.filter(meeting=place.meeting, person=known).exists()
    former = Deputy.objects.filter(call=place.call, person=known)
    if taken and (not former.exists() or former.filter(taken_back_at__isnull=True).exists()):
        raise DeputyCalled(known.name)
    return known


def _seat(place: Place, deputy: Person, by: Actor, at: datetime) -> Registration:
    """The deputy's own line in the book, with a seat."""
    own, _made = Registration.objects.get_or_create(
        meeting=place.meeting,
        person=deputy,
        defaults={
            "id": uuid4(),
            "answered_at": at,
            "answered_by": str(by),
            "uid": secrets.token_hex(16),
            "door_sent": place.session,
        },
    )
    _put(place.session, own, True, "registration.answered", by, at)
    return own


def _door(place: Place, deputy: UUID) -> None:
    """A link for that meeting only; one that was closed when the deputy was taken back is made anew."""
    subject = doors.subject(place.session.pk)
    opens = place.session.starts - timedelta(minutes=place.meeting.door_opens)
    Link.objects.filter(person=deputy, purpose=Link.Purpose.DEPUTY, subject=subject, revoked_at__isnull=False).delete()
    links.make(Link.Purpose.DEPUTY, [deputy], subject, opens=opens, closes=place.session.ends + LINK_LIVES)
