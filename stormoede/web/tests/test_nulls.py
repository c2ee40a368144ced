"""A null byte in a form or an address is left out, on both databases; PostgreSQL keeps none."""

import pytest

from stormoede.lib import clock
from stormoede.passages.core.kinds import Kind
from stormoede.passages.models import Passage
from tests.house.world import AT, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    clock.install(lambda: AT)
    yield World()
    clock.install(None)


def test_a_null_byte_is_left_out(here):
    desk, round = here.visitors["admin"], f"/desk/rounds/{here.round.key}"
    found = desk.get("/desk/search/", {"q": "Karen\0 Lund"})
    assert found.status_code == 200 and str(here.member.pk) in found.content.decode()
    speakers = f"{round}/talks/{here.tour.track.key}/speakers/new/"
    for path, asked in ((speakers, {"q": "\0a"}), (f"{round}/letters/invitation/", {"find": "\0a"})):
        assert desk.get(path, asked).status_code == 200
    passage = Passage.objects.get(text__words="Vi har 12 pladser.")
    other = next(kind for kind in Kind if kind != passage.kind)
    path = f"{round}/contributions/by-mail/{here.sent.pk}/passages/{passage.pk}/kind/"
    assert desk.post(path, {"kind": other, "reason": "F\0ejl"}).status_code == 302
    # Whoever writes loses nothing by it.
    assert here.visitors["stranger"].post("/link/", {"email": "karen@x\0.example"})["Location"] == "/link/sendt/"
