"""The kind of track called "talks": speakers go out to councils from one day to another, to those who ask in time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stormoede.events.actor import Actor, system
from stormoede.lib import words
from stormoede.members.models import Person
from stormoede.rounds import following
from stormoede.rounds import queries as rounds
from stormoede.rounds.core.facts import LINE
from stormoede.rounds.core.instants import to_local
from stormoede.rounds.core.tables import Reader
from stormoede.rounds.kinds import DueDate, Facts, Table
from stormoede.rounds.models import Round, Track
from stormoede.rounds.refusals import FileRefused
from stormoede.talks.actions import notes, tours
from stormoede.talks.core.plans import LONGEST, TourPlan
from stormoede.talks.models import Talk, Tour
from stormoede.talks.queries import tours as queries
from stormoede.talks.refusals import FormRefused

BY = system("talks")
_FIELDS = {
    "da": ("titel", "tekst", "hvornår", "fra", "til", "frist", "fristdag"),
    "en": ("title", "text", "when", "from", "to", "deadline", "deadline_day"),
}


class Talks:
    """Answers rounds/kinds.py for talks."""

    def load(self, track: Track, table: Table, *, by: Actor, at: datetime) -> None:
        """Make the tour the table says. Raises Unreadable or FileRefused."""
        reader = Reader(table)
        plan = TourPlan(
            title=track.title,
            text=track.text,
            when=reader.text("when", limit=LINE, default=""),
            first=reader.day("first"),
            last=reader.day("last"),
            ask_by=reader.moment("ask_by", track.round.time_zone),
            minutes=reader.number("minutes", default=45, most=LONGEST),
        )
        reader.done()
        try:
            tours.make(track, plan, by=by, at=at)
        except FormRefused as refused:
            raise FileRefused(refused.faults[0].field, refused.sentences[0]) from refused

    def dump(self, track: Track) -> dict[str, Any]:
        """The table ``load`` would read."""
        tour, when = _tour(track), rounds.when(track)
        own: dict[str, Any] = {"when": when} if when else {}
        ask_by = to_local(tour.ask_by, track.round.time_zone)
        return {**own, "first": tour.first, "last": tour.last, "ask_by": ask_by, "minutes": tour.minutes}

    def copy(self, track: Track, to: Round, *, by: Actor, at: datetime) -> None:
        """The same tour a year later. Who goes out, and who asks, is the year's own."""
        tour, zone = _tour(track), track.round.time_zone
        new = Track.objects.select_related("round").get(round=to, key=track.key)
        first = following.day(tour.first)
        plan = TourPlan(
            title=new.title,
            text=new.text,
            when=rounds.when(track),
            first=first,
            last=max(first, following.day(tour.last, earlier=True)),
            ask_by=following.moment(tour.ask_by, zone, earlier=True),
            minutes=tour.minutes,
        )
        tours.make(new, plan, by=by, at=at)

    def dates(self, track: Track) -> Sequence[DueDate]:
        """Until when one may ask, and from when to when speakers go out."""
        tour = Tour.objects.filter(track=track).first()
        if tour is None:
            return ()
        zone = track.round.time_zone
        found = [
            DueDate(tour.ask_by, f"{track.key}.ask_by", _("Last day to ask for a speaker: %(track)s") % _named(track)),
            DueDate(
                rounds.midnight(tour.first, zone), f"{track.key}.first", _("Speakers go out: %(track)s") % _named(track),
                whole_day=True,
            ),
            DueDate(
                rounds.midnight(tour.last, zone), f"{track.key}.last", _("Last day of talks: %(track)s") % _named(track),
                whole_day=True,
            ),
        ]  # fmt: skip
        return sorted(found, key=lambda due: (due.at, due.key))

    def facts(self, track: Track, language: str) -> Facts:
        """``<key>.titel``, ``tekst``, ``hvornår``, ``fra``, ``til``, ``frist`` and ``fristdag``; in English title, text, when …"""
        tour = Tour.objects.filter(track=track).first()
        if tour is None:
            return Facts({})
        zone = track.round.time_zone
        values = (
            track.title,
            track.text,
            rounds.when(track),
            words.day(tour.first, language),
            words.day(tour.last, language),
            words.moment(tour.ask_by, zone, language),
            words.day(words.local_day(tour.ask_by, zone), language),
        )
        names = _FIELDS.get(language, _FIELDS["en"])
        fields = {f"{track.key}.{name}": value for name, value in zip(names, values, strict=True)}
        return Facts(fields, answers=True, deadline=tour.ask_by)

    def answered(self, track: Track) -> QuerySet[Person]:
        """Everybody who sits in a body that has asked."""
        return queries.asked(track.pk)

    def due(self, track: Track, *, at: datetime) -> int:
        """Talks that are over have been held, and their speakers are asked for notes."""
        over = Talk.objects.filter(request__tour__track=track, state=Talk.State.ACCEPTED, ends__lte=at)
        return notes.hold_talks(_tour(track), by=BY, at=at) if over.exists() else 0


def _tour(track: Track) -> Tour:
    return Tour.objects.select_related("track__round").get(track=track)


def _named(track: Track) -> dict[str, str]:
    return {"track": track.title}
