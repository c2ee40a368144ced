import json
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormoede.letters.compose import MAIL
from stormoede.letters.core import fields, html, plain, sheet
from stormoede.letters.core.markdown import blocks_in, parse
from stormoede.letters.core.tree import (
    Blocks,
    Button,
    Date,
    Dates,
    Field,
    Heading,
    Items,
    Link,
    Paragraph,
    Signatures,
    Strong,
)
from tests.examples import examples

BLOCKS = Blocks(
    dates=(
        Date("Mandag den 31. marts", "Mandag den", "31. marts", "kl. 19.00-20.30"),
        Date("Torsdag den 3. april", "Torsdag den", "3. april", "kl. 19.00-20.30"),
    ),
    signatories=(("Birgitte Holm", "formand"), ("Anders Kjær Thygesen", "administrerende direktør")),
    button="Svar her",
    columns=("Dag", "Tid"),
)
VALUES = {"name": "Mette Overgaard", "page": "https://stormoede.example/p/abc"}
# What Markdown, HTML, typst and Django would each make something of.
HOSTILE = st.text(
    st.one_of(st.sampled_from(list("<>&\"'`*_#[]()!\\-+.1\n {}%$@/:~|=")), st.characters(blacklist_categories=["Cs"])),
    max_size=80,
)


