"""Every act there is has a sentence, in both languages."""

import re

import pytest
from django.utils.translation import override

from stormoede.events.models import Event
from stormoede.web.desk.history import sentences
from stormoede.web.desk.history.telling import tell
from tests.house import tree, words
from tests.house.world import World

pytestmark = pytest.mark.xdist_group("code")
# Kinds of mail stand among the texts of modules that record; an act on an answer may be named far from where it is recorded.
KINDS = {"accounts.lost", "meetings.moved_up", "meetings.receipt"}
ANSWERS = re.compile(r'"(registration\.[a-z_]+)"')


def acts():
    """Every word that is recorded."""
    texts = (file.read_text(encoding="utf-8") for file in tree.sources() if not tree.is_test(file))
    answers = {word for text in texts for word in ANSWERS.findall(text)}
    return {word for word in words.recorded() if word not in KINDS} | answers


def test_every_act_has_a_sentence():
    # A sentence may outlive its act: what was recorded is still told.
    assert sorted(acts() - set(sentences.OF)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["da", "en"])
def test_what_happened_is_told_whole(language):
    World()
    with override(language):
        told = tell(Event.objects.order_by("-id"))
    assert len({one.words for one in told}) > 15
    wrong = [one.words for one in told if not one.words.endswith(".") or "%" in one.words or not one.words[0].isupper()]
    assert wrong == []
