"""Audiences in a round's file."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormoede.members.actions import audiences
from stormoede.members.core import audiences as core
from stormoede.members.core import phrases
from stormoede.members.core.audiences import Seats
from stormoede.members.models import Audience, Person
from stormoede.members.refusals import SectionRefused
from stormoede.members.sections import AudienceSection
from stormoede.members.tests.cast import AT, BY, load_denmark

PLACES = phrases.Places(
    {"0360": "Lolland", "0492": "Ærø", "0825": "Læsø", "9001": "Nord og Syd", "9002": "Ærø "},
    {"region:syddanmark": "Region Syddanmark", "regional_council:sjaelland": "KKR Sjælland"},
)
ROUND = SimpleNamespace(language="da")


def _some(values: Any) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(values)), max_size=4, unique=True).map(lambda found: tuple(sorted(found)))


@given(
    st.builds(Seats, _some(core.ROLES), _some(core.BODIES), _some(PLACES.organisations), _some(PLACES.groups)),
    st.sampled_from(["da", "en"]),
)
def test_what_is_said_is_read_back(seats: Seats, language: str) -> None:
    if seats != Seats():
        assert phrases.read(phrases.say(seats, PLACES, language), PLACES.known()) == seats


@pytest.mark.parametrize(
    ("text", "seats"),
    [
        ("borgmestre", Seats(roles=("mayor",))),
        ("Økonomiudvalg", Seats(bodies=("finance_committee",))),
        (
            "borgmestre og viceborgmestre i Region Syddanmark",
            Seats(roles=("deputy_mayor", "mayor"), groups=("region:syddanmark",)),
        ),
        ("formænd for KKR", Seats(roles=("chair",), bodies=("regional_council",))),
        ("alle i Læsø, Lolland og 9002", Seats(organisations=("0360", "0825", "9002"))),
        ("mayors in KKR Sjælland", Seats(roles=("mayor",), groups=("regional_council:sjaelland",))),
    ],
)
def test_plain_words(text: str, seats: Seats) -> None:
    assert phrases.read(text, PLACES.known()) == seats


@pytest.mark.parametrize(
    "text", ["", "alle", "konger", "borgmestre i Atlantis", "borgmestre økonomiudvalg", "borgmestre i Ærø"]
)
def test_words_that_say_nothing_certain(text: str) -> None:
    with pytest.raises(core.SpecFault):
        phrases.read(text, PLACES.known())


@pytest.mark.django_db
def test_a_file_is_loaded_and_written_back_the_same() -> None:
    load_denmark()
    known = Person.objects.create(name="Mette Overgaard", sort_key="m", number="4711")
    other = Person.objects.create(name="Peter Skov", sort_key="p")
    tables = [
        {"key": "a-er", "name": "Øer", "who": ["alle i Læsø, Samsø og Ærø"], "except": ["viceborgmestre"]},
        {
            "key": "hurtig",
            "name": "Hurtig besked",
            "who": ["borgmestre", "økonomiudvalg", f"person {other.pk} og 4711"],
        },
        {"key": "alle-hurtige", "name": "Begge", "who": ["målgruppen hurtig", "målgruppen a-er"]},
    ]
    section = AudienceSection()
    section.load(ROUND, tables, by=BY, at=AT)
    written = section.dump(ROUND)
    Audience.objects.all().delete()
    section.load(ROUND, written, by=BY, at=AT)
    assert section.dump(ROUND) == written
    spec = core.read(Audience.objects.get(key="hurtig").spec)
    assert set(spec.any[2].ids) == {known.pk, other.pk}
    keys = [table["key"] for table in written]
    assert keys.index("hurtig") < keys.index("alle-hurtige")


@pytest.mark.django_db
def test_an_audience_that_is_there_is_left_and_a_different_one_refused() -> None:
    load_denmark()
    section = AudienceSection()
    section.load(ROUND, [{"key": "borgmestre", "name": "Alle borgmestre", "who": ["borgmestre"]}], by=BY, at=AT)
    assert Audience.objects.get(key="borgmestre").name == "Borgmestre"
    with pytest.raises(SectionRefused, match=r"\[0\].*borgmestre"):
        section.load(ROUND, [{"key": "borgmestre", "name": "B", "who": ["viceborgmestre"]}], by=BY, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "table",
    [
        {"key": "x", "name": "X"},
        {"key": "x", "name": "X", "who": "borgmestre"},
        {"key": "x", "name": "X", "who": [3]},
        {"key": "x", "name": "X", "who": ["person 9"]},
        {"key": "x", "name": "X", "who": ["borgmestre"], "but": []},
        {"name": "X", "who": ["borgmestre"]},
        {"key": "x", "name": "", "who": ["borgmestre"]},
        {"key": "x", "name": "X", "who": ["målgruppen x"]},
    ],
)
def test_a_table_that_cannot_be_used_is_named(table: dict[str, Any]) -> None:
    with pytest.raises(SectionRefused) as refused:
        AudienceSection().load(ROUND, [{"key": "a", "name": "A", "who": ["borgmestre"]}, table], by=BY, at=AT)
    assert "[1]" in str(refused.value)
    assert audiences.Audience.objects.filter(key="x").count() == 0
