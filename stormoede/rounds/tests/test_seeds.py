"""The rounds that ship: every fact of their letters stands, nothing is missing when they are merged, and they survive export."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from stormoede.deliberations import inputs, kits
from stormoede.deliberations.models import Matter
from stormoede.letters.models import Letter, LetterText
from stormoede.letters.queries import contents
from stormoede.lib import words
from stormoede.meetings.models import Meeting
from stormoede.members.actions import denmark
from stormoede.rounds import files, kinds, queries
from stormoede.rounds.models import Round
from stormoede.rounds.tests.makers import AT, BY
from tests.house import tree

pytestmark = pytest.mark.django_db
FOLDER = Path(tree.TOP) / "rounds"
ZONE = ZoneInfo("Europe/Copenhagen")


def load(key: str) -> Round:
    return files.load((FOLDER / f"{key}.toml").read_text(encoding="utf-8"), by=BY, at=AT)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[misc, arg-type]


def test_four_rounds_ship() -> None:
    assert sorted(file.stem for file in FOLDER.glob("*.toml")) == ["krav26", "oea24", "oea26", "taet-paa"]


@pytest.mark.parametrize(("key", "deadline", "links", "dates"), [
    ("oea24", local(2023, 3, 30, 23, 59, 59), local(2023, 3, 31, 8), [
        (local(2023, 4, 11, 18, 30), local(2023, 4, 11, 20)),
        (local(2023, 4, 12, 18, 30), local(2023, 4, 12, 20)),
    ]),
    ("oea26", local(2025, 3, 26, 23, 59, 59), local(2025, 3, 27, 8), [
        (local(2025, 3, 31, 19), local(2025, 3, 31, 20, 30)),
        (local(2025, 4, 3, 19), local(2025, 4, 3, 20, 30)),
    ]),
])  # fmt: skip
def test_the_dates_of_the_letters(
    key: str, deadline: datetime, links: datetime, dates: list[tuple[datetime, datetime]]
) -> None:
    load(key)
    meeting = Meeting.objects.get()
    assert (meeting.deadline, meeting.links_at) == (deadline, links)
    assert (meeting.platform, meeting.late, meeting.door_opens) == ("Teams", "ask", 15)
    assert [(date.starts, date.ends) for date in meeting.sessions.all()] == dates


@pytest.mark.parametrize(("key", "titles"), [
    ("oea24", [
        "Virtuelle stormøder",
        "Virtuelle ad hoc-møder med seneste status på forhandlingerne",
        "Opfordring til temadrøftelse i kommunalbestyrelser",
    ]),
    ("oea26", ["Virtuelle stormøder", "Drøftelser på KKR-møder", "Input fra kommunalbestyrelserne"]),
])  # fmt: skip
def test_the_three_tracks_of_the_letter(key: str, titles: list[str]) -> None:
    round = load(key)
    assert [track.title for track in round.tracks.all()][:3] == titles
    paper = Letter.objects.get(nature="first").texts.get(language="da").paper
    assert [line.removeprefix("## ") for line in paper.split("\n") if line.startswith("## ")] == titles


def test_the_letter_of_oea26_is_dated_and_signed() -> None:
    round = load("oea26")
    letter = Letter.objects.get(nature="first")
    assert words.day_year(letter.dated, "da") == "fredag den 7. februar 2025"
    assert letter.personal_paper is False
    assert [one.name for one in round.signatories.all()] == ["Birgitte Holm", "Anders Kjær Thygesen"]
    assert round.letterhead == ["Weidekampsgade 10", "Postboks 3370", "2300 København S"]
    texts = {text.language: text for text in letter.texts.all()}
    assert texts["da"].mail.startswith("Kære ((navn))")
    assert texts["da"].paper.startswith("Kære borgmestre og kommunalbestyrelsesmedlemmer")
    assert texts["en"].mail.startswith("Dear ((name))")


@pytest.mark.parametrize("key", ["oea24", "oea26"])
def test_what_the_letters_name_is_known(key: str) -> None:
    round = load(key)
    for text in LetterText.objects.filter(letter__round=round):
        known, dates = contents.facts(round, text.language)
        assert len(dates) == 2
        named = _fields_of(text.subject, text.preheader, text.heading, text.mail, text.paper, text.paper_heading)
        assert {name for name in named if not known.get(name)} <= PERSONAL_AND_BLOCKS


PERSONAL_AND_BLOCKS = {"name", "dates", "button", "signatures"}


def _fields_of(*texts: str) -> set[str]:
    from stormoede.letters.core import fields

    names = {name for text in texts for name in fields.slotted(text)[1]}
    return {fields.key(name.partition(":")[0].strip()) for name in names}


def test_regional_councils_and_councils_discuss_oea26() -> None:
    load("oea26")
    discussed = dict(Matter.objects.values_list("track__key", "bodies"))
    assert discussed == {"kkr": "regional_council", "droeftelser": "council"}


def test_the_booklet_is_another_associations() -> None:
    denmark.load(by=BY, at=AT)
    round = load("taet-paa")
    assert round.sender_name == "Kommunernes Fællesråd"
    councils, regional = Matter.objects.order_by("track__position")
    assert councils.regions.count() == 5
    assert [len(inputs.questions(round, one.bodies)) for one in (councils, regional)] == [6, 3]
    assert (regional.bodies, regional.regions.count()) == ("regional_council", 1)
    for matter in (councils, regional):
        assert kits.unknown_fields(matter, "\n".join([matter.case, *matter.questions])) == []


@pytest.mark.parametrize("key", ["krav26", "oea24", "oea26", "taet-paa"])
def test_written_back_it_makes_the_same_round(key: str) -> None:
    denmark.load(by=BY, at=AT)
    round = load(key)
    written = files.dump(round)
    seen = (queries.facts(round), [kinds.of(track).dump(track) for track in round.tracks.all()])
    round.delete()
    again = files.load(written, by=BY, at=AT)
    assert files.dump(again) == written
    assert (queries.facts(again), [kinds.of(track).dump(track) for track in again.tracks.all()]) == seen
    assert max(map(len, written.split("\n"))) <= 130
