"""The attendance file that Teams exports: both layouts, in English and Danish, and whom its names stand for."""

import contextlib
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormoede.meetings.core.attendance import Candidate, Seen, Unreadable, Why, match, moment, read
from tests.examples import examples

OLD = "Full Name\tUser Action\tTimestamp\nKaren Lund\tJoined\t3/31/2025, 6:52:10 PM\nKaren Lund\tLeft\t3/31/2025, 8:31:00 PM\n"
OLD += "Bo Holm, Aabenraa · K7F4 (Guest)\tJoined before\t3/31/2025, 7:01:00 PM\n"
OLD_DA = "Fulde navn\tBrugerhandling\tTidsstempel\nKaren Lund\tDeltog\t31.3.2025 18.52.10\nKaren Lund\tForlod\t31.3.2025 20.31.00\n"
OLD_DA += "Bo Holm, Aabenraa · K7F4 (gæst)\tDeltog\t31-03-2025 19:01:00\n"
SUMMED = "Meeting Summary\nTotal Number of Participants\t2\nMeeting Title\tStormøde\nMeeting Start Time\t3/31/2025, 6:40:00 PM\n\n"
SUMMED += "Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\tParticipant ID (UPN)\n"
SUMMED += "Karen Lund\t3/31/2025, 6:52:10 PM\t3/31/2025, 8:31:00 PM\t1h 39m\tkaren@aabenraa.example\tPresenter\tkaren@aabenraa.example\n"
SUMMED += "Bo Holm, Aabenraa · K7F4\t3/31/2025, 7:01:00 PM\t3/31/2025, 8:30:00 PM\t1h 29m\t\tAttendee\t\n"
NEW = "1. Summary\nMeeting title\tStormøde\nAttended participants\t2\nStart time\t3/31/25, 6:40:00 PM\nMeeting duration\t2h\n\n"
NEW += "2. Participants\nName\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n"
NEW += "Karen Lund\t3/31/25, 6:52:10 PM\t3/31/25, 8:31:00 PM\t1h 39m\tkaren@aabenraa.example\tkaren@aabenraa.example\tPresenter\n"
NEW += "Bo Holm, Aabenraa · K7F4 (Unverified)\t3/31/25, 7:01:00 PM\t3/31/25, 8:30:00 PM\t1h 29m\t\t\tAttendee\n\n"
NEW += "3. In-Meeting Activities\nName\tJoin Time\tLeave Time\tDuration\tEmail\tRole\nSomebody Else\t3/31/25, 6:52:10 PM\t\t\t\t\n"
NEW_DA = "1. Oversigt\nMødetitel\tStormøde\nAntal deltagere\t2\n\n2. Deltagere\n"
NEW_DA += "Navn\tFørste deltagelse\tSeneste afgang\tVarighed i mødet\tMail\tDeltager-id (UPN)\tRolle\n"
NEW_DA += "Karen Lund\t31.03.2025 18.52.10\t31.03.2025 20.31.00\t1 t. 39 min.\tKaren@aabenraa.example\tkaren@aabenraa.example\tOplægsholder\n"
NEW_DA += "Bo Holm, Aabenraa · K7F4\t31.03.2025 19.01.00\t31.03.2025 20.30.00\t1 t.\t\t\tDeltager\n3. Aktiviteter under mødet\nNavn\tX\tY\nSomebody\ta\tb\n"
FILES = {"old": OLD, "old da": OLD_DA, "with a summary": SUMMED, "new": NEW, "new da": NEW_DA}
ENCODINGS = {"utf-16": "utf-16", "utf-16 without a mark": "utf-16-le", "utf-8": "utf-8-sig"}


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_each_layout_tells_who_and_since_when(text: str, encoding: str) -> None:
    karen, bo = read(text.replace("\n", "\r\n").encode(encoding))
    assert karen.name == "Karen Lund" and bo.name.startswith("Bo Holm, Aabenraa · K7F4")
    assert (karen.joined, bo.joined) == (datetime(2025, 3, 31, 18, 52), datetime(2025, 3, 31, 19, 1))
    assert set(karen.addresses) <= {"karen@aabenraa.example"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.NOT_ATTENDANCE),
        ("Kommune\tNavn\nx\ty\n".encode("utf-16"), Why.NOT_ATTENDANCE),
        ("Full Name\tUser Action\tTimestamp\n".encode("utf-16"), Why.EMPTY),
        (b"\xff\xfe\x00", Why.NOT_ATTENDANCE),
        pytest.param(b"x" * 5_000_001, Why.LARGE, id="large"),
        (b"PK\x03\x04\x00\x00", Why.NOT_ATTENDANCE),
    ],
)
def test_another_file_is_refused(content: bytes, why: Why) -> None:
    with pytest.raises(Unreadable) as fault:
        read(content)
    assert fault.value.why is why


