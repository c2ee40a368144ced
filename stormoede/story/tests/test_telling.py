"""The story told through production's own code, from the invented list to the last evening.

It is begun once and told to its end once for the whole file, which one process takes: outside any transaction, as in
production. A row that one transaction writes thousands of times gets slower with each for PostgreSQL.
"""

import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from icalendar import Calendar

from stormoede import cli, worker
from stormoede.calls import queries as calls
from stormoede.lib import clock, words
from stormoede.mail.models import Message
from stormoede.meetings.models import Arrival, Registration, Session
from stormoede.members.models import Mandate, Person
from stormoede.rounds.models import Round
from stormoede.story import clocks, parts, queries
from stormoede.story.actions import playing, tellings
from stormoede.story.core.cast import GONE
from stormoede.story.core.script import BEGINNING, LETTER_AT, STEPS
from stormoede.talks.models import SpeakerRequest, Talk, TalkEntry, TalkNotes

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("story")]


@pytest.fixture(scope="module")
def begun(django_db_setup, django_db_blocker):
    """The story at its beginning, for every test of this file; what a test plays on from there is undone after it."""
    with django_db_blocker.unblock():
        tellings.begin(at=clock.wall())
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def told(begun):
    clocks.follow()
    yield
    clock.install(None)


@pytest.fixture(scope="module")
def ended(begun, tmp_path_factory):
    """The story told to its end: the folder with what it wrote, and its count."""
    folder = tmp_path_factory.mktemp("story")
    clocks.follow()
    try:
        return folder, playing.tell(STEPS[-1].at, worker.settle, folder)
    finally:
        clock.install(None)


def test_it_begins_with_full_councils_a_letter_and_a_way_in_for_each_of_the_cast(told):
    seats = Mandate.objects.filter(body__kind="council")
    assert seats.values("person").distinct().count() == 2432
    assert seats.filter(role="mayor").count() == 98
    assert not Person.objects.exclude(email="").exclude(email__endswith=".example").exists()
    assert Round.objects.get().key == "oea26"
    assert all(part.address.startswith("http") for part in parts.sign_ins())
    assert len(parts.sign_ins()) == 7
    assert queries.now() == BEGINNING
    assert not tellings.may_begin()


def test_a_command_goes_by_the_storys_time(begun, capfd):
    assert cli.main(["letter", "preview", "invitation"]) == 0
    assert "Kære " in capfd.readouterr().out
    assert clock.installed() is None


def test_who_answers_later_comes_later_while_the_story_stands_still(told, monkeypatch):
    started = datetime(2026, 1, 5, 9, tzinfo=UTC)
    monkeypatch.setattr(clock, "wall", lambda: started)
    first = clock.round_now()
    monkeypatch.setattr(clock, "wall", lambda: started + timedelta(seconds=2))
    assert first < clock.round_now() < BEGINNING + timedelta(seconds=1)
    assert queries.now() == BEGINNING


@pytest.mark.long
def test_starting_over_forgets_what_happened_and_keeps_the_cast_signed_in(told):
    colleagues = [part.id for part in parts.staff()]
    playing.play(LETTER_AT + timedelta(minutes=1), worker.settle)
    assert Message.objects.filter(state=Message.State.ACCEPTED).count() > 2000
    tellings.start_over()
    assert not Message.objects.exists()
    assert queries.now() == BEGINNING
    assert [part.id for part in parts.staff()] == colleagues
    assert len(parts.members()) == 3


def test_the_figures_say_what_they_count(told):
    lines = list(playing.figures())
    meeting = lines.index("Virtuelle stormøder")
    assert [" ".join(one.split()) for one in lines[meeting + 1 : meeting + 4]] == [
        "Tilmeldt mandag den 31. marts 0", "Tilmeldt torsdag den 3. april 0", "Kan ikke deltage 0",
    ]  # fmt: skip
    assert [one for one in lines if one != one.rstrip()] == []


def test_it_never_runs_backward(told):
    playing.play(BEGINNING + timedelta(minutes=5), worker.settle)
    with pytest.raises(playing.CannotGoBack):
        playing.play(BEGINNING, worker.settle)


