"""A small round with a questionnaire, and the people of one council, for this room's tests."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from stormoede.accounts import actors
from stormoede.contributions.actions import drafts, handing_in, questionnaires
from stormoede.contributions.actions.drafts import Conflict, Saved, Typed
from stormoede.contributions.core.plans import Plan
from stormoede.contributions.core.questions import Kind
from stormoede.contributions.core.questions import Question as Asks
from stormoede.contributions.models import Contribution, Questionnaire, Version
from stormoede.contributions.queries import places
from stormoede.contributions.queries import questionnaires as asking
from stormoede.contributions.queries.places import Place, Visitor
from stormoede.events.actor import system
from stormoede.members.models import Body, Mandate, Organisation, Person
from stormoede.passages.core.kinds import Basis
from stormoede.rounds.models import Round, Track
from stormoede.rounds.tests import makers
from tests import cast

BY = system("test")
AT = datetime(2025, 4, 10, 12, tzinfo=UTC)
DEADLINE = datetime(2025, 4, 25, 10, tzinfo=UTC)
TODAY = date(2025, 4, 10)
QUESTIONS = (
    Asks("vigtigst", "Det, der står klarest", Kind.RANKED, required=True, options=("Ældre", "Skoler")),
    Asks("situation", "Hvordan er situationen?"),
    Asks("pres", "Hvor svært?", Kind.SCALE, low="Let", high="Svært"),
    Asks("hoveder", "Hvor mange står bag?", Kind.NUMBER, least=0, most=10_000, unit="personer"),
    Asks("bilag", "Bilag", Kind.FILE, own=False),
)


def questionnaire(
    *, asked: Sequence[Asks] = QUESTIONS, deadlines: dict[int, datetime] | None = None, **plan: Any
) -> Questionnaire:
    round = Round.objects.first() or makers.make()
    track = Track.objects.create(
        round=round, key="input", kind="contributions", position=90, title="Input fra kommunalbestyrelserne"
    )
    made = questionnaires.make(track, Plan(DEADLINE, **plan), asked, deadlines or {}, by=BY, at=AT)
    return asking.whole(Questionnaire.objects.filter(pk=made.pk)).get()


def council(code: str = "430", name: str = "Faaborg-Midtfyn", seats: int = 25) -> Body:
    place = cast.organisation(code, name)
    Organisation.objects.filter(pk=place.pk).update(full_name=f"{name} Kommune", seats=seats)
    place.refresh_from_db()
    return Body.objects.get_or_create(kind="council", organisation=place, defaults={"name": "Kommunalbestyrelsen"})[0]


def seat(name: str, body: Body, role: str = "member") -> Person:
    who = cast.person(name, organisation=body.organisation)
    if role == "secretary":
        body = Body.objects.get_or_create(
            kind="administration", organisation=body.organisation, defaults={"name": "Forvaltningen"}
        )[0]
    Mandate.objects.create(person=who, body=body, role=role, valid_from=TODAY - timedelta(900))
    return who


def place(found: Questionnaire, who: Person, body: Body | None, *, secretary_of: str = "") -> Place | None:
    return places.place(found, str(body.pk) if body else "egen", Visitor(who, TODAY, secretary_of))


def begin(found: Questionnaire, who: Person, body: Body | None) -> Contribution:
    return drafts.begin(found, body, who, by=actors.person(who), at=AT)


def write(
    contribution: Contribution, who: Person, name: str, value: str, revision: int = 0, at: datetime = AT, **more: Any
) -> Saved | Conflict:
    sitting = places.sitting(contribution.pk, Visitor(who, TODAY), at)
    assert sitting is not None
    return drafts.save(sitting, Typed(name, value, revision, **more), by=actors.person(who), at=at)


def hand_in(
    found: Questionnaire, who: Person, body: Body | None, basis: Basis = Basis.INTERNAL, at: datetime = AT
) -> Version:
    here = place(found, who, body)
    assert here is not None
    return handing_in.hand_in(here, who, basis, by=actors.person(who), at=at)


def handed_in(found: Questionnaire, who: Person, body: Body | None, **values: str) -> Version:
    """A version with these values (dots in names written as two underscores)."""
    contribution = begin(found, who, body)
    for name, value in {"vigtigst.1": "Ældre", **{key.replace("__", "."): one for key, one in values.items()}}.items():
        known = contribution.fields.filter(name=name).first()
        write(contribution, who, name, value, known.revision if known else 0)
    return hand_in(found, who, body)
