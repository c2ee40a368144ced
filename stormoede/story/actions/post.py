"""Bringing the mails that invented members write, through the code that keeps real ones."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from stormoede.mail import bytes as mail_bytes
from stormoede.mail import queries as mails
from stormoede.mail.actions import incoming
from stormoede.meetings import replies
from stormoede.meetings.models import Registration
from stormoede.members.models import Person
from stormoede.rounds.models import Round
from stormoede.story.core.post import POSTS, About, Kind, Post, raw


def bring(after: datetime, until: datetime) -> None:
    """Bring what was written in the time after ``after`` and up to ``until``."""
    now = [post for post in POSTS if after < post.at <= until]
    round = Round.objects.filter(key="oea26").first() if now else None
    if round is None:
        return
    writers = {person.number: person for person in Person.objects.filter(number__in=[post.number for post in now])}
    for post in now:
        writer = writers.get(post.number)
        if writer is None or not writer.email:
            continue
        about = _about(post, writer)
        if about is not None or post.kind is Kind.WRITTEN:
            incoming.receive(raw(post, writer.name, writer.email, round.mailbox, about), at=post.at)


def _about(post: Post, writer: Person) -> About | None:
    """What of ours the mail speaks of; None where the one at the keyboard has let things go another way."""
    match post.kind:
        case Kind.RETURNED:
            letter = mails.latest_to(str(writer.pk))
            return About(mail_bytes.message_id(letter.mark).strip("<>")) if letter else None
        case Kind.DECLINED:
            answered = Registration.objects.filter(person=writer, seat__isnull=False).first()
            entry = replies.last_entry(answered) if answered else None
            return (
                About(f"{answered.uid}@{urlsplit(settings.ORIGIN).hostname}", entry.sequence)
                if answered and entry
                else None
            )
    return None
