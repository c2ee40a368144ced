"""Cutting: offsets give the words, nothing is lost, nothing stands twice."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stormoede.passages.core import cutting, kinds
from stormoede.passages.core.kinds import Kind

TEXT = st.text(st.characters(codec="utf-8"), max_size=400) | st.lists(
    st.sampled_from(["Vi mener. ", "kr. 10 mio. ", "\n", "\n\n", "- ", "1. ", "Æ", " ", "ord " * 40, "!" , "\t"]), max_size=40
).map("".join)  # fmt: skip


@given(TEXT)
@example("Et.\n\n\n  To \n- tre\n- fire")
def test_passages_lose_nothing_and_do_not_overlap(raw):
    words = cutting.clean(raw)
    spans = cutting.cut(words)
    assert spans == sorted(spans)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    left = "".join(span.of(words) for span in spans)
    assert "".join(left.split()) == "".join(words.split())
    assert all(span.of(words) == span.of(words).strip() != "" for span in spans)


@given(TEXT)
def test_a_clean_text_stays_as_it_is(raw):
    assert cutting.clean(cutting.clean(raw)) == cutting.clean(raw)


def test_points_of_a_list_are_passages():
    words = "Vi peger på:\n- ældre\n- skoler\n2. veje\n\nDet er alt."
    assert [span.of(words) for span in cutting.cut(words)] == [
        "Vi peger på:",
        "- ældre",
        "- skoler",
        "2. veje",
        "Det er alt.",
    ]


def test_a_long_paragraph_is_cut_between_sentences():
    sentence = "Udgiften er steget 12 mio. kr. siden 2022, jf. budgettet, og det mærkes hver dag. "
    words = cutting.clean(sentence * 30)
    spans = cutting.cut(words)
    assert len(spans) > 3
    assert all(span.of(words).startswith("Udgiften") and span.of(words).endswith("dag.") for span in spans)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Antallet af borgere over 80 år stiger med 30 procent.", Kind.FACT),
        ("Servicerammen bør følge med.", Kind.POSITION),
        ("Vi mener, at de 12 mio. kr. skal komme igen.", Kind.MIXED),
        ("Tak for en god dialog.", Kind.POSITION),
    ],
)
def test_what_a_passage_is_taken_for(words, kind):
    assert kinds.propose(words) is kind
