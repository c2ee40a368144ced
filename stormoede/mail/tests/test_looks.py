"""The common look: both forms say the same in the same order, and nothing typed becomes HTML."""

import time
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from stormoede.mail import looks
from stormoede.mail.looks import (
    Break,
    Bullets,
    Button,
    Dated,
    Dates,
    Figures,
    Heading,
    Link,
    Look,
    Paragraph,
    Small,
    Strong,
)

URL = "https://stormoede.example/p/abc"
LOOK = Look(
    language="da",
    subject="Vælg aften",
    sender="KL",
    preheader="Det samme møde to aftener.",
    heading="Vælg en aften til stormøde",
    content=(
        Paragraph("Kære Mette Overgaard"),
        Heading("Om mødet"),
        Dates(
            (
                Dated("Mandag den", "31. marts", "kl. 19.00-20.30"),
                Dated("Torsdag den", "3. april", "kl. 19.00-20.30", "Odense"),
            )
        ),
        Button(URL, "Vælg aften", "Vælg aften her"),
        Paragraph("Svar senest ", Strong("onsdag den 26. marts"), ". Læs ", Link(URL, "brevet"), "."),
        Bullets((("først",), ("så",)), numbered=True),
        Figures("123456"),
        Paragraph(Strong("Birgitte Holm"), ", formand", Break(), "KL"),
    ),
    footer=(
        Small(("Kan du ikke trykke på knappen? Åbn ", Link(URL), "."), only="html"),
        Small(("Adressen er personlig.",), only="plain"),
        Small((Link(URL + "/u", "Stop påmindelser"), ".")),
    ),
)


class Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open[-1] != "style":
            self.words.append(data.strip())


def test_both_forms_say_the_same_in_the_same_order() -> None:
    text, html = looks.render(LOOK)
    said = " ".join(Reader(html).words)
    place_text = place_html = 0
    for words in (
        "Kære Mette Overgaard",
        "Om mødet",
        "31. marts",
        "kl. 19.00-20.30",
        "3. april",
        "Odense",
        "Svar senest",
        "onsdag den 26. marts",
        "først",
        "123456",
        "Birgitte Holm",
        "Stop påmindelser",
    ):
        place_text = text.index(words, place_text)
        place_html = said.index(words, place_html)
    assert text.count(URL) == 3
    assert "Kan du ikke trykke" not in text
    assert "Adressen er personlig" not in said


def test_the_html_is_well_formed_and_asks_for_nothing_from_outside() -> None:
    reader = Reader(looks.render(LOOK)[1])
    assert reader.open == []
    assert not {"img", "script", "link", "iframe"} & set(reader.tags)
    assert reader.tags.count("h1") == 1


def test_lines_of_the_text_break_before_column_80() -> None:
    text, _ = looks.render(replace(LOOK, content=[Paragraph("ord " * 100)]))
    assert max(map(len, text.split("\n"))) <= 80


@given(st.text(max_size=50))
def test_what_was_typed_is_shown_as_it_was_typed(typed: str) -> None:
    hostile = f"<b>{typed}</b><script>&{{{{ x }}}}"
    look = replace(
        LOOK,
        subject=hostile,
        heading=hostile,
        preheader=hostile,
        sender=hostile,
        content=[
            Paragraph(hostile, Strong(hostile), Link("https://a.example/?" + hostile, hostile)),
            Heading(hostile),
            Figures(hostile),
            Button(URL, hostile),
            Bullets(((hostile,),)),
            Dates((Dated(hostile, hostile, hostile),)),
        ],
    )
    text, html = looks.render(look)
    assert html.count("<script") == 0
    assert html.count("<b>") == 0
    assert hostile.split("\n")[0].split(" ")[0] in text


def test_a_mail_is_made_in_a_fraction_of_a_millisecond() -> None:
    """In the best of some turns: in another a collection of garbage may fall, or what a busy machine does beside."""

    def turn() -> float:
        began = time.thread_time()
        for _ in range(100):
            looks.render(LOOK)
        return (time.thread_time() - began) / 100

    assert min(turn() for _ in range(6)) < 0.0003


def test_a_from_to_time_stays_on_one_line() -> None:
    kept = '<span style="white-space:nowrap;">kl. 19.00-20.30</span>'
    _text, html = looks.render(replace(LOOK, content=(*LOOK.content, Paragraph("Mandag ", Strong("kl. 19.00-20.30")))))
    assert html.count("19.00-20.30") == html.count(kept) == 3
