"""Answers to meetings, as other programs read them."""

from uuid import UUID

from stormoede.api.core import shapes
from stormoede.api.queries.sessions import known
from stormoede.api.queries.wanted import Wanted, page
from stormoede.meetings.models import Registration


def listing(wanted: Wanted) -> list[tuple[UUID, shapes.Answer]]:
    """A page of answers. One statement."""
    found = Registration.objects.filter(meeting__in=known()).select_related("meeting__track__round")
    if wanted.since is not None:
        found = found.filter(answered_at__gte=wanted.since)
    return [(answer.pk, _told(answer)) for answer in page(found, wanted)]


def _told(answer: Registration) -> shapes.Answer:
    track = answer.meeting.track
    return shapes.Answer(
        id=answer.pk,
        round=track.round.key,
        track=track.key,
        person=answer.person_id,
        standing=_standing(answer),
        session=answer.seat_id,
        wish=answer.wish_id,
        answered_at=answer.answered_at,
    )


def _standing(answer: Registration) -> shapes.Standing:
    if answer.cannot:
        return shapes.Standing.CANNOT
    if answer.wish_id is not None:
        return shapes.Standing.ASKING if answer.asks else shapes.Standing.WAITING
    return shapes.Standing.COMING if answer.seat_id is not None else shapes.Standing.NONE