@settings(max_examples=examples(60))
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for whole in (content, b"\xff\xfe" + content, "Navn\tx\ty\n".encode("utf-16") + content):
        with contextlib.suppress(Unreadable):
            assert read(whole)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3/31/2025, 6:52:10 PM", (2025, 3, 31, 18, 52)), ("3/31/25, 12:05:10 AM", (2025, 3, 31, 0, 5)),
        ("31/03/2025, 18:52:10", (2025, 3, 31, 18, 52)), ("2025-03-31 18:52", (2025, 3, 31, 18, 52)),
        ("31.3.2025 kl. 18.52", (2025, 3, 31, 18, 52)), ("3/31/25, 6:52:10\u202fPM", (2025, 3, 31, 18, 52)),
    ],
)  # fmt: skip
def test_times_as_teams_writes_them(text: str, told: tuple[int, ...]) -> None:
    assert moment(text) == datetime(*told)  # type: ignore[arg-type]


def test_what_is_no_time_is_none() -> None:
    assert [moment(text) for text in ("", "1h 29m", "99/99/2025, 10:00", "Joined")] == [None] * 4


def candidate(
    id: str, name: str, place: str = "Aabenraa", address: str = "", mark: str = "", seated: bool = True
) -> Candidate:
    return Candidate(id, name, place, address or f"{id}@x.example", mark or f"ZZZ{id}", seated)


KAREN, BO = candidate("1", "Karen Lund"), candidate("2", "Bo Holm", mark="K7F4")
NAMESAKES = [candidate("3", "Anne Bak", "Odense"), candidate("4", "Anne Bak", "Aarhus")]


@pytest.mark.parametrize(
    ("name", "address", "who"),
    [
        ("Karen Lund", "", "1"), ("karen  lund (Guest)", "", "1"), ("Lund, Karen", "", "1"), ("Karen Lund, Aabenraa Kommune", "", "1"),
        ("B. Holm · K7F4", "", "2"), ("Bo H", "2@x.example", "2"), ("Anne Bak", "", ""), ("Anne Bak, Århus", "", "4"),
        ("Anne Bak · ZZZ3", "", "3"), ("iPhone", "", ""), ("Karen Lund Sørensen", "", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_a_name_stands_for_one_or_for_nobody(name: str, address: str, who: str) -> None:
    found = match(Seen(name, (address,) if address else (), None), [KAREN, BO, *NAMESAKES])
    assert (found.id if found else "") == who


def test_one_with_a_seat_is_meant_before_one_without() -> None:
    with_seat, without = candidate("5", "Ida Holm"), candidate("6", "Ida Holm", seated=False)
    assert match(Seen("Ida Holm", (), None), [without, with_seat]) is with_seat
    assert match(Seen("Ida Holm", (), None), [without]) is without


def test_a_shared_address_is_told_apart_by_name() -> None:
    pair = [
        candidate("7", "Per Ravn", address="kontor@x.example"),
        candidate("8", "Eva Dahl", address="kontor@x.example"),
    ]
    assert match(Seen("Eva Dahl", ("kontor@x.example",), None), pair) is pair[1]
    assert match(Seen("Mødelokale 2", ("kontor@x.example",), None), pair) is None
