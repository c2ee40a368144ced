"""docs/reference/round-file.md names every key of a round's file, and no other."""

import re
from collections.abc import Iterator

import pytest

from stormoede.members.actions import denmark
from stormoede.rounds import files, kinds
from stormoede.rounds.core.tables import Reader
from stormoede.rounds.models import Round
from stormoede.rounds.refusals import FileRefused
from stormoede.rounds.tests.makers import AT, BY
from tests.house import tree

PAGE = tree.TOP / "docs" / "reference" / "round-file.md"
# What stands under each heading of the page, as places in a file; a track's kind is added to its place.
PLACES = {
    "The round": "",
    "`[sender]`": "sender.",
    "`[contact]`": "contact.",
    "`[[signatories]]`": "signatories.",
    "`[[tracks]]`": "tracks.",
    "A track of the kind `notice`": "tracks(notice).",
    "A track of the kind `deliberations`": "tracks(deliberations).",
    "`[[tracks.regions]]`": "tracks(deliberations).regions.",
    "A track of the kind `meetings`": "tracks(meetings).",
    "`programme`": "tracks(meetings).programme.",
    "`[[tracks.dates]]`": "tracks(meetings).dates.",
    "A track of the kind `call`": "tracks(call).",
    "A track of the kind `talks`": "tracks(talks).",
    "A track of the kind `contributions`": "tracks(contributions).",
    "`[[tracks.deadlines]]`": "tracks(contributions).deadlines.",
    "`[[tracks.questions]]`": "tracks(contributions).questions.",
    "`[[letters]]`": "letters.",
}
# What no shipped round asks for.
MORE = """
[[tracks]]
key = "status"
kind = "call"
title = "Status"
audience = "kommunalbestyrelser"
starts = 2025-05-14 15:30:00

[[tracks]]
key = "tal"
kind = "contributions"
title = "Tal"
deadline = 2025-04-25 12:00:00
questions = [{ key = "antal", title = "Hvor mange?", kind = "number", unit = "personer" }]
deadlines = [{ region = "KKR Nordjylland", deadline = 2025-04-20 12:00:00 }]

[[tracks]]
key = "topmoede"
kind = "notice"
title = "Topmødet"
"""
TEXTS = "`[letters.da]` and `[letters.en]`"
# Another room reads these, without a Reader; its own tests hold its keys.
AUDIENCES = "`[[audiences]]`"


def told() -> Iterator[str]:
    """The places the page names."""
    heading = ""
    for line in PAGE.read_text(encoding="utf-8").split("\n"):
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif key := re.match(r"\| `(\w+)` \|", line):
            if heading == TEXTS:
                yield from (f"letters.{language}.{key[1]}" for language in ("da", "en"))
            elif heading != AUDIENCES:
                yield PLACES[heading] + key[1]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every place that is read while a file is loaded."""
    places: set[str] = set()
    take, part = Reader._take, [""]

    def taken(self: Reader, key: str, required: bool) -> object:
        places.add(part[0] + re.sub(r"\[\d+\]", "", self.place(key)).lstrip("."))
        return take(self, key, required)

    load_track, load_sections, parse = files._load_track, files._load_sections, files._parse

    def parsed(text: str) -> dict[str, object]:
        part[0] = ""
        return parse(text)

    def track(round: Round, head: files._Head, **named: object) -> None:
        part[0] = f"tracks({head.kind})."
        load_track(round, head, **named)  # type: ignore[arg-type]

    def sections(round: Round, of: object, *rest: object, **named: object) -> None:
        part[0] = "".join(f"{name}." for name in of)  # type: ignore[attr-defined]
        load_sections(round, of, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Reader, "_take", taken)
    monkeypatch.setattr(files, "_parse", parsed)
    monkeypatch.setattr(files, "_load_track", track)
    monkeypatch.setattr(files, "_load_sections", sections)
    return places


@pytest.mark.django_db
def test_the_page_names_every_key_and_no_other(asked: set[str]) -> None:
    denmark.load(by=BY, at=AT)
    for name in ("oea26", "taet-paa"):
        more = MORE if name == "oea26" else ""
        files.load((tree.TOP / "rounds" / f"{name}.toml").read_text(encoding="utf-8") + more, by=BY, at=AT)
    sections = {"audiences", "tracks", "letters"}
    assert asked - sections == set(told())


def test_every_kind_has_its_part() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [kind for kind in kinds.known() if f"A track of the kind `{kind}`" not in page] == []


@pytest.mark.django_db
def test_what_the_page_says_must_be_there_must_be_there() -> None:
    """An empty file is refused for exactly the keys of the round that are marked so."""
    page = PAGE.read_text(encoding="utf-8")
    part = page.split("## The round")[1].split("## `[sender]`")[0]
    must = set(re.findall(r"\| `(\w+)` \|[^|]*\*must\*", part))
    with pytest.raises(FileRefused) as refused:
        files.load("", by=BY, at=AT)
    assert {reason.where for reason in refused.value.reasons} == must
