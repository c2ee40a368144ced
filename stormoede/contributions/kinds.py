"""The kind of track called "contributions": numbered questions to councils, regional councils and members, with a deadline."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from stormoede.contributions.actions import questionnaires
from stormoede.contributions.core import plans, questions
from stormoede.contributions.core.decisions import Asked
from stormoede.contributions.core.plans import Late, Plan
from stormoede.contributions.core.questions import Kind
from stormoede.contributions.core.questions import Question as Asks
from stormoede.contributions.models import Questionnaire, Version
from stormoede.contributions.queries import questionnaires as queries
from stormoede.contributions.refusals import PlanRefused
from stormoede.events.actor import Actor
from stormoede.lib import words
from stormoede.members.models import Group, Mandate, Person
from stormoede.rounds import following
from stormoede.rounds.core.facts import TEXT
from stormoede.rounds.core.instants import to_local
from stormoede.rounds.core.tables import Problem, Reader, twice
from stormoede.rounds.kinds import DueDate, Facts, Table
from stormoede.rounds.models import Round, Track
from stormoede.rounds.refusals import FileRefused

KIND = "contributions"
_FIELDS = {"da": ("titel", "tekst", "frist", "fristdag"), "en": ("title", "text", "deadline", "deadline_day")}
_TITLE = 300


class Contributions:
    """Answers rounds/kinds.py for contributions."""

    def load(self, track: Track, table: Table, *, by: Actor, at: datetime) -> None:
        """Make the questionnaire the table says. Raises Unreadable or FileRefused."""
        reader, zone = Reader(table), track.round.time_zone
        plan = _read_plan(reader, zone, table)
        deadlines = _read_deadlines(reader, zone)
        asked = [_read_question(one) for one in reader.tables("questions")]
        for number, name in twice(one.key for one in asked):
            reader.fault(f"questions[{number}].key", Problem.TWICE, name=name)
        reader.done()
        try:
            questionnaires.make(track, plan, asked, deadlines, by=by, at=at)
        except PlanRefused as refused:
            fault = refused.faults[0]
            place = fault.field if fault.question is None else f"questions[{fault.question}].{fault.field}"
            raise FileRefused(place, refused.sentences[0]) from refused

    def dump(self, track: Track) -> dict[str, Any]:
        """The table ``load`` would read."""
        found, zone = _questionnaire(track), track.round.time_zone
        plan = queries.plan_of(found)
        table: dict[str, Any] = {
            "deadline": to_local(plan.deadline, zone),
            "late": plan.late.value,
            "bodies": list(plan.bodies),
            "own_views": plan.own_views,
            "decision": plan.decision.value,
        }
        own = [{"region": one.group.name, "deadline": to_local(one.deadline, zone)} for one in found.deadlines.all()]
        table |= {"deadlines": own} if own else {}
        return table | {"questions": [_dump_question(asks) for _row, asks in queries.questions(found)]}

    def copy(self, track: Track, to: Round, *, by: Actor, at: datetime) -> None:
        """The same questions in the next year, the deadlines on the same weekdays off the holidays."""
        found, zone = _questionnaire(track), track.round.time_zone
        old = queries.plan_of(found)
        plan = Plan(
            following.moment(old.deadline, zone, earlier=True), old.bodies, old.own_views, old.decision, old.late
        )
        own = {one.group_id: following.moment(one.deadline, zone, earlier=True) for one in found.deadlines.all()}
        asked = [asks for _row, asks in queries.questions(found)]
        questionnaires.make(Track.objects.get(round=to, key=track.key), plan, asked, own, by=by, at=at)

    def dates(self, track: Track) -> Sequence[DueDate]:
        """The deadline, and those of single regions, in the order of time."""
        found = queries.whole(Questionnaire.objects.filter(track=track)).first()
        if found is None:
            return ()
        told = [
            DueDate(
                found.deadline, f"{track.key}.deadline", _("The deadline for sending in passes"), detail=track.title
            )
        ]
        told += [
            DueDate(
                one.deadline,
                f"{track.key}.deadline.{one.group.code.lower()}",
                _("The deadline for sending in passes"),
                detail=one.group.name,
            )
            for one in found.deadlines.all()
        ]
        return sorted(told, key=lambda due: (due.at, due.key))

    def facts(self, track: Track, language: str) -> Facts:
        """``<key>.titel``, ``<key>.tekst``, ``<key>.frist`` and ``<key>.fristdag``; in English title, text, deadline, deadline_day."""
        found = Questionnaire.objects.filter(track=track).first()
        if found is None:
            return Facts({})
        zone = track.round.time_zone
        day = words.day(words.local_day(found.deadline, zone), language)
        values = (track.title, track.text, words.moment(found.deadline, zone, language), day)
        names = _FIELDS.get(language, _FIELDS["en"])
        return Facts(
            {f"{track.key}.{name}": value for name, value in zip(names, values, strict=True)},
            answers=True,
            deadline=found.deadline,
        )

    def answered(self, track: Track) -> QuerySet[Person]:
        """Those who sent their own view, and all who sit in a body that has sent in, or write for it."""
        sent = Version.objects.filter(contribution__questionnaire__track=track)
        bodies = sent.filter(contribution__body__isnull=False)
        seats = Q(body__in=bodies.values("contribution__body")) | Q(
            role=Mandate.Role.SECRETARY, body__organisation__in=bodies.values("contribution__body__organisation")
        )
        people = Mandate.objects.filter(seats).values("person_id")
        return Person.objects.filter(Q(pk__in=sent.values("contribution__person")) | Q(pk__in=people))

    def due(self, track: Track, *, at: datetime) -> int:
        """Nothing is made due here; reminders are the letters' business."""
        return 0


