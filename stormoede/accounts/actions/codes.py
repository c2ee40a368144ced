"""Asking for a six-digit code and checking it. The code itself is in no table: it is derived when the mail leaves and when it is typed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from stormoede.accounts import alarms, keyring
from stormoede.accounts.core import codes
from stormoede.accounts.models import CodeRequest, Staff
from stormoede.accounts.refusals import NoAddress, TooManyCodes
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.models import Message
from stormoede.members.models import Person

LABEL = "code"
KIND = "accounts.code"


def _owner(who: Person | Staff) -> Q:
    return Q(staff=who) if isinstance(who, Staff) else Q(person=who)


def _refuse_too_many(who: Person | Staff, at: datetime, network: str) -> None:
    """Counted under a lock on the person's row, so that many at once get no more than one after another."""
    type(who).objects.select_for_update(no_key=True).get(pk=who.pk)
    asked = CodeRequest.objects.filter(_owner(who), asked_at__gt=at - timedelta(days=1))
    times = list(asked.values_list("asked_at", flat=True))
    if len(times) >= codes.PER_DAY or sum(then > at - timedelta(hours=1) for then in times) >= codes.PER_HOUR:
        alarms.sound("too_many_codes", network=network or "-", whose=_whose(who))
        raise TooManyCodes


@transaction.atomic
def ask(who: Person | Staff, *, nonce: str, by: Actor, at: datetime, dated: datetime, network: str = "") -> CodeRequest:
    """Send ``who`` a code to the address we know, for the browser whose mark is ``nonce``.

    ``at`` is real time; ``dated`` is the Date of the mail. A newer code ends the older ones. Raises TooManyCodes, NoAddress.
    """
    if not who.email:
        raise NoAddress
    _refuse_too_many(who, at, network)
    asked = CodeRequest(asked_at=at, nonce_hash=codes.nonce_hash(nonce))
    if isinstance(who, Staff):
        asked.staff = who
    else:
        asked.person = who
    asked.save(force_insert=True)
    record("code.asked", f"code:{asked.pk}", by=by, at=at)
    outbox.enqueue_one(_mail(asked, who), at=dated)
    return asked


def _mail(asked: CodeRequest, who: Person | Staff) -> NewMessage:
    key = f"code:{asked.pk}"
    address, person = (who.email, "") if isinstance(who, Staff) else ("", str(who.pk))
    return NewMessage(key=key, kind=KIND, ref=key, person=person, address=address, priority=Message.Priority.URGENT)


def code_of(asked: CodeRequest) -> str:
    """The code that ``asked`` stands for: for the mail, at the moment it leaves."""
    _, key = keyring.signing(LABEL)
    return codes.derive(key, asked.pk, asked.nonce_hash)


def _counted(who: Person | Staff, nonce: str, at: datetime) -> UUID | None:
    """The newest request, when it may still be tried in this browser; the try is counted before it is judged."""
    newest = CodeRequest.objects.filter(_owner(who)).order_by("-asked_at", "-id").first()
    if newest is None or newest.nonce_hash != codes.nonce_hash(nonce):
        return None
    may = CodeRequest.objects.filter(
        pk=newest.pk, tries__lt=codes.TRIES, used_at__isnull=True, asked_at__gt=at - codes.LASTS
    )
    return newest.pk if may.update(tries=F("tries") + 1) else None


def check(who: Person | Staff, typed: str, *, nonce: str, at: datetime, network: str = "") -> bool:
    """Whether ``typed`` is the code last sent to ``who``: once, within ten minutes, five tries, in the browser that asked.

    The log tells that it was tried from ``network``, and how it went.
    """
    with transaction.atomic():
        pk = _counted(who, nonce, at)
    text = codes.typed(typed)
    if pk is None or not any(_right(kid, pk, nonce, text) for kid, _ in keyring.ring()):
        alarms.sound("code_refused", network=network or "-", whose=_whose(who))
        return False
    alarms.sound("code_right", network=network or "-", whose=_whose(who))
    return bool(CodeRequest.objects.filter(pk=pk, used_at__isnull=True).update(used_at=at))


def _whose(who: Person | Staff) -> str:
    return f"{'person' if isinstance(who, Person) else 'staff'}:{who.pk}"


def _right(kid: int, pk: UUID, nonce: str, text: str) -> bool:
    key = keyring.key(LABEL, kid)
    return key is not None and codes.matches(key, pk, codes.nonce_hash(nonce), text)


def forget(at: datetime) -> int:
    """Take requests away that no limit counts any more."""
    return CodeRequest.objects.filter(asked_at__lte=at - timedelta(days=1)).delete()[0]
