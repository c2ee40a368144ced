"""The rounds of other associations that ship, played as far as an answer: no line of code is theirs."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormoede.accounts import actors
from stormoede.contributions import paper
from stormoede.contributions.actions import handing_in
from stormoede.contributions.models import Questionnaire, Version
from stormoede.contributions.paper import Copy
from stormoede.contributions.queries import gathered, places
from stormoede.contributions.queries import questionnaires as asking
from stormoede.contributions.queries.places import Visitor
from stormoede.contributions.tests import house
from stormoede.documents.files import FORMS
from stormoede.members.actions import denmark
from stormoede.members.models import Body
from stormoede.passages.core.kinds import Basis
from stormoede.rounds import files
from tests.house import tree

pytestmark = pytest.mark.django_db
ROUNDS = Path(tree.TOP) / "rounds"
AT = datetime(2025, 10, 20, 10, tzinfo=UTC)


def load(key):
    return files.load((ROUNDS / f"{key}.toml").read_text(encoding="utf-8"), by=house.BY, at=house.AT)


def send(found, who, body, **values):
    draft = house.begin(found, who, body)
    for name, value in values.items():
        house.write(draft, who, name.replace("__", "."), value)
    here = places.place(found, str(body.pk) if body else "egen", Visitor(who, AT.date()))
    return handing_in.hand_in(here, who, Basis.INTERNAL, by=actors.person(who), at=AT)


def document(round):
    told = gathered.gather(round, AT.date())
    made = FORMS["txt"].write(paper.document(told, Copy(1, "Karsten Dalby", AT, notes=False)))
    return " ".join(made.decode("utf-8-sig").split())


def test_a_unions_demands_are_ranked_and_its_joint_answers_counted_by_heads():
    round = load("krav26")
    found = asking.of_round(round).get()
    body = house.council()
    mette, ib = house.seat("Mette Overgaard", body), house.seat("Ib Krogh", body)
    send(found, mette, None, krav__1="Højere løn", krav__2="Seniordage", hvem="Klubben på Nordhøj", hoveder="1.250")
    send(found, ib, None, krav__1="Ret til fuld tid", krav__2="højere  løn", hoveder="1")
    said = document(round)
    assert "Det, flere end én har valgt" in said
    assert "Valgt: Højere løn Af hvor mange: 2 Heraf som nummer ét: 1" in said
    assert "Valgt: Seniordage" not in said
    assert "Hvem: Tilsammen Svar: 1.251 medlemmer" in said


def test_a_joint_answer_without_its_head_count_is_not_taken():
    found = asking.of_round(load("krav26")).get()
    who = house.seat("Mette Overgaard", house.council())
    with pytest.raises(handing_in.NotReady) as refused:
        send(found, who, None, krav__1="Højere løn", hoveder="0")
    assert set(refused.value.faults) == {"hoveder"}


def test_the_booklet_is_answered_with_a_resolution_and_gathered_by_the_region():
    denmark.load(by=house.BY, at=house.AT)
    round = load("taet-paa")
    answers, synthesis = asking.of_round(round)
    council = Body.objects.get(kind="council", organisation__code="0430")
    lone = house.seat("Lone Friis", council, "secretary")
    resolution = {"decision__date": "2025-10-13", "decision__reference": "Punkt 7", "decision__for": "20"}
    with pytest.raises(handing_in.NotReady) as refused:
        send(answers, lone, council, foerst__1="Færre regler")
    assert set(refused.value.faults) == {"decision.date", "decision.reference"}
    for name, value in resolution.items():
        house.write(house.begin(answers, lone, council), lone, name.replace("__", "."), value)
    here = places.place(answers, str(council.pk), Visitor(lone, AT.date()))
    assert asking.deadlines(answers, AT.date()).of(council) == datetime(2025, 11, 10, 11, tzinfo=UTC)
    handing_in.hand_in(here, lone, Basis.INTERNAL, by=actors.person(lone), at=AT)
    region = Body.objects.get(kind="regional_council", group__name="KKR Syddanmark")
    chair = house.seat("Ulla Stokholm", region, "chair")
    send(synthesis, chair, region, faelles="21 af 22 kommuner vil beholde hjemmeplejen.")
    assert Version.objects.count() == 2
    assert Questionnaire.objects.filter(track__round=round).count() == 2
    said = document(round)
    assert "20 for, 0 imod, 0 undlod" in said
    assert "21 af 22 kommuner" in said
