"""The booklet's deeds: the same councils do the same, in order, in the round, and nobody answers before they have met."""

from stormoede import trying
from stormoede.story.core import booklet
from stormoede.story.core.booklet import HandIn, Plan
from stormoede.story.core.plots import PLOTS
from stormoede.story.titles import TITLES

COUNCILS = [(number, 25) for number in range(1, 98)]
REGIONAL = [201, 202, 203, 204, 205]


def test_the_same_councils_do_the_same_in_the_order_of_time():
    deeds = booklet.deeds(COUNCILS, REGIONAL)
    assert deeds == booklet.deeds(COUNCILS, REGIONAL)
    assert [deed.at for deed in deeds] == sorted(deed.at for deed in deeds)
    assert deeds[0].at > booklet.LETTER_AT and deeds[-1].at < booklet.STEPS[-1].at


def test_nobody_answers_before_they_have_met():
    days = {}
    for deed in booklet.deeds(COUNCILS, REGIONAL):
        if isinstance(deed, Plan):
            assert (deed.at.date() < deed.day and deed.day.weekday() < 5) or deed.body in REGIONAL
            days[deed.body] = deed.day
        else:
            assert days[deed.body] <= deed.at.date()


def test_most_answer_and_some_do_nothing():
    deeds = booklet.deeds(COUNCILS, REGIONAL)
    answered = {deed.body for deed in deeds if isinstance(deed, HandIn)}
    planned = {deed.body for deed in deeds if isinstance(deed, Plan)}
    assert 60 < len(answered) < len(planned) < len(COUNCILS) + len(REGIONAL)
    assert set(REGIONAL) <= answered


def test_every_story_can_be_asked_for_and_its_steps_have_titles():
    assert set(trying.STORIES) == set(PLOTS)
    assert {step.key for plot in PLOTS.values() for step in plot.steps} == set(TITLES)
