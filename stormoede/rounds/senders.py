"""On whose behalf the lower rooms write: the round a link is for, or else the newest."""

from django.conf import settings

from stormoede.accounts.senders import Sender
from stormoede.mail import then
from stormoede.mail.models import Message
from stormoede.rounds.models import Round


def of_subject(subject: str, message: Message | None = None) -> Sender | None:
    """The sender of the round in ``subject`` ("round:oea26", "council:430:oea26"), of the newest round, or None.

    With ``message`` as it was when that was sent.
    """
    round = _round(subject.rpartition(":")[2], message)
    if round is None:
        return None
    return Sender(
        name=round.sender_name,
        address=settings.MAIL_FROM or round.mailbox,
        about=round.title,
        language=round.language,
        contact_name=round.contact_name,
        contact_email=round.contact_email,
        contact_phone=round.contact_phone,
        mailbox=round.mailbox,
    )


def _round(key: str, message: Message | None) -> Round | None:
    if message is not None and message.sent_before is not None:
        told = then.of([message], Round).rows(message, Round, Round.objects.in_bulk()).values()
        newest = sorted(told, key=lambda round: (round.starts_on, round.pk), reverse=True)
        return next((round for round in newest if round.key == key), newest[0] if newest else None)
    rounds = Round.objects.order_by("-starts_on", "-pk")
    return rounds.filter(key=key).first() or rounds.first()
