"""A tour in a round's file, in its calendar, in letters, and in the next year."""

import tomllib

import pytest

from stormoede.deliberations.tests.makers import seat
from stormoede.rounds import files, kinds
from stormoede.rounds.actions import tracks
from stormoede.rounds.core.tables import Unreadable
from stormoede.rounds.models import Round
from stormoede.rounds.refusals import FileRefused
from stormoede.rounds.tests import makers as rounds
from stormoede.talks.actions import plans, tours
from stormoede.talks.core.plans import TourPlan
from stormoede.talks.models import Talk, Tour
from stormoede.talks.refusals import DatesOutside, FormRefused, TourStands
from stormoede.talks.tests import makers
from stormoede.talks.tests.makers import AT, BY, DESK

pytestmark = pytest.mark.django_db
FILE = """
when = "I april og maj"
first = 2025-04-07
last = 2025-05-09
ask_by = 2025-03-31 23:59:59
minutes = 60
"""


def made(text=FILE, key="oplaeg"):
    round = Round.objects.first() or rounds.make()
    track = tracks.append(round, key=key, kind="talks", title="Oplæg", text="Bed om et.", by=BY, at=AT)
    kinds.of(track).load(track, tomllib.loads(text), by=BY, at=AT)
    return track


def test_what_is_loaded_is_what_is_dumped():
    track = made()
    assert kinds.of(track).dump(track) == tomllib.loads(FILE)


def test_a_whole_file_carries_the_tour_and_nobody_who_goes_out():
    track = made()
    makers.speaker(Tour.objects.get(track=track))
    text = files.dump(track.round)
    assert "Ida" not in text and "ida.bech" not in text
    again = files.load(text.replace('"oea26"', '"oea26b"'), by=BY, at=AT)
    copy = Tour.objects.get(track__round=again)
    assert kinds.of(copy.track).dump(copy.track) == tomllib.loads(FILE)
    assert not copy.speakers.exists()


@pytest.mark.parametrize(
    ("change", "where"), [("first = 2025-04-07", "first"), ("ask_by = 2025-03-31 23:59:59", "ask_by")]
)
def test_what_is_missing_is_said_with_its_place(change, where):
    with pytest.raises(Unreadable) as refused:
        made(FILE.replace(change, ""))
    assert [fault.where for fault in refused.value.faults] == [where]


def test_what_makes_no_sense_is_refused_with_its_place():
    with pytest.raises(FileRefused) as refused:
        made(FILE.replace("2025-05-09", "2025-04-01"))
    assert [reason.where for reason in refused.value.reasons] == ["last"]


def test_its_dates_stand_in_the_calendar_and_move_a_year_on():
    track = made()
    kind = kinds.of(track)
    assert [due.key for due in kind.dates(track)] == ["oplaeg.ask_by", "oplaeg.first", "oplaeg.last"]
    facts = kind.facts(track, "da")
    assert facts.fields["oplaeg.frist"] == "mandag den 31. marts kl. 23.59"
    assert facts.fields["oplaeg.fra"] == "mandag den 7. april"
    assert facts.answers
    year = {"starts_on": AT.date().replace(year=2026), "ends_on": AT.date().replace(year=2026, month=9)}
    next_year = rounds.make("oea27", title="Næste", short="ØA27", **year)
    new = tracks.append(next_year, key="oplaeg", kind="talks", title="Oplæg", text="", by=BY, at=AT)
    kind.copy(track, next_year, by=BY, at=AT)
    tour = Tour.objects.get(track=new)
    assert (tour.first.isoformat(), tour.first.weekday(), tour.minutes) == ("2026-04-13", 0, 60)
    assert tour.first <= tour.last
    assert tour.last.year == 2026


def test_who_sits_in_a_council_that_asks_has_answered():
    tour = makers.tour()
    lis = seat(makers.council("0430"), "Lis Toft")
    answered = kinds.of(tour.track).answered
    assert not answered(tour.track).exists()
    makers.request(tour)
    assert list(answered(tour.track)) == [lis]


def test_what_is_over_has_been_held_when_the_clock_says_so():
    tour = makers.tour()
    makers.speaker(tour)
    asked = makers.request(tour)
    plans.propose(tour, by=DESK, at=AT)
    makers.agree(makers.one(asked))
    kind = kinds.of(tour.track)
    assert kind.due(tour.track, at=makers.at(0)[1].replace(minute=0)) == 0
    assert kind.due(tour.track, at=makers.at(0)[1]) == 1
    assert kind.due(tour.track, at=makers.at(0)[1]) == 0
    assert Talk.objects.get().state == "held"


def test_a_tour_is_edited_but_not_away_from_its_talks():
    tour = makers.tour()
    makers.speaker(tour)
    makers.request(tour, "0430", makers.at(2))
    plans.propose(tour, by=DESK, at=AT)
    whole = {"title": "Oplæg i maj", "text": "", "first": makers.FIRST, "last": makers.LAST, "ask_by": makers.ASK_BY}
    tours.edit(tour, TourPlan(**whole), by=DESK, at=AT)
    assert Tour.objects.get().track.title == "Oplæg i maj"
    with pytest.raises(TourStands):
        tours.edit(tour, TourPlan(**(whole | {"first": makers.LAST})), by=DESK, at=AT)
    with pytest.raises(FormRefused):
        tours.edit(tour, TourPlan(**(whole | {"minutes": 0})), by=DESK, at=AT)
    with pytest.raises(DatesOutside):
        tours.edit(tour, TourPlan(**(whole | {"last": makers.LAST.replace(year=2027)})), by=DESK, at=AT)
