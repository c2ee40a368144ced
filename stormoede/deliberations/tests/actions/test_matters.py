"""A matter in a round's file and on its page: read, written back, carried over, edited, refused."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from stormoede.deliberations import queries
from stormoede.deliberations.actions import deliberations, matters
from stormoede.deliberations.actions.deliberations import Said
from stormoede.deliberations.core.plans import Plan
from stormoede.deliberations.models import Matter
from stormoede.deliberations.refusals import BodiesFixed, DatesOutside
from stormoede.deliberations.tests.makers import AT, BY, DEADLINE, LATER, council, matter, region
from stormoede.rounds import files, kinds
from stormoede.rounds import queries as rounds
from stormoede.rounds.actions import tracks
from stormoede.rounds.models import Track
from stormoede.rounds.refusals import EditedMeanwhile, FileRefused
from stormoede.rounds.tests import makers

pytestmark = pytest.mark.django_db
FILE = """
key = "haefte"
title = "Et hæfte"
short = "Hæfte"
starts_on = 2025-02-07
ends_on = 2025-06-30

[sender]
name = "Kommunernes Fællesråd"
mailbox = "haefte@faellesraadet.example"

[contact]
name = "Sofie Ravn"
email = "haefte@faellesraadet.example"

[[tracks]]
key = "raad"
kind = "deliberations"
title = "Kommunalbestyrelserne drøfter hæftet"
bodies = "council"
when = "I april"
deadline = 2025-04-25 12:00:00
letter = "haefte"
case = "Sagen for ((kommune))."
questions = ["Først?", "Så?"]

[[tracks.regions]]
region = "syddanmark"
deadline = 2025-05-09 12:00:00
"""


def test_a_file_is_read_and_written_back() -> None:
    region()
    round = files.load(FILE, by=BY, at=AT)
    kept = Matter.objects.get()
    assert (kept.deadline, queries.deadlines(kept)) == (DEADLINE, {"syddanmark": LATER})
    assert (kept.questions, rounds.when(kept.track)) == (["Først?", "Så?"], "I april")
    assert [(due.key, due.detail) for due in rounds.track_dates(round)] == [
        ("raad.deadline", ""), ("raad.deadline.syddanmark", "KKR Syddanmark"),
    ]  # fmt: skip
    written = files.dump(round)
    round.delete()
    assert files.dump(files.load(written, by=BY, at=AT)) == written


@pytest.mark.parametrize(("old", "new", "where"), [
    ('region = "syddanmark"', 'region = "atlantis"', "tracks[0].regions[0].region"),
    ('bodies = "council"', 'bodies = "board"', "tracks[0].bodies"),
    ('when = "I april"', 'whenn = "I april"', "tracks[0].whenn"),
])  # fmt: skip
def test_what_a_file_gets_wrong_has_its_place(old: str, new: str, where: str) -> None:
    region()
    with translation.override("en"), pytest.raises(FileRefused) as refused:
        files.load(FILE.replace(old, new), by=BY, at=AT)
    assert refused.value.where == where


def test_next_year_begins_with_the_same_text_and_weekdays() -> None:
    region()
    about = matter(case="Sagen", questions=("Hvad?",), regions=(("syddanmark", LATER),), when="I april")
    following = makers.make("oea27", starts_on=date(2026, 2, 6), ends_on=date(2026, 6, 30))
    tracks.append(following, key="droeftelser", kind=matters.KIND, title="Drøftelser", text="", by=BY, at=AT)
    kinds.of(about.track).copy(about.track, following, by=BY, at=AT)
    new = matters.plan_of(Matter.objects.get(track__round=following))
    assert (new.case, new.questions, new.when) == ("Sagen", ("Hvad?",), "I april")
    assert new.deadline == datetime(2026, 4, 24, 10, tzinfo=UTC)
    assert new.regions == (("syddanmark", datetime(2026, 5, 8, 10, tzinfo=UTC)),)


def test_letters_may_state_its_facts() -> None:
    about = matter(when="I april")
    told = kinds.of(about.track).facts(about.track, "da").fields
    assert told["droeftelser.frist"] == "fredag den 25. april kl. 12.00"
    assert (told["droeftelser.titel"], told["droeftelser.hvornår"]) == ("Drøftelser", "I april")
    assert "droeftelser.deadline" in kinds.of(about.track).facts(about.track, "en").fields


def test_it_is_edited_once_for_each_time_it_was_read() -> None:
    about = matter()
    number = about.track.round.edit_number
    plan = Plan("council", DEADLINE, "Ny tekst", ("Hvad?",))
    matters.edit(about, plan, edit_number=number, by=BY, at=AT)
    assert matters.plan_of(Matter.objects.get()) == plan
    with pytest.raises(EditedMeanwhile):
        matters.edit(about, plan, edit_number=number, by=BY, at=AT)


def test_a_deadline_outside_the_round_is_refused_whole() -> None:
    about = matter(case="Før")
    plan = Plan("council", DEADLINE.replace(year=2026), "Efter")
    with pytest.raises(DatesOutside):
        matters.edit(about, plan, edit_number=about.track.round.edit_number, by=BY, at=AT)
    assert Matter.objects.get().case == "Før"


def test_it_stays_with_the_bodies_that_have_set_dates() -> None:
    about, body = matter(), council("0420", "Assens")
    deliberations.plan(about, body, Said(DEADLINE.date()), by=BY, at=AT)
    about.refresh_from_db()
    with pytest.raises(BodiesFixed):
        plan = Plan("regional_council", DEADLINE)
        matters.edit(about, plan, edit_number=about.track.round.edit_number, by=BY, at=AT)


def test_one_is_made_on_the_page() -> None:
    round = makers.make()
    plan = Plan("council", DEADLINE)
    made = matters.begin(round, title="Drøft Æ", text="", plan=plan, edit_number=0, by=BY, at=AT)
    assert Track.objects.get().key == "droeft-ae"
    assert matters.plan_of(made) == plan
