"""A round's file: loaded once, whole or not at all; every fault is named; written back it reads the same."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stormoede.events.models import Event
from stormoede.rounds import files, queries
from stormoede.rounds.core.facts import RoundFacts, Signature
from stormoede.rounds.kinds import DueDate
from stormoede.rounds.models import Notice, Round, Track
from stormoede.rounds.refusals import FileRefused, RoundExists
from stormoede.rounds.tests.makers import AT, BY, Told, known
from tests.examples import examples

pytestmark = pytest.mark.django_db

FILE = '''
key = "oea26"
title = "Økonomiforhandlingerne for 2026"
short = "ØA26"
starts_on = 2025-02-07
ends_on = 2025-06-30
negotiation = "Starten af maj"
letterhead = ["Weidekampsgade 10", "2300 København S"]

[sender]
name = "KL"
mailbox = "oea26@kl.example"

[contact]
name = "Sofie Ravn"
email = "oea26@kl.example"

[[signatories]]
name = "Birgitte Holm"
title = "formand"

[[tracks]]
key = "kkr"
kind = "notice"
title = "Drøftelser på KKR-møder"
when = "I april"
text = """
På KKR-møderne i april vil ØA26 blive sat på dagsordenen.

key = "ikke en nøgle"
"""

[[tracks]]
key = "input"
kind = "notice"
title = "Input fra kommunalbestyrelserne"
'''


def load(text: str) -> Round:
    return files.load(text, by=BY, at=AT)


def refused(text: str, language: str = "en") -> FileRefused:
    with translation.override(language), pytest.raises(FileRefused) as raised:
        load(text)
    assert not Round.objects.exists()
    assert not Track.objects.exists()
    assert not Event.objects.exists()
    return raised.value


def test_a_file_becomes_a_round() -> None:
    round = load(FILE)
    assert (round.key, round.short, round.starts_on) == ("oea26", "ØA26", date(2025, 2, 7))
    assert (round.mailbox, round.contact_name, round.language) == ("oea26@kl.example", "Sofie Ravn", "da")
    assert [(one.name, one.title) for one in round.signatories.all()] == [("Birgitte Holm", "formand")]
    kkr, council_input = round.tracks.all()
    assert (kkr.key, kkr.title, kkr.notice.when) == ("kkr", "Drøftelser på KKR-møder", "I april")
    assert kkr.text.endswith('key = "ikke en nøgle"')
    assert council_input.notice.when == ""
    assert list(Event.objects.order_by("id").values_list("act", "subject")) == [
        ("round.made", "round:oea26"),
        ("track.added", f"track:{kkr.pk}"),
        ("track.added", f"track:{council_input.pk}"),
    ]


def test_written_back_it_reads_the_same() -> None:
    round = load(FILE)
    written = files.dump(round)
    round.delete()
    assert files.dump(load(written)) == written
    assert written.index("title") < written.index("[sender]") < written.index("[[tracks]]")


def test_a_round_is_loaded_once() -> None:
    load(FILE)
    with pytest.raises(RoundExists, match="oea26"):
        load(FILE)
    assert Round.objects.count() == 1


def test_a_file_from_windows_is_read() -> None:
    assert load("\N{ZERO WIDTH NO-BREAK SPACE}" + FILE.replace("\n", "\r\n")).tracks.count() == 2


def test_all_faults_are_named_at_once_with_line_place_reason_and_hint() -> None:
    wrong = FILE.replace("ends_on = 2025-06-30", 'ends_on = "30/6"').replace('mailbox = "oea26@', 'mailbox = "oea26 @')
    wrong = wrong.replace('kind = "notice"', 'kind = "notise"', 1).replace("negotiation", "negotiaton")
    with translation.override("en"):
        said = str(refused(wrong)).split("\n")
    assert said == [
        "Line 6, ends_on: Write a date such as 2025-03-31, without quotation marks.",
        "Line 7, negotiaton: There is nothing by this name. Do you mean negotiation?",
        "Line 12, sender.mailbox: Write a mail address, such as name@association.example.",
        said[3],
    ]
    assert said[3].startswith("Line 24, tracks[0].kind: Write one of these: ")


def test_a_fault_with_a_line_and_no_place_has_a_colon_after_the_line() -> None:
    with translation.override("en"):
        assert str(refused("key =")).startswith("Line 1: The file cannot be read from here on.")


def test_faults_are_told_in_the_language_of_the_reader() -> None:
    why = refused(FILE.replace("ends_on = 2025-06-30", ""), "da").why
    assert why == "Det mangler."
    assert "Mener du when?" in refused(FILE.replace("when =", "whenn ="), "da").why


def test_what_a_kind_refuses_has_its_place_in_the_file() -> None:
    reason = refused(FILE.replace("when =", "whenn =")).reasons[0]
    assert (reason.where, reason.line) == ("tracks[0].whenn", 26)
    assert "Do you mean when?" in reason.why


@pytest.mark.parametrize(("old", "new", "where"), [
    ("ends_on = 2025-06-30", "ends_on = 2025-02-06", "ends_on"),
    ("ends_on = 2025-06-30", "ends_on = 9999-12-31", "ends_on"),
    ('key = "input"', 'key = "kkr"', "tracks[1].key"),
    ('key = "oea26"', 'key = "new"', "key"),
    ("[sender]", "[afsender]", "sender"),
    ('title = "formand"', "", "signatories[0].title"),
    ('language = "da"', 'language = "de"', "language"),
    ('letterhead = ["Weidekampsgade 10"', "letterhead = [10", "letterhead[0]"),
])  # fmt: skip
def test_faults(old: str, new: str, where: str) -> None:
    text = FILE if old in FILE else FILE.replace("[sender]", old + "\n[sender]", 1)
    assert where in [reason.where for reason in refused(text.replace(old, new)).reasons]


@pytest.mark.parametrize(("text", "line"), [('key = "oea26\n', 1), ("a = 1\n\nkey oea26", 3), ("a = 1\na = 2\n", 2), ("", None)])  # fmt: skip
def test_what_is_no_toml_is_refused_with_its_line(text: str, line: int | None) -> None:
    assert refused(text).reasons[0].line == line


def test_a_date_outside_the_round_is_a_sentence() -> None:
    late = DueDate(datetime(2025, 7, 1, 17, tzinfo=UTC), "meeting.deadline", "Fristen udløber")
    with known(notice=Told([late])):
        reason = refused(FILE.replace('when = "I april"', "")).reasons[0]
    assert reason.where == "tracks[0]"
    assert reason.why == (
        "“Fristen udløber” is Tuesday 1 July 2025 at 19:00, but the round lasts from 7 February 2025 to 30 June 2025."
    )


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\"'\\#"), max_size=60
)
line = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=30)
keys = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
days = st.dates(date(2000, 1, 1), date(2060, 1, 1))
facts = st.builds(
    RoundFacts,
    title=line,
    short=line,
    starts_on=days,
    ends_on=days,
    sender_name=line,
    mailbox=st.emails().filter(lambda mail: mail.isascii() and '"' not in mail and "," not in mail),
    contact_name=line,
    contact_email=st.just("oea26@kl.example"),
    sender_department=line | st.just(""),
    negotiation=line | st.just(""),
    letterhead=st.lists(line, max_size=4).map(tuple),
    language=st.sampled_from(["da", "en"]),
    time_zone=st.sampled_from(["Europe/Copenhagen", "America/Nuuk"]),
    two_people_release=st.booleans(),
    signatories=st.lists(st.builds(Signature, line, line), max_size=3).map(tuple),
).filter(lambda told: told.starts_on <= told.ends_on)


@settings(deadline=timedelta(seconds=5), max_examples=examples(30), suppress_health_check=[HealthCheck.too_slow])
@given(facts, st.lists(st.tuples(keys, line, words, line | st.just("")), max_size=3, unique_by=lambda track: track[0]))
def test_load_of_dump_of_load_is_load(told: RoundFacts, tracks: list[tuple[str, str, str, str]]) -> None:
    from stormoede.rounds.actions import notices, rounds
    from stormoede.rounds.actions import tracks as acts

    Round.objects.all().delete()
    made = rounds.make("oea", told, by=BY, at=AT)
    for key, title, text, when in tracks:
        notices.attach(acts.append(made, key=key, kind="notice", title=title, text=text, by=BY, at=AT), when)
    first = files.dump(made)
    made.delete()
    loaded = load(first)
    seen = _seen(loaded)
    second = files.dump(loaded)
    loaded.delete()
    assert _seen(load(second)) == seen
    assert seen[0] == told


def _seen(round: Round) -> tuple[RoundFacts, list[tuple[str, str, str, str]]]:
    tracks = [(track.key, track.title, track.text, track.notice.when) for track in round.tracks.all()]
    return queries.facts(round), tracks


def test_a_notice_is_kept_with_its_track() -> None:
    load(FILE)
    Track.objects.filter(key="kkr").delete()
    assert Notice.objects.count() == 1
