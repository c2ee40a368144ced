"""On whose behalf the lower rooms write: the round a link is for, or else the newest."""

from django.conf import settings

from stormoede.accounts.senders import Sender
from stormoede.rounds.models import Round


def of_subject(subject: str) -> Sender | None:
    """The sender of the round in ``subject`` ("round:oea26", "council:430:oea26"), of the newest round, or None."""
    rounds = Round.objects.order_by("-starts_on", "-pk")
    round = rounds.filter(key=subject.rpartition(":")[2]).first() or rounds.first()
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
