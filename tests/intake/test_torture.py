"""Every mail of the torture folder ends in exactly one right state, read by a real child."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from stormoede.contributions import reading
from stormoede.contributions.models import Submission
from stormoede.contributions.queries.standing import name_of
from stormoede.contributions.tests import house
from stormoede.intake.core import kinds
from stormoede.mail.actions import incoming
from stormoede.mail.models import Message
from stormoede.members.models import Body, Person
from stormoede.passages.core import cutting
from stormoede.rounds.models import Round
from tests import cast
from tests.intake.letters import BOX

AT = datetime(2025, 4, 11, 9, tzinfo=UTC)
COUNCILS = {
    "420": "Assens",
    "450": "Nyborg",
    "575": "Vejen",
    "169": "Høje-Taastrup",
    "751": "Aarhus",
    "430": "Faaborg-Midtfyn",
}
SITTING = (("Gitte Rask", "430", "faaborg-midtfyn"), ("Ib Krogh", "420", "assens"), ("Bo Dahl", "450", "nyborg"))


@pytest.fixture
def world(db, settings):
    settings.MAIL_DOMAIN = "svar.kl.example"
    house.questionnaire()
    Round.objects.update(mailbox=BOX)
    for code, name in COUNCILS.items():
        house.council(code, name)
    for name, code, domain in SITTING:
        who = house.seat(name, Body.objects.get(organisation__code=code, kind="council"), "mayor")
        Person.objects.filter(pk=who.pk).update(email=f"{name.lower().replace(' ', '.')}@{domain}.example")
    for name in ("Eva Holm", "Per Lund"):
        place = Body.objects.get(organisation__code="450", kind="council")
        who = house.seat(name, place)
        Person.objects.filter(pk=who.pk).update(email="post@nyborg.example")
    cast.person("Anna Vest", email="anna@x.example", organisation=None)


@pytest.fixture(scope="module")
def cases():
    """Made when they are asked for: packing the bombs among them takes two seconds of each process that only collects tests."""
    from tests.intake.cases import CASES

    return CASES


def end(case) -> list[str]:
    """What is not as the table has it."""
    row = incoming.receive(case.raw, at=AT)
    assert row is not None
    incoming.run(at=AT)
    row.refresh_from_db()
    if row.claim != case.claim or bytes(row.raw) != case.raw:
        return [f"claim {row.claim}/{row.verdict}"]
    if case.claim != "contribution":
        return [] if not Submission.objects.exists() and not Message.objects.exists() else ["something was made of it"]
    reading.run(at=AT)
    found = Submission.objects.get()
    readings = list(found.readings.all())
    taken = "\n\n".join(one.words for one in readings if one.taken)
    told = {
        "state": (found.state, case.state),
        "rule": (found.rule, case.rule),
        "councils": (tuple(name_of(one.body) for one in found.backers.all()), case.councils),
        "files": (tuple(one.state for one in readings if one.kind != kinds.MAIL), case.files),
        "has": (case.has in taken, True),
        "lacks": (bool(case.lacks) and case.lacks in taken, False),
        "kept as it stands": ([one.words for one in readings if cutting.clean(one.words) != one.words], []),
        "acknowledged": (Message.objects.filter(kind="contributions.acknowledged").count(), int("noreply" not in row.sender)),
    }  # fmt: skip
    return [f"{what}: {was!r}, not {should!r}" for what, (was, should) in told.items() if was != should]


def test_there_are_enough_and_each_kind_is_there(cases):
    assert len(cases) >= 60


@pytest.mark.long
def test_each_ends_in_one_right_state(world, cases):
    wrong = {}
    for name, case in cases.items():
        with transaction.atomic():
            if fault := end(case):
                wrong[name] = fault
            transaction.set_rollback(True)
    assert not wrong, "\n".join(f"{name}: {fault}" for name, fault in wrong.items())