class Reading(HTMLParser):
    """Which tags and addresses a browser would find, and the text it would show."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.names: set[str] = set()
        self.shown: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


def read(text: str) -> Reading:
    reading = Reading()
    reading.feed(text)
    reading.close()
    return reading


def page(source: str, values: dict[str, str] | None = None) -> str:
    form = fields.form(html.lock(html.body(parse(source), BLOCKS, html.PAGE)))
    return form.fill({k: html.escape(v) for k, v in (values or VALUES).items()}, html.page_mark)


def text(source: str) -> str:
    return plain.wrap(fields.form(plain.body(parse(source), BLOCKS)).fill(VALUES, plain.mark))


def test_what_a_letter_may_hold() -> None:
    tree = parse(
        "# Spor\n\nKære ((navn)), **vigtigt** [her](https://kl.example/a).\n\n1. en\n2. to\n\n---\n\n### Under"
    )
    assert [type(block).__name__ for block in tree] == ["Heading", "Paragraph", "Items", "Rule", "Heading"]
    assert tree[0] == Heading(2, ("Spor",)) and tree[4] == Heading(3, ("Under",))
    assert tree[1] == Paragraph(
        ("Kære ", Field("navn"), ", ", Strong(("vigtigt",)), " ", Link("https://kl.example/a", ("her",)), ".")
    )
    assert isinstance(tree[2], Items) and tree[2].start == 1


def test_blocks_stand_alone_in_both_languages() -> None:
    tree = parse("((aftener))\n\n((knap: Vælg aften))\n\n((signatures))\n\n((dates))\n\n((Button))")
    assert [type(block) for block in tree] == [Dates, Button, Signatures, Dates, Button]
    assert tree[1] == Button("knap: Vælg aften", "Vælg aften")
    assert blocks_in(parse("- ((knap))\n- x")) == {"button"}


def test_a_block_inside_a_sentence_is_a_missing_field() -> None:
    assert "<mark>((aftener))</mark>" in page("Kom ((aftener)) til os")


def test_a_block_with_nothing_to_fill_it_is_a_missing_field() -> None:
    shown = html.body(parse("((aftener))\n\n((knap: Gå))\n\n((underskrift))"), Blocks(), html.PAGE)
    assert fields.form(shown).missing({}) == ("aftener", "knap: Gå", "underskrift")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "http://kl.example", "//kl.example", "/etc/passwd",
     "https://kl@evil.example", "vbscript:x", "mailto:a@b.example?bcc=c@d.example", "ftp://x.example", "https:evil"],
)  # fmt: skip
def test_only_https_and_mailto_become_links(address: str) -> None:
    shown = page(f"[tryk]({address}) <{address}>")
    assert read(shown).addresses == []
    assert html.escape(address, quote=False) in shown


def test_a_link_may_go_to_the_readers_own_page_and_to_no_other_field() -> None:
    assert read(page("[svar](((side)))")).addresses == [VALUES["page"]]
    assert read(page("[svar](((navn)))")).addresses == []


@pytest.mark.parametrize("style", [MAIL, html.PAGE])
@given(source=HOSTILE, value=HOSTILE)
@settings(max_examples=examples(150), deadline=None)
def test_text_never_becomes_markup(style: html.Style, source: str, value: str) -> None:
    """Whatever is typed, in the letter or in a name, a browser finds only what letters are made of."""
    raw = html.body(parse(f"((navn)) {source}"), BLOCKS, style)
    for made in (raw, html.lock(raw)):
        reading = read(fields.form(made).fill({"name": html.escape(value), "page": "https://x.example"}, html.mark))
        assert set(reading.tags) <= html._TAGS
        assert not any(name.startswith("on") for name in reading.names)
        assert all(
            address.startswith(("https://", "mailto:", "HTTPS://", "MAILTO:")) or ":" in address
            for address in reading.addresses
        )
        assert not any(
            address.lower().startswith(("javascript", "data", "vbscript", "file")) for address in reading.addresses
        )


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc", "Co", "Zl", "Zp", "Zs"]), min_size=1, max_size=60))
@settings(deadline=None)
def test_a_value_is_shown_as_it_is(value: str) -> None:
    assert "".join(read(page("Kære ((navn)),", {"name": value})).shown) == f"Kære {value},"


@given(HOSTILE)
@settings(max_examples=examples(150), deadline=None)
def test_the_second_lock_takes_nothing_away(source: str) -> None:
    made = html.body(parse(source), BLOCKS, html.PAGE)
    once, locked = read(made), read(html.lock(made))
    assert (once.tags, "".join(once.shown), once.addresses) == (locked.tags, "".join(locked.shown), locked.addresses)


@given(st.lists(st.sampled_from(["navn", "vejret", "kommune", "side", "knap", "aftener"]), min_size=1), HOSTILE)
@settings(deadline=None)
def test_every_field_is_in_every_form(names: list[str], noise: str) -> None:
    """A field that has no value is told wherever it stands, in each form the letter takes."""
    source = "".join(f"{noise}\n\nord (({name}))x\n\n" for name in names)
    for made in (
        html.lock(html.body(parse(source), Blocks(), html.PAGE)),
        plain.body(parse(source), Blocks()),
        sheet.text({"body": sheet.body(parse(source), Blocks())}),
    ):
        assert set(names) <= set(fields.form(made).missing({}))


@given(HOSTILE)
@settings(deadline=None)
def test_a_sheet_is_strings_and_lists_whatever_is_typed(source: str) -> None:
    form = fields.form(sheet.text({"body": sheet.body(parse(f"((navn)) {source}"), BLOCKS)}))
    assert json.loads(form.fill({"name": sheet.value(source or "x")}, sheet.mark))["body"]


def test_html_code_pictures_and_templates_are_printed_as_typed() -> None:
    typed = '<b>fed</b> `kode` {{ navn }} {% if x %} #eval("1") &amp; $x$ <!-- x -->'
    assert "".join(read(page(typed)).shown) == typed
    assert text(typed) == typed


def test_plain_text_tells_the_same_in_the_same_order() -> None:
    source = "## Mødet\n\nKære ((navn))\n\n((aftener))\n\n((knap: Vælg aften))\n\n- et\n- to\n\n[brev](https://kl.example/b) <mailto:a@kl.example>\n\n((underskrift))"
    assert text(source) == (
        "Mødet\n\nKære Mette Overgaard\n\n  Mandag den 31. marts kl. 19.00-20.30\n  Torsdag den 3. april kl. 19.00-20.30\n\n"
        "Vælg aften:\nhttps://stormoede.example/p/abc\n\n- et\n- to\n\nbrev (https://kl.example/b) a@kl.example\n\n"
        "Birgitte Holm, formand\nAnders Kjær Thygesen, administrerende direktør"
    )


@given(
    st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30), min_size=1, max_size=60),
    st.sampled_from(["", "- ", "12. "]),
)
@settings(deadline=None)
def test_lines_hold_78_characters_and_every_word(words: list[str], lead: str) -> None:
    wrapped = plain.wrap(lead + " ".join(words))
    assert all(len(line) <= 78 for line in wrapped.split("\n"))
    assert wrapped.split() == (lead + " ".join(words)).split()
    assert all(line.startswith(" " * len(lead)) for line in wrapped.split("\n")[1:])


def test_a_time_is_never_parted_from_its_word() -> None:
    assert parse("den 31. marts kl. 19.00") == (Paragraph(("den 31.\xa0marts kl.\xa019.00",)),)
    assert "\xa0" not in text("ord " * 17 + "kl. 19.00-20.30")
    assert "\nkl. 19.00-20.30" in text("ord " * 18 + "kl. 19.00-20.30")


def test_a_from_to_time_stays_on_one_line_in_mail_and_on_the_page() -> None:
    source = "Mandag den 31. marts kl. 19.00-20.30, og **torsdag kl. 19.00-20.30**"
    for style in (MAIL, html.PAGE):
        made = html.lock(html.body(parse(source), Blocks(), style))
        assert made.count(f"{style.opens['span']}kl.&nbsp;19.00-20.30</span>") == 2
