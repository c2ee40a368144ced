"""Letting colleagues in: inviting, enrolling, approving, changing roles, and letting go."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from stormoede.accounts import onetimes
from stormoede.accounts.actions import staff_sessions
from stormoede.accounts.models import Staff
from stormoede.accounts.queries import admins
from stormoede.accounts.refusals import AddressKnown, LastAdmin, LastPasskey, NotAnAdmin, NotYourself
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.lib import seen
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.models import Message
from stormoede.members.refusals import EditedMeanwhile

KIND_INVITATION = "accounts.invitation"
WAITS = "waits"


def _subject(staff: Staff) -> str:
    return f"staff:{staff.pk}"


@transaction.atomic
def add(email: str, name: str, role: str, *, by: Actor, at: datetime) -> Staff:
    """Make a member of staff who may sign in with a passkey once they have one. Raises AddressKnown."""
    if Staff.objects.filter(email__iexact=email).exists():
        raise AddressKnown
    staff = Staff(email=email, name=name, role=Staff.Role(role), approved_at=at, approved_by=str(by))
    staff.set_unusable_password()
    try:
        with transaction.atomic():
            staff.save(force_insert=True)
    except IntegrityError as taken:
        raise AddressKnown from taken
    record("staff.added", _subject(staff), by=by, at=at, data={"role": staff.role})
    return staff


@transaction.atomic
def first_admin(email: str, name: str, *, by: Actor, at: datetime) -> Staff:
    """The administrator with this address, made where there is none. Raises NotAnAdmin for any other colleague."""
    known = Staff.objects.filter(email__iexact=email).first()
    if known is None:
        return add(email, name, Staff.Role.ADMIN, by=by, at=at)
    if known.role != Staff.Role.ADMIN or not known.is_active:
        raise NotAnAdmin
    return known


@transaction.atomic
def invite(email: str, name: str, role: str, *, by: Actor, at: datetime) -> Staff:
    """Add a colleague and mail them a one-time sign-in with which they make their passkey."""
    staff = add(email, name, role, by=by, at=at)
    send_one_time(staff, by=by, at=at)
    return staff


@transaction.atomic
def send_one_time(staff: Staff, *, by: Actor, at: datetime) -> None:
    """Mail ``staff`` a sign-in that works once, within 24 hours of now."""
    issued = int(at.timestamp() // 60)
    mail = NewMessage(
        key=f"invitation:{staff.pk}:{issued}",
        kind=KIND_INVITATION,
        ref=_subject(staff),
        address=staff.email,
        facts={"issued": issued},
        priority=Message.Priority.URGENT,
    )
    outbox.enqueue_one(mail, at=at)
    record("staff.invited", _subject(staff), by=by, at=at)


def one_time(staff: Staff, *, at: datetime) -> str:
    """The address of a sign-in that works once, within 24 hours of ``at`` (real time). Nothing is written."""
    return onetimes.address_of(staff, at)


@transaction.atomic
def passkey_added(staff: Staff, passkey: Authenticator, *, by_code: bool, by: Actor, at: datetime) -> None:
    """A passkey has been made. One made with a code by mail opens nothing until a second person has approved it."""
    if by_code:
        passkey.data = {**passkey.data, WAITS: True}
        passkey.save(update_fields=["data"])
    record("staff.passkey_added", _subject(staff), by=by, at=at, data={"passkey": passkey.pk, "waits": by_code})


def is_waiting(passkey: Authenticator) -> bool:
    """Whether ``passkey`` still lacks a second person's yes."""
    return bool(passkey.data.get(WAITS))


