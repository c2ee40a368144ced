"""The round's calendar, and what is due next."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from stormoede.rounds import kinds, queries, sections
from stormoede.rounds.kinds import DueDate
from stormoede.rounds.models import Round
from stormoede.rounds.refusals import NoSuchRound
from stormoede.rounds.tests.makers import Told, known, make, track

pytestmark = pytest.mark.django_db
EVENING = datetime(2025, 3, 31, 17, tzinfo=UTC)
DEADLINE = DueDate(EVENING - timedelta(days=5), "t.deadline", "Fristen")
MEETING = DueDate(EVENING, "t.date", "Stormøde", ends=EVENING + timedelta(minutes=90))


class Letters:
    """A section with one hour of release."""

    def load(self, *args: Any, **named: Any) -> None: ...

    def dump(self, round: Round) -> list[dict[str, Any]]:
        return []

    def dates(self, round: Round) -> Sequence[DueDate]:
        return [DueDate(EVENING - timedelta(days=7), "letter.invitation", "Brevet sendes")]


def test_the_calendar_is_in_order_and_has_everything() -> None:
    before, after = sections.before(), sections.after()
    sections.install({}, {"letters": Letters()})
    try:
        with known(told=Told([MEETING, DEADLINE])), translation.override("da"):
            round = make()
            track(round, "stormoeder")
            dates = queries.calendar(round)
    finally:
        sections.install(before, after)
    assert [date.key for date in dates] == ["round.starts", "letter.invitation", "t.deadline", "t.date", "round.ends"]
    assert (dates[0].what, dates[0].at) == ("Runden begynder", datetime(2025, 2, 6, 23, tzinfo=UTC))
    assert [date.whole_day for date in dates] == [True, False, False, False, True]


@pytest.mark.parametrize(("at", "next_"), [
    (DEADLINE.at, "t.deadline"),
    (DEADLINE.at + timedelta(seconds=1), "t.date"),
    (MEETING.at + timedelta(minutes=90), "t.date"),
])  # fmt: skip
def test_what_is_due_next(at: datetime, next_: str) -> None:
    assert queries.coming([DEADLINE, MEETING], at)[0].key == next_


def test_nothing_is_due_after_the_last() -> None:
    assert queries.coming([DEADLINE, MEETING], EVENING + timedelta(days=1)) == []


def test_facts_of_all_tracks() -> None:
    with known(told=Told()):
        round = make()
        track(round, "b")
        track(round, "a")
        found = queries.track_facts(round, "da")
    assert list(found) == ["b", "a"]
    assert found["a"].fields == {"a.da": "A"}


def test_the_list_of_rounds_costs_one_statement(django_assert_num_queries: Any) -> None:
    for rows in (1, 3):
        make(f"oea{rows}")
        make(f"oea{rows}x") if rows == 3 else None
        with django_assert_num_queries(1):
            assert len(list(queries.all_rounds())) == rows


def test_a_round_is_found_by_its_key() -> None:
    assert queries.by_key(make().key).short == "ØA26"
    with pytest.raises(NoSuchRound, match="oea99"):
        queries.by_key("oea99")


def test_the_wiring_knows_the_notice() -> None:
    assert "notice" in kinds.known()
