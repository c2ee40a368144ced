"""Taking a TOML table apart: right values come out, wrong ones are all named with their place."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormoede.rounds.core import instants
from stormoede.rounds.core.tables import Problem, Reader, Unreadable, clean, twice

ZONE = "Europe/Copenhagen"


def faults(reader: Reader) -> list[tuple[str, Problem]]:
    with pytest.raises(Unreadable) as raised:
        reader.done()
    return [(fault.where, fault.problem) for fault in raised.value.faults]


def test_right_values_come_out() -> None:
    reader = Reader(
        {
            "text": " Kære \r\nalle  \n",
            "key": "oea26",
            "mail": "oea26@kl.example",
            "day": date(2025, 2, 7),
            "moment": datetime(2025, 3, 26, 23, 59, 59),
            "clock": time(18, 30),
            "number": 1000,
            "flag": False,
            "choice": "ask",
            "texts": ["Postboks 3370", "2300 København S"],
            "table": {"name": "KL"},
            "tables": [{"name": "a"}, {"name": "b"}],
        }
    )
    assert reader.text("text", limit=20) == "Kære\nalle"
    assert reader.key("key") == "oea26"
    assert reader.email("mail") == "oea26@kl.example"
    assert reader.day("day") == date(2025, 2, 7)
    assert reader.moment("moment", ZONE) == datetime(2025, 3, 26, 22, 59, 59, tzinfo=UTC)
    assert reader.clock("clock") == time(18, 30)
    assert reader.number("number") == 1000
    assert reader.flag("flag", default=True) is False
    assert reader.choice("choice", ["closed", "ask"]) == "ask"
    assert reader.texts("texts", limit=40) == ["Postboks 3370", "2300 København S"]
    assert reader.table("table").text("name", limit=9) == "KL"
    assert [inner.text("name", limit=9) for inner in reader.tables("tables")] == ["a", "b"]
    reader.done()


def test_what_is_not_there_has_its_default() -> None:
    reader = Reader({})
    assert reader.text("text", limit=9, default="") == ""
    assert reader.number("number", default=15) == 15
    assert reader.optional_number("capacity") is None
    assert reader.optional_day("day") is None
    assert reader.optional_moment("moment", ZONE) is None
    assert reader.clock("clock") is None
    assert reader.flag("flag", default=True) is True
    assert reader.texts("texts", limit=9) == []
    assert reader.tables("tables") == []
    reader.done()


WRONG = {
    "empty": "  ",
    "long": "x" * 10,
    "bell": "a\x00b",
    "quoted": "2025-02-07",
    "spring": datetime(2025, 3, 30, 2, 30),
    "yes": "yes",
    "many": 40000,
    "true": True,
    "late": "aks",
    "lines": ["ok", 3],
    "people": [{"nam": "Birgitte"}],
    "stary": 1,
}


def test_every_fault_is_named_with_its_place() -> None:
    reader = Reader(WRONG, "tracks[0]")
    for key in ("empty", "long", "bell"):
        reader.text(key, limit=9)
    reader.day("quoted")
    reader.moment("spring", ZONE)
    reader.flag("yes", default=True)
    reader.number("many")
    reader.number("true")
    reader.choice("late", ["closed", "ask"])
    reader.texts("lines", limit=9)
    for person in reader.tables("people"):
        person.text("name", limit=9)
        person.close()
    reader.optional_day("starts")
    reader.key("key")
    assert faults(reader) == [
        ("tracks[0].empty", Problem.MISSING),
        ("tracks[0].long", Problem.TOO_LONG),
        ("tracks[0].bell", Problem.CONTROL),
        ("tracks[0].quoted", Problem.NOT_DAY),
        ("tracks[0].spring", Problem.NO_SUCH_TIME),
        ("tracks[0].yes", Problem.NOT_FLAG),
        ("tracks[0].many", Problem.NOT_NUMBER),
        ("tracks[0].true", Problem.NOT_NUMBER),
        ("tracks[0].late", Problem.NOT_CHOICE),
        ("tracks[0].lines[1]", Problem.NOT_TEXT),
        ("tracks[0].people[0].name", Problem.MISSING),
        ("tracks[0].people[0].nam", Problem.UNKNOWN),
        ("tracks[0].key", Problem.MISSING),
        ("tracks[0].stary", Problem.UNKNOWN),
    ]


def test_a_misspelt_key_gets_the_nearest_name() -> None:
    reader = Reader({"deadlin": 1})
    reader.optional_moment("deadline", ZONE)
    with pytest.raises(Unreadable) as raised:
        reader.done()
    assert raised.value.faults[0].values == {"near": "deadline"}


@pytest.mark.parametrize(("key", "value", "problem"), [
    ("table", "text", Problem.NOT_TABLE),
    ("table", None, Problem.MISSING),
    ("tables", {"a": 1}, Problem.NOT_TABLES),
    ("tables", ["text"], Problem.NOT_TABLES),
    ("texts", "text", Problem.NOT_LIST),
    ("clock", "19.00", Problem.NOT_CLOCK),
    ("moment", date(2025, 3, 31), Problem.NOT_MOMENT),
    ("moment", datetime(1, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo")), Problem.NOT_MOMENT),
    ("moment", datetime(9999, 12, 31, 23, 59), Problem.NOT_MOMENT),
    ("day", datetime(2025, 3, 31), Problem.NOT_DAY),
    ("day", date(9999, 12, 31), Problem.NOT_DAY),
    ("text", 3, Problem.NOT_TEXT),
    ("zone", "Europe/Kobenhavn", Problem.NOT_ZONE),
    ("zone", "../etc/passwd", Problem.NOT_ZONE),
])  # fmt: skip
def test_wrong_shapes(key: str, value: object, problem: Problem) -> None:
    reader = Reader({} if value is None else {key: value})
    read = {
        "table": lambda: reader.table("table").text("inside", limit=9),
        "tables": lambda: reader.tables("tables"),
        "texts": lambda: reader.texts("texts", limit=9),
        "clock": lambda: reader.clock("clock"),
        "moment": lambda: reader.moment("moment", ZONE),
        "day": lambda: reader.day("day"),
        "text": lambda: reader.text("text", limit=9),
        "zone": lambda: reader.zone("zone", ZONE),
    }
    read[key]()
    assert faults(reader) == [(key, problem)]


@pytest.mark.parametrize("wrong", ["", "ØA26", "oea 26", "-oea26", "oea--26", "OEA26", "a" * 41, "oea26/"])
def test_a_key_is_for_files_and_addresses(wrong: str) -> None:
    reader = Reader({"key": wrong})
    reader.key("key")
    assert faults(reader)


@pytest.mark.parametrize(
    "wrong", ["oea26", "@kl.example", "a b@kl.example", "a@kl", "a@kl.example, b@kl.example", "a@b..c"]
)
def test_an_address_is_one_address(wrong: str) -> None:
    reader = Reader({"mailbox": wrong})
    reader.email("mailbox")
    assert faults(reader) == [("mailbox", Problem.NOT_EMAIL)]


def test_names_that_come_twice() -> None:
    assert twice(["a", "b", "a", "a"]) == [(2, "a"), (3, "a")]


@given(st.text())
def test_clean_text_stays_clean(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert "\r" not in clean(text)


instants_ = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from([ZONE, "UTC", "America/Nuuk", "Australia/Lord_Howe", "Asia/Kathmandu"])


@given(instants_, zones)
def test_an_instant_survives_the_file(instant: datetime, tz: str) -> None:
    assert instants.from_local(instants.to_local(instant, tz), tz) == instant


@pytest.mark.parametrize("minutes", range(0, 180, 15))
def test_an_instant_survives_the_file_when_the_clocks_change(minutes: int) -> None:
    for day in (datetime(2025, 3, 29, 23, 30, tzinfo=UTC), datetime(2025, 10, 25, 23, 30, tzinfo=UTC)):
        instant = day + timedelta(minutes=minutes)
        assert instants.from_local(instants.to_local(instant, ZONE), ZONE) == instant


@given(st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)), zones)
def test_a_local_time_is_read_as_the_clock_on_the_wall_or_not_at_all(local: datetime, tz: str) -> None:
    instant = instants.from_local(local, tz)
    assert instant is None or instant.astimezone(ZoneInfo(tz)).replace(tzinfo=None, fold=0) == local


def test_the_hour_the_clock_skips_does_not_exist() -> None:
    assert instants.from_local(datetime(2025, 3, 30, 2), ZONE) is None
    assert instants.from_local(datetime(2025, 3, 30, 3), ZONE) == datetime(2025, 3, 30, 1, tzinfo=UTC)