def _questionnaire(track: Track) -> Questionnaire:
    return queries.whole(Questionnaire.objects.filter(track=track)).get()


def _read_plan(reader: Reader, zone: str, table: Table) -> Plan:
    bodies = reader.texts("bodies", limit=40) if "bodies" in table else ["council"]
    for number, name in enumerate(bodies):
        if name not in plans.BODIES:
            reader.fault(f"bodies[{number}]", Problem.NOT_CHOICE, choices=", ".join(plans.BODIES))
    decision = reader.choice("decision", list(Asked), default=Asked.OPTIONAL.value)
    late = reader.choice("late", list(Late), default=Late.ACCEPT.value)
    return Plan(
        deadline=reader.moment("deadline", zone),
        bodies=tuple(bodies),
        own_views=reader.flag("own_views", True),
        decision=Asked(decision) if decision in list(Asked) else Asked.OPTIONAL,
        late=Late(late) if late in list(Late) else Late.ACCEPT,
    )


def _read_deadlines(reader: Reader, zone: str) -> dict[int, datetime]:
    found = {}
    for one in reader.tables("deadlines"):
        name = one.text("region", limit=120)
        group = Group.objects.filter(name=name).order_by("kind").first()
        if name and group is None:
            one.fault("region", Problem.UNKNOWN, near="")
        moment = one.moment("deadline", zone)
        one.close()
        if group is not None:
            found[group.pk] = moment
    return found


def _read_question(reader: Reader) -> Asks:
    key = reader.key("key")
    if key in questions.RESERVED:
        reader.fault("key", Problem.RESERVED, name=key)
    told = reader.choice("kind", list(Kind), default=Kind.TEXT.value)
    kind = Kind(told) if told in list(Kind) else Kind.TEXT
    asks = Asks(
        key=key,
        title=reader.text("title", limit=_TITLE),
        kind=kind,
        help=reader.text("help", limit=TEXT, default=""),
        required=reader.flag("required", False),
        own=reader.flag("own", True),
        **{name: _read_spec(reader, kind, name) for name in plans.SPEC[kind]},
    )
    reader.close()
    return asks


def _read_spec(reader: Reader, kind: Kind, name: str) -> Any:  # noqa: ANN401 - a number, a text or a mark, by name
    default = plans.default(kind, name)
    match name:
        case "top" | "least" | "most":
            return reader.number(name, default=default, most=1_000_000_000)
        case "options":
            return tuple(reader.texts(name, limit=questions.LINE_LIMIT))
        case "free":
            return reader.flag(name, default)
        case _:
            return reader.text(name, limit=120, default="")


def _dump_question(asks: Asks) -> dict[str, Any]:
    table: dict[str, Any] = {"key": asks.key, "title": asks.title}
    table |= {"kind": asks.kind.value} if asks.kind is not Kind.TEXT else {}
    table |= {"help": asks.help} if asks.help else {}
    table |= {"required": True} if asks.required else {}
    table |= {} if asks.own else {"own": False}
    kept = {name: value for name, value in plans.spec(asks).items() if value not in ("", [])}
    default = {name: plans.default(asks.kind, name) for name in kept}
    return table | {name: value for name, value in kept.items() if value != default[name]}
