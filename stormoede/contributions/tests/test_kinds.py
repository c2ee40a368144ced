"""Questionnaires as a round's file tells them: other associations fit without code."""

import tomllib

import pytest

from stormoede.contributions.kinds import Contributions
from stormoede.contributions.models import Questionnaire
from stormoede.contributions.tests import house
from stormoede.contributions.tests.house import AT, BY
from stormoede.members.models import Group
from stormoede.rounds import kinds
from stormoede.rounds.actions import tracks
from stormoede.rounds.core.tables import Unreadable
from stormoede.rounds.models import Round
from stormoede.rounds.refusals import FileRefused
from stormoede.rounds.tests import makers

pytestmark = pytest.mark.django_db

# A debate booklet to every council: numbered questions, a resolution with vote and reference, a deadline a region.
BOOKLET = """
deadline = 2025-04-25 12:00:00
late = "closed"
bodies = ["council"]
own_views = false
decision = "required"
deadlines = [{ region = "KKR Nordjylland", deadline = 2025-04-11 12:00:00 }]

[[questions]]
key = "velfaerd"
title = "Hvordan skaffer vi hænder nok?"
required = true

[[questions]]
key = "enighed"
title = "Hvor enige er I?"
kind = "scale"
least = 0
most = 10
low = "Slet ikke"
high = "Helt"
"""
# A union's collection of demands: from members alone, a ranked top five, and a head count for joint answers.
UNION = """
deadline = 2025-05-02 23:59:59
late = "accept"
bodies = []
own_views = true
decision = "none"

[[questions]]
key = "krav"
title = "Jeres fem vigtigste krav"
kind = "ranked"
required = true
top = 5
options = ["Løn", "Arbejdstid", "Pension"]

[[questions]]
key = "hoveder"
title = "Hvor mange svarer I for?"
kind = "number"
unit = "medlemmer"
most = 5000
"""


def made(text, key="input"):
    Group.objects.get_or_create(
        kind="regional_council", code="nord", defaults={"name": "KKR Nordjylland", "sort_key": "n"}
    )
    round = Round.objects.first() or makers.make()
    track = tracks.append(round, key=key, kind="contributions", title="Input", text="", by=BY, at=AT)
    Contributions().load(track, tomllib.loads(text), by=BY, at=AT)
    return track


@pytest.mark.parametrize("text", [BOOKLET, UNION])
def test_what_is_loaded_is_what_is_dumped(text):
    assert Contributions().dump(made(text)) == tomllib.loads(text)


def test_the_union_hears_members_alone_with_a_ranked_five_and_a_head_count():
    track = made(UNION)
    found = house.asking.whole(Questionnaire.objects.filter(track=track)).get()
    who = house.seat("Mette Overgaard", house.council())
    draft = house.begin(found, who, None)
    for rank, words in enumerate(["Løn", "Tryghed", "Pension"], 1):
        house.write(draft, who, f"krav.{rank}", words)
    house.write(draft, who, "hoveder", "1.250")
    version = house.hand_in(found, who, None)
    assert [(one.position, one.number) for one in version.answers.all()] == [(1, None), (2, None), (3, None), (0, 1250)]
    assert list(Contributions().answered(track)) == [who]


def test_deadlines_stand_in_the_calendar_and_move_a_year_on():
    track = made(BOOKLET)
    assert [(due.detail, due.at.isoformat()[:16]) for due in Contributions().dates(track)] == [
        ("KKR Nordjylland", "2025-04-11T10:00"), ("Input", "2025-04-25T10:00"),
    ]  # fmt: skip
    assert Contributions().facts(track, "da").fields["input.fristdag"] == "fredag den 25. april"
    next_year = makers.make(
        "oea27",
        title="Næste",
        short="ØA27",
        starts_on=AT.date().replace(year=2026),
        ends_on=AT.date().replace(year=2026, month=9),
    )
    new = tracks.append(next_year, key="input", kind="contributions", title="Input", text="", by=BY, at=AT)
    kinds.of(track).copy(track, next_year, by=BY, at=AT)
    dates = Contributions().dates(new)
    assert [due.at.year for due in dates] == [2026, 2026]
    assert all(due.at.weekday() == 4 or due.at.weekday() < 5 for due in dates)
    assert Questionnaire.objects.get(track=new).questions.count() == 2


def test_a_council_that_has_sent_in_has_answered_for_its_members():
    track = made(UNION.replace("bodies = []", 'bodies = ["council"]'))
    found = house.asking.whole(Questionnaire.objects.filter(track=track)).get()
    body = house.council()
    lone, mette = house.seat("Lone Friis", body, "secretary"), house.seat("Mette Overgaard", body)
    assert not Contributions().answered(track).exists()
    house.handed_in(found, lone, body, krav__1="Løn")
    assert set(Contributions().answered(track)) == {lone, mette}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (('key = "hoveder"', 'key = "decision"'), "questions[1].key"),
        (('key = "hoveder"', 'key = "krav"'), "questions[1].key"),
        (('kind = "number"', 'kind = "guess"'), "questions[1].kind"),
        (("top = 5", "top = 5\nunit = 3"), "questions[0].unit"),
        (("bodies = []", 'bodies = ["board"]'), "bodies[0]"),
        (("deadline = 2025-05-02 23:59:59", ""), "deadline"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_place(change, where):
    with pytest.raises(Unreadable) as refused:
        made(UNION.replace(*change))
    assert where in {fault.where for fault in refused.value.faults}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (("most = 5000", "most = 0"), "questions[1].most"),
        (("own_views = true", "own_views = false"), "bodies"),
        (("top = 5", "top = 0"), "questions[0].top"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(change, where):
    with pytest.raises(FileRefused) as refused:
        made(UNION.replace(*change))
    assert [reason.where for reason in refused.value.reasons] == [where]
