"""Dates of meetings, as other programs read them."""

from django.db.models import BigIntegerField, Q, QuerySet

from stormoede.api.core import shapes
from stormoede.api.queries.wanted import Wanted, changed, page
from stormoede.calls.models import Call
from stormoede.meetings.models import Meeting, Session


def known() -> QuerySet[Meeting]:
    """Every meeting but the calls that nobody has been sent yet."""
    return Meeting.objects.exclude(pk__in=Call.objects.filter(called_at__isnull=True).values("meeting"))


def listing(wanted: Wanted) -> list[tuple[int, shapes.Session]]:
    """A page of dates. One statement."""
    found = Session.objects.filter(meeting__in=known()).select_related("meeting__track__round")
    if wanted.since is not None:
        about = {kind: changed(kind, wanted.since, to=BigIntegerField) for kind in ("session", "meeting", "call")}
        calls = Call.objects.filter(pk__in=about["call"]).values("meeting")
        found = found.filter(Q(pk__in=about["session"]) | Q(meeting__in=about["meeting"]) | Q(meeting__in=calls))
    return [(session.pk, _told(session)) for session in page(found, wanted)]


def _told(session: Session) -> shapes.Session:
    track = session.meeting.track
    return shapes.Session(
        id=session.pk,
        round=track.round.key,
        track=track.key,
        kind=track.kind,
        starts=session.starts,
        ends=session.ends,
        town=session.town or None,
        place=session.place or None if session.town else None,
        capacity=session.capacity,
        taken=session.taken,
        deadline=session.meeting.deadline,
        cancelled_at=session.cancelled_at,
    )
