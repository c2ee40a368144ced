"""The kind of track called "deliberations": councils or regional councils discuss a matter, with a deadline a region."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date as day
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stormoede.deliberations import answers, queries
from stormoede.deliberations.actions import matters
from stormoede.deliberations.core.plans import CASE, MOST_QUESTIONS, QUESTION, Plan
from stormoede.deliberations.core.standings import Standing
from stormoede.deliberations.models import Matter
from stormoede.deliberations.refusals import MatterRefused
from stormoede.events.actor import Actor
from stormoede.lib import words
from stormoede.members.models import Person
from stormoede.rounds import following
from stormoede.rounds import queries as rounds
from stormoede.rounds.core.facts import LINE
from stormoede.rounds.core.instants import to_local
from stormoede.rounds.core.tables import Problem, Reader
from stormoede.rounds.kinds import Choice, DueDate, Facts, Table
from stormoede.rounds.models import Round, Track
from stormoede.rounds.refusals import FileRefused

_LETTER = 60
_REGION = 20
_FIELDS = {
    "da": ("titel", "tekst", "hvornår", "frist", "fristdag"),
    "en": ("title", "text", "when", "deadline", "deadline_day"),
}


class Deliberations:
    """Answers rounds/kinds.py for deliberations."""

    def load(self, track: Track, table: Table, *, by: Actor, at: datetime) -> None:
        """Make the matter the table says. Raises Unreadable or FileRefused."""
        reader = Reader(table)
        plan = _read(reader, track.round.time_zone)
        reader.done()
        try:
            matters.make(track, plan, by=by, at=at)
        except MatterRefused as refused:
            place = f"regions[{refused.faults[0].number}].region"
            raise FileRefused(place, refused.sentences[0]) from refused

    def dump(self, track: Track) -> dict[str, Any]:
        """The table ``load`` would read."""
        return _table(matters.plan_of(_matter(track)), track.round.time_zone)

    def copy(self, track: Track, to: Round, *, by: Actor, at: datetime) -> None:
        """The same matter with its text and questions, its deadlines a year later."""
        plan, zone, old = matters.plan_of(_matter(track)), track.round.time_zone, track.round
        new = Track.objects.select_related("round").get(round=to, key=track.key)
        moved = replace(
            plan,
            deadline=following.moment(plan.deadline, zone, earlier=True),
            case=following.told(plan.case, old, to),
            questions=tuple(following.told(question, old, to) for question in plan.questions),
            regions=tuple((region, following.moment(due, zone, earlier=True)) for region, due in plan.regions),
        )
        matters.make(new, moved, by=by, at=at)

    def dates(self, track: Track) -> Sequence[DueDate]:
        """The deadline for all, and each region's own."""
        matter = Matter.objects.filter(track=track).prefetch_related("regions").first()
        if matter is None:
            return ()
        names = queries.region_names() if matter.regions.all() else {}
        due = _("Input is due: %(track)s") % {"track": track.title}
        found = [DueDate(matter.deadline, f"{track.key}.deadline", due)]
        for one in queries.own_deadlines(matter):
            name = names.get(one.region, one.region)
            found.append(DueDate(one.deadline, f"{track.key}.deadline.{one.region}", due, detail=name))
        return sorted(found, key=lambda date: (date.at, date.key))

    def facts(self, track: Track, language: str) -> Facts:
        """``<key>.titel``, ``tekst``, ``hvornår``, ``frist`` and ``fristdag``; in English title, text, when, deadline …"""
        matter = Matter.objects.filter(track=track).first()
        if matter is None:
            return Facts({})
        zone = track.round.time_zone
        told = words.moment(matter.deadline, zone, language)
        due_day = words.day(words.local_day(matter.deadline, zone), language)
        values = (track.title, track.text, rounds.when(track), told, due_day)
        names = _FIELDS.get(language, _FIELDS["en"])
        fields = {f"{track.key}.{name}": value for name, value in zip(names, values, strict=True)}
        first = min([matter.deadline, *queries.deadlines(matter).values()])
        return Facts(fields, answers=True, deadline=first)

    def answered(self, track: Track) -> QuerySet[Person]:
        """Everybody in bodies where something has happened, and their municipalities' secretaries."""
        matter = Matter.objects.filter(track=track).select_related("track__round").first()
        if matter is None:
            return Person.objects.none()
        # A day that has passed is no less of an answer, so any moment will do.
        begun = queries.standing_at(matter, set(Standing) - {Standing.NONE}, at=matter.deadline)
        on = words.local_day(matter.deadline, track.round.time_zone)
        return queries.people(matter, begun, on=on)

    def answers(self, track: Track, language: str) -> Sequence[Choice]:
        """What an audience can be made of."""
        return answers.choices(language)

    def who(self, track: Track, key: str, on: day) -> QuerySet[Person]:
        """Those whose body stands so."""
        return answers.who(track, key, on)

    def due(self, track: Track, *, at: datetime) -> int:
        """Nothing: where a discussion stands is derived, and reminders are letters."""
        return 0


def _matter(track: Track) -> Matter:
    return Matter.objects.select_related("track__round").prefetch_related("regions").get(track=track)


def _read(reader: Reader, zone: str) -> Plan:
    questions = reader.texts("questions", limit=QUESTION)
    if len(questions) > MOST_QUESTIONS:
        reader.fault("questions", Problem.TOO_LONG, length=len(questions), limit=MOST_QUESTIONS)
    return Plan(
        bodies=reader.choice("bodies", Matter.Bodies.values),
        deadline=reader.moment("deadline", zone),
        when=reader.text("when", limit=LINE, default=""),
        letter=reader.text("letter", limit=_LETTER, default=""),
        case=reader.text("case", limit=CASE, default=""),
        questions=tuple(questions),
        regions=tuple(_read_region(one, zone) for one in reader.tables("regions")),
    )


def _read_region(reader: Reader, zone: str) -> tuple[str, datetime]:
    read = reader.text("region", limit=_REGION), reader.moment("deadline", zone)
    reader.close()
    return read


def _table(plan: Plan, zone: str) -> dict[str, Any]:
    table: dict[str, Any] = {
        "bodies": plan.bodies,
        "when": plan.when,
        "deadline": to_local(plan.deadline, zone),
        "letter": plan.letter,
        "case": plan.case,
        "questions": list(plan.questions),
        "regions": [{"region": region, "deadline": to_local(deadline, zone)} for region, deadline in plan.regions],
    }
    return {key: value for key, value in table.items() if value not in ("", [])}
