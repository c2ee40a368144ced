"""The DOCX says what the document says, in the styles word processors know, whatever the text holds."""

import io
import zipfile
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from stormoede.documents.core import docx
from stormoede.documents.core.tree import Heading, Items, Link, Note, Paragraph, Strong, Table
from stormoede.documents.tests import made
from stormoede.documents.tests.made import W
from tests.examples import examples

FILE = docx.write(made.WHOLE)


def test_headings_are_headings() -> None:
    found = [(style, words) for style, words in made.styles(FILE) if style.startswith("Heading")]
    assert found == [("Heading1", "Alt, der er sagt"), ("Heading2", "Skoler"), ("Heading3", "Tabel")]
    named = {one.attrib[f"{W}styleId"] for one in made.part(FILE, "styles").iter(f"{W}style")}
    assert {style for style, _words in made.styles(FILE) if style} <= named


def test_footnotes_stand_where_they_are_meant_and_hold_their_words() -> None:
    marks = [one.attrib[f"{W}id"] for one in made.part(FILE).iter(f"{W}footnoteReference")]
    notes = {one.attrib[f"{W}id"]: made.words(one).strip() for one in made.part(FILE, "footnotes").iter(f"{W}footnote")}
    assert [notes[mark] for mark in marks] == ["Assens, 10. april", "Kerteminde, kl@kl.example"]
    assert set(notes) == {"-1", "0", *marks}


def test_lists_are_numbered_from_their_own_start() -> None:
    numbered = [
        (one.find(f"{W}ilvl").attrib[f"{W}val"], one.find(f"{W}numId").attrib[f"{W}val"])  # type: ignore[union-attr]
        for one in made.part(FILE).iter(f"{W}numPr")
    ]
    # 4 and 5 with a point between them, a list with points, and a list that begins anew.
    assert numbered == [("0", "2"), ("1", "1"), ("0", "2"), ("0", "1"), ("0", "3")]
    starts = [one.attrib[f"{W}val"] for one in made.part(FILE, "numbering").iter(f"{W}startOverride")]
    assert (starts[0], starts[-1]) == ("4", "1")


def test_a_table_has_its_head_on_each_page_and_a_link_its_address() -> None:
    table = made.part(FILE).find(f".//{W}tbl")
    assert table is not None
    first, *rest = table.iter(f"{W}tr")
    assert first.find(f"{W}trPr/{W}tblHeader") is not None
    assert [made.words(row) for row in (first, *rest)] == ["HvemHvad", "ÆrøSvar & bilag"]
    assert "https://stormoede.example/?a=1&amp;b=2" in _raw(FILE, "word/_rels/document.xml.rels")


def test_what_is_crossed_out_strong_and_at_the_foot() -> None:
    runs = {made.words(run): run for run in made.part(FILE).iter(f"{W}r")}
    assert runs["faldt"].find(f"{W}rPr/{W}strike") is not None
    assert runs["steg"].find(f"{W}rPr/{W}b") is not None
    assert made.words(made.part(FILE, "footer1")).startswith("Internt (§ 25)")


def test_a_linked_word_in_a_strong_note_in_a_table_keeps_its_words() -> None:
    link = Link("https://a.example/", ["her"])
    file = docx.write(made.of(Table(["A"], [[["x", Note([Strong([link, Note(["inde"])])])]]])))
    assert made.words(made.part(file, "footnotes")).strip() == "her (https://a.example/) (inde)"


def test_hostile_text_is_text() -> None:
    bad = made.HOSTILE
    blocks = [Heading(2, [bad]), Paragraph([Strong([bad]), Note([bad]), Link(f"https://x.example/{bad}", [bad])])]
    file = docx.write(made.of(*blocks, title=bad, foot=bad))
    told = made.styles(file)
    assert len(told) == 3
    assert {words.count("<w:p/> & \"'=1+1'\" ]]>") for _style, words in told} == {1, 2}
    _parts(file)


TEXT = st.text(st.characters(codec=None), max_size=30)
INLINE = st.recursive(
    TEXT,
    lambda within: st.one_of(
        st.builds(Strong, st.lists(within, max_size=2)),
        st.builds(Note, st.lists(within, max_size=2)),
        st.builds(Link, TEXT, st.lists(within, max_size=2)),
    ),
    max_leaves=4,
)
PARAGRAPH = st.builds(Paragraph, st.lists(INLINE, max_size=3), st.sampled_from(["", "quote", "small"]))
BLOCK = st.recursive(
    st.one_of(PARAGRAPH, st.builds(Heading, st.integers(2, 4), st.lists(INLINE, max_size=2))),
    lambda within: st.builds(Items, st.lists(st.lists(within, max_size=2), max_size=2), st.none() | st.integers(0, 9)),
    max_leaves=4,
)


@given(st.lists(BLOCK, max_size=4), TEXT)
@settings(max_examples=examples(80), deadline=None)
def test_whatever_is_written_the_file_is_well_formed_and_its_notes_and_lists_are_there(
    blocks: list[object], title: str
) -> None:
    file = docx.write(made.of(*blocks, title=title, foot=title))
    assert file == docx.write(made.of(*blocks, title=title, foot=title))
    _parts(file)
    body = made.part(file)
    marks = [one.attrib[f"{W}id"] for one in body.iter(f"{W}footnoteReference")]
    notes = [one.attrib[f"{W}id"] for one in made.part(file, "footnotes").iter(f"{W}footnote")]
    assert notes[2:] == sorted(marks, key=int)
    lists = {one.attrib[f"{W}numId"] for one in made.part(file, "numbering").iter(f"{W}num")}
    assert {one.attrib[f"{W}val"] for one in body.iter(f"{W}numId")} <= lists
    links = _raw(file, "word/_rels/document.xml.rels").count("TargetMode")
    assert links == sum(1 for _one in body.iter(f"{W}hyperlink"))


def _parts(file: bytes) -> None:
    """Every part is XML, and is called what the list of parts calls it."""
    with zipfile.ZipFile(io.BytesIO(file)) as held:
        assert held.testzip() is None
        for name in held.namelist():
            ElementTree.fromstring(held.read(name))
        listed = held.read("[Content_Types].xml").decode()
        assert all(f'"/{name}"' in listed for name in held.namelist() if name.endswith(".xml") and name[0] != "[")


def _raw(file: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(file)) as held:
        return held.read(name).decode()
