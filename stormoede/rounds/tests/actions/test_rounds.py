"""Making, editing and deleting rounds; two who edit at once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from stormoede.events.models import Event
from stormoede.rounds import queries
from stormoede.rounds.actions import rounds
from stormoede.rounds.core.facts import Signature
from stormoede.rounds.kinds import DueDate
from stormoede.rounds.models import Round
from stormoede.rounds.refusals import DatesDisordered, EditedMeanwhile, RoundExists, RoundInUse
from stormoede.rounds.tests.makers import AT, BY, FACTS, Told, known, make, track
from tests import cast

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


def acts() -> list[tuple[str, str]]:
    return list(Event.objects.order_by("id").values_list("act", "subject"))


def test_a_round_is_made_with_its_facts_and_an_event_without_names() -> None:
    round = make()
    assert queries.facts(Round.objects.get(key="oea26")) == FACTS
    assert acts() == [("round.made", "round:oea26")]
    assert Event.objects.get().data == {}
    assert round.edit_number == 0


def test_a_key_is_used_once() -> None:
    make()
    with pytest.raises(RoundExists):
        make(title="En anden")
    assert Round.objects.get().title == FACTS.title


def test_the_database_keeps_the_end_after_the_beginning() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make(ends_on=date(2025, 2, 6))


def test_an_edit_writes_everything_and_counts() -> None:
    round = make()
    changed = replace(FACTS, short="ØA 26", signatories=(Signature("Lone Winther", "næstformand"),), letterhead=())
    rounds.edit(round, changed, edit_number=0, by=BY, at=LATER)
    fresh = Round.objects.get()
    assert queries.facts(fresh) == changed
    assert (fresh.edit_number, fresh.edited_at) == (1, LATER)
    assert acts()[-1] == ("round.edited", "round:oea26")


def test_a_second_desk_is_told_and_overwrites_nothing() -> None:
    mine, theirs = make(), Round.objects.get()
    rounds.edit(theirs, replace(FACTS, title="Deres"), edit_number=0, by=BY, at=LATER)
    with pytest.raises(EditedMeanwhile):
        rounds.edit(mine, replace(FACTS, title="Min"), edit_number=0, by=BY, at=LATER)
    assert Round.objects.get().title == "Deres"
    assert [act for act, _ in acts()] == ["round.made", "round.edited"]


def test_a_round_cannot_shrink_away_from_its_dates() -> None:
    evening = DueDate(datetime(2025, 4, 3, 17, tzinfo=UTC), "t.date", "Stormøde")
    with known(told=Told([evening])):
        round = make()
        track(round, "stormoeder")
        with pytest.raises(DatesDisordered) as raised:
            rounds.edit(round, replace(FACTS, ends_on=date(2025, 4, 2)), edit_number=0, by=BY, at=LATER)
        assert len(raised.value.sentences) == 1
        assert "Stormøde" in str(raised.value)
        assert Round.objects.get().ends_on == FACTS.ends_on
        assert Round.objects.get().edit_number == 0
        rounds.edit(Round.objects.get(), replace(FACTS, ends_on=date(2025, 4, 3)), edit_number=0, by=BY, at=LATER)


def test_a_round_that_nothing_has_happened_in_can_go() -> None:
    with known(told=Told()):
        round = make()
        track(round, "stormoeder")
        rounds.delete(round, edit_number=0, by=BY, at=LATER)
    assert not Round.objects.exists()
    assert acts()[-1] == ("round.deleted", "round:oea26")


def test_a_round_that_somebody_has_answered_stays() -> None:
    with known(told=Told(answerers=[cast.person()])):
        round = make()
        track(round, "stormoeder")
        with pytest.raises(RoundInUse):
            rounds.delete(round, edit_number=0, by=BY, at=LATER)
    assert Round.objects.exists()
    assert "round.deleted" not in dict(acts())


def test_a_round_edited_meanwhile_is_not_deleted() -> None:
    round = make()
    rounds.edit(Round.objects.get(), FACTS, edit_number=0, by=BY, at=LATER)
    with pytest.raises(EditedMeanwhile):
        rounds.delete(round, edit_number=0, by=BY, at=LATER)
    assert Round.objects.exists()