@transaction.atomic
def approve(staff: Staff, *, by: Actor, at: datetime) -> int:
    """A second person says that ``staff``'s new passkeys are theirs. Returns how many. Raises NotYourself."""
    if by.id == str(staff.pk):
        raise NotYourself
    waiting = [passkey for passkey in Authenticator.objects.filter(user=staff) if is_waiting(passkey)]
    for passkey in waiting:
        passkey.data = {key: value for key, value in passkey.data.items() if key != WAITS}
        passkey.save(update_fields=["data"])
    Staff.objects.filter(pk=staff.pk).update(approved_at=at, approved_by=str(by))
    record("staff.approved", _subject(staff), by=by, at=at, data={"passkeys": len(waiting)})
    return len(waiting)


@transaction.atomic
def refuse(staff: Staff, *, by: Actor, at: datetime) -> int:
    """A second person says that the passkeys that wait are not ``staff``'s: they go. Returns how many. Raises NotYourself."""
    if by.id == str(staff.pk):
        raise NotYourself
    waiting = [passkey.pk for passkey in Authenticator.objects.filter(user=staff) if is_waiting(passkey)]
    Authenticator.objects.filter(pk__in=waiting).delete()
    record("staff.passkeys_refused", _subject(staff), by=by, at=at, data={"passkeys": len(waiting)})
    return len(waiting)


@transaction.atomic
def remove_passkey(staff: Staff, passkey_id: int, *, by: Actor, at: datetime) -> bool:
    """One passkey opens nothing any more. False when it was gone. Raises LastPasskey when it is the only one that works."""
    passkeys = list(Authenticator.objects.select_for_update().filter(user=staff))
    gone = next((passkey for passkey in passkeys if passkey.pk == passkey_id), None)
    if gone is None:
        return False
    if not any(passkey.pk != passkey_id and not is_waiting(passkey) for passkey in passkeys):
        raise LastPasskey
    gone.delete()
    record("staff.passkey_removed", _subject(staff), by=by, at=at, data={"passkey": passkey_id})
    return True


def _refuse_self_and_last(staff: Staff, by: Actor) -> None:
    if by.id == str(staff.pk):
        raise NotYourself
    # All of them, in one order, so that two who take each other's role away do not wait for one another.
    held = list(admins().select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    if staff.role == Staff.Role.ADMIN and not set(held) - {staff.pk}:
        raise LastAdmin


@transaction.atomic
def change_role(staff: Staff, role: str, *, mark: str = "", by: Actor, at: datetime) -> None:
    """From now on ``staff`` may do what ``role`` may. Raises NotYourself, LastAdmin.

    EditedMeanwhile: they have another role by now than ``mark`` is of.
    """
    _refuse_self_and_last(staff, by)
    now = Staff.objects.select_for_update(no_key=True).values_list("role", flat=True).get(pk=staff.pk)
    if mark and mark != seen.mark(now):
        raise EditedMeanwhile
    Staff.objects.filter(pk=staff.pk).update(role=Staff.Role(role))
    record("staff.role_changed", _subject(staff), by=by, at=at, data={"from": staff.role, "to": role})


@transaction.atomic
def stop(staff: Staff, *, by: Actor, at: datetime) -> None:
    """``staff`` is signed out everywhere and cannot sign in. Raises NotYourself, LastAdmin."""
    _refuse_self_and_last(staff, by)
    Staff.objects.filter(pk=staff.pk).update(is_active=False)
    staff_sessions.end(staff, by=by, at=at)
    record("staff.stopped", _subject(staff), by=by, at=at)


@transaction.atomic
def let_in_again(staff: Staff, *, by: Actor, at: datetime) -> None:
    """``staff`` may sign in again with the passkeys they had. Raises NotYourself."""
    if by.id == str(staff.pk):
        raise NotYourself
    Staff.objects.filter(pk=staff.pk).update(is_active=True)
    record("staff.let_in_again", _subject(staff), by=by, at=at)


def signed_in(staff: Staff, means: str, *, by: Actor, at: datetime) -> None:
    """Leave the record that ``staff`` has signed in, and with what."""
    record("staff.signed_in", _subject(staff), by=by, at=at, data={"means": str(means)})
