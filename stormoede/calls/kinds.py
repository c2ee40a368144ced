"""The kind of track called "call": a meeting at short notice. In a round's file it is one that nobody has been told of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet

from stormoede.calls import queries
from stormoede.calls.actions import calls
from stormoede.calls.core.plans import LENGTH_MINUTES, LONGEST_MINUTES, CallPlan
from stormoede.events.actor import Actor
from stormoede.meetings.models import Meeting, Session
from stormoede.meetings.refusals import MeetingRefused
from stormoede.members.models import Audience, Person
from stormoede.rounds.core.instants import to_local
from stormoede.rounds.core.tables import Problem, Reader
from stormoede.rounds.kinds import DueDate, Facts, Table
from stormoede.rounds.models import Round, Track
from stormoede.rounds.refusals import FileRefused


class Calls:
    """Answers rounds/kinds.py for calls."""

    def load(self, track: Track, table: Table, *, by: Actor, at: datetime) -> None:
        """Make the call without telling anybody: that is pressed on its page."""
        reader = Reader(table)
        audiences = dict(Audience.objects.values_list("key", "pk"))
        audience = reader.key("audience")
        if audience and audience not in audiences:
            reader.fault("audience", Problem.UNKNOWN, near="")
        plan = CallPlan(
            track.title,
            track.text,
            reader.moment("starts", track.round.time_zone),
            reader.number("minutes", default=LENGTH_MINUTES, most=LONGEST_MINUTES),
            reader.text("platform", limit=60, default=""),
            reader.text("join_url", limit=2000, default=""),
        )
        reader.done()
        try:
            calls.attach(track, audiences[audience], plan, uuid4(), by=by, at=at)
        except MeetingRefused as refused:
            raise FileRefused(refused.faults[0].field, refused.sentences[0]) from refused

    def dump(self, track: Track) -> dict[str, Any]:
        """The table ``load`` would read."""
        meeting = _meeting(track)
        date = meeting.sessions.all()[0]
        table: dict[str, Any] = {
            "audience": meeting.audience.key,
            "starts": to_local(date.starts, track.round.time_zone),
            "minutes": int((date.ends - date.starts).total_seconds() // 60),
            "platform": meeting.platform,
            "join_url": date.join_url,
        }
        return {key: value for key, value in table.items() if value != ""}

    def copy(self, track: Track, to: Round, *, by: Actor, at: datetime) -> None:
        """A call belongs to its day; the next year has its own."""
        calls.leave(Track.objects.get(round=to, key=track.key))

    def dates(self, track: Track) -> Sequence[DueDate]:
        """When it is held."""
        dates = Session.objects.filter(meeting__track=track, cancelled_at__isnull=True).select_related("meeting")
        return [
            DueDate(
                date.starts, f"{track.key}.date.{date.slug}", track.title, ends=date.ends, detail=date.meeting.platform
            )
            for date in dates
        ]

    def facts(self, track: Track, language: str) -> Facts:
        """No letter tells of a call: it tells of itself."""
        return Facts({})

    def answered(self, track: Track) -> QuerySet[Person]:
        """Everybody who has said yes, no, or sent a deputy."""
        return queries.answered(track.pk)

    def due(self, track: Track, *, at: datetime) -> int:
        """Nothing waits for the clock: a call goes out at once."""
        return 0


def _meeting(track: Track) -> Meeting:
    return Meeting.objects.select_related("audience").get(track=track)