@pytest.mark.long
def test_it_ends_with_everybody_accounted_for(ended, told):
    assert queries.now() == STEPS[-1].at
    assert not Message.objects.filter(settled_at__isnull=True).exists()
    assert not Message.objects.filter(state=Message.State.UNBUILDABLE).exists()
    for date in Session.objects.all():
        assert date.taken == Registration.objects.filter(seat=date).count()
        came = Arrival.objects.filter(session=date).values("person")
        assert not came.exclude(person__in=Registration.objects.filter(seat=date).values("person")).exists()
    _called()
    _toured()
    folder, written = ended
    # What was written is what left; one of them came back after that.
    accepted = set(Message.objects.filter(state=Message.State.ACCEPTED).values_list("pk", flat=True))
    assert accepted <= written.known and written.mails == len(written.known)
    assert not Message.objects.filter(pk__in=written.known - accepted).exclude(state=Message.State.REFUSED).exists()
    assert written.papers == 1
    assert playing.told(written, folder).startswith(
        f"Leverede mails: {words.number(written.mails, 'da')}, pdf’er: 1, kalenderfiler: "
    )
    doors = list((folder / "mails").glob("*-meetings-door.eml"))
    assert doors and all(b"/d/" in one.read_bytes() for one in doors)
    assert _last_entries(folder / "calendar") == _seats()


@pytest.mark.long
@pytest.mark.once
@pytest.mark.skipif(shutil.which("node") is None, reason="node reads the story's calendar files with ical.js")
def test_another_reader_of_calendars_ends_with_the_same_evenings(ended, told):
    folder, _written = ended
    script = Path(__file__).parents[3] / "tests" / "replay.mjs"
    read = subprocess.run(
        ["node", script, folder / "calendar"], capture_output=True, text=True, check=True, timeout=120
    )
    shown = {uid: datetime.fromisoformat(starts) for uid, starts in json.loads(read.stdout).items()}
    assert shown and shown == _seats()


def _called():
    """Mayors and finance committees were called: most come, some cannot, one sends somebody, and the door stood open."""
    call = calls.of_round(Round.objects.get(key="oea26")).get()
    tally = calls.tally(call)
    assert 600 < tally.called < 700
    assert tally.coming > tally.cannot > 50 and tally.silent > 50
    assert tally.deputies == 1
    assert tally.coming / 2 < tally.came <= tally.coming + 1
    assert Arrival.objects.filter(person__in=calls.standing(call).values("person")).count() == 1
    assert any("Indkaldt" in line for line in playing.figures())


def _toured():
    """Twelve councils asked for a speaker; one could not be met, one was declined, one fell ill, and what was heard is told."""
    assert SpeakerRequest.objects.count() == 12
    over = dict(Talk.objects.exclude(over="").values_list("over", "request__body__organisation__name"))
    assert over == {"speaker": "Horsens", "ill": "Guldborgsund"}
    assert Talk.objects.filter(state="held").count() == 11
    (left,) = SpeakerRequest.objects.exclude(pk__in=Talk.objects.filter(state="held").values("request"))
    assert left.lack["lack"] == "openings"
    assert TalkNotes.objects.count() == 5


def _last_entries(folder):
    """What calendars hold at the end, having taken every file in order: the evening by entry."""
    held = {}
    for file in sorted(folder.iterdir()):
        calendar = Calendar.from_ical(file.read_bytes())
        event = calendar.walk("VEVENT")[0]
        uid, sequence = str(event["UID"]), int(event["SEQUENCE"])
        assert uid not in held or sequence > held[uid][0]
        gone = str(calendar["METHOD"]) == "CANCEL"
        held[uid] = (sequence, None if gone else event.decoded("DTSTART"))
    return {uid.partition("@")[0]: starts for uid, (_, starts) in held.items() if starts}


def _seats():
    """What they should hold: the evening of one's seat, a talk, and a call that reached one and one has not said no to."""
    seats = Registration.objects.filter(seat__isnull=False).select_related("seat")
    called = Session.objects.get(meeting__track__kind="call")
    waiting = Registration.objects.filter(meeting=called.meeting_id, cannot=False)
    waiting = waiting.exclude(person__email__endswith="@" + GONE)
    talks = TalkEntry.objects.filter(out_at=None).select_related("talk")
    evenings = {one.uid: one.seat.starts for one in seats} | {one.uid: called.starts for one in waiting}
    return evenings | {one.uid: one.talk.starts for one in talks}
