"""The debate booklet's story told through production's own code, outside any transaction, as in production."""

import pytest

from stormoede import wiring, worker
from stormoede.deliberations import queries as deliberations
from stormoede.lib import clock
from stormoede.mail.models import Message
from stormoede.rounds.models import Round
from stormoede.story import clocks, queries
from stormoede.story.actions import playing, tellings
from stormoede.story.core import booklet
from stormoede.story.core.script import BEGINNING
from stormoede.story.models import Story


@pytest.mark.django_db
def test_mails_leave_though_the_outbox_was_looked_into_before_the_story_began():
    assert wiring.transport() is None
    Story.objects.create(key=booklet.KEY, now=BEGINNING, target=BEGINNING, started_at=BEGINNING)
    assert wiring.transport() is not None


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_the_booklet_is_told_to_its_end():
    tellings.begin(at=clock.wall(), key=booklet.KEY)
    clocks.follow()
    try:
        playing.play(booklet.STEPS[-1].at, worker.settle)
        councils, regional = deliberations.of_round(Round.objects.get())
        found = deliberations.figures(deliberations.lines(councils, at=queries.now()))
        assert found["sent"] > 70 and found["none"] > 0
        assert deliberations.figures(deliberations.lines(regional, at=queries.now()))["sent"] == 5
        assert not Message.objects.filter(state=Message.State.UNBUILDABLE).exists()
        assert queries.position().following is None
    finally:
        clock.install(None)
