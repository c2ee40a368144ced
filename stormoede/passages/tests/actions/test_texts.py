"""Through any edits, versions and erasures every passage's offsets give its words, and every quote stands or is marked."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stormoede.events.actor import system
from stormoede.passages import queries
from stormoede.passages.actions import quotes, rulings, texts
from stormoede.passages.actions.texts import NewText
from stormoede.passages.core import cutting
from stormoede.passages.core.kinds import Basis, Kind
from stormoede.passages.core.quotes import Fault
from stormoede.passages.models import Passage, Quote, Ruling, Text
from stormoede.passages.refusals import Erased, NotInTheText, ReasonMissing
from stormoede.rounds.models import Round
from stormoede.rounds.tests import makers
from tests.examples import examples

pytestmark = pytest.mark.django_db
AT = datetime(2025, 3, 10, 12, tzinfo=UTC)
BY = system("test")
WORDS = st.lists(
    st.sampled_from(["Udgiften steg 4 procent. ", "Vi ønsker ro. ", "\n\n", "- et punkt\n", "»Æble« ", "🙂 "]), min_size=1, max_size=12
).map("".join)  # fmt: skip
# What can happen: a new text, an edit, a quote, an erasure, a newer version, a ruling.
STEPS = st.lists(st.tuples(st.sampled_from("NEQXVK"), st.integers(0, 5), WORDS, st.integers(0, 40)), max_size=14)


def kept(words, round, number=0):
    return texts.keep(round.pk, [NewText(f"test:{number}", words)], basis=Basis.INTERNAL, at=AT)[0]


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_offsets_and_quotes_hold_through_anything(steps):
    Text.objects.all().delete()
    Quote.objects.all().delete()
    round = Round.objects.first() or makers.make()
    ids = [kept("Vi begynder her. Det er 1 ting.", round).pk]
    for number, (step, which, words, place) in enumerate(steps, 1):
        pk = ids[which % len(ids)]
        text = Text.objects.get(pk=pk)
        match step:
            case "N":
                ids.append(kept(words, round, number).pk)
            case "V":
                newer = kept(words, round, number).pk
                ids.append(newer)
                texts.replace({pk: newer}, at=AT)
            case "X":
                texts.erase(pk, by=BY, at=AT)
            case "K":
                for passage in text.passages.all()[:1]:
                    rulings.set_kind(passage.pk, Kind.FACT, "Et tal", by=BY, at=AT)
            case _ if text.erased_at:
                with pytest.raises(Erased):
                    texts.edit(pk, words, by=BY, at=AT)
            case "E":
                texts.edit(pk, words, by=BY, at=AT)
            case "Q" if text.words:
                start = place % len(text.words)
                quotes.make(pk, start, min(start + 9, len(text.words)), by=BY, at=AT)
    _hold()


def _hold():
    for text in Text.objects.prefetch_related("passages"):
        spans = [cutting.Span(one.start, one.end) for one in text.passages.all()]
        assert spans == cutting.cut(text.words)
    for one in queries.shown(Quote.objects.all()):
        quote = Quote.objects.select_related("text__replaced_by").get(pk=one.id)
        text = quote.text
        if one.fault is None:
            assert text.words[quote.start : quote.end] == one.words != ""
            assert text.replaced_at is None or one.words in text.replaced_by.words
        else:
            assert one.why
        if text.erased_at:
            assert (one.fault, one.words) == (Fault.ERASED, "")


def _text(words="Udgiften steg 4 procent.\n\nVi ønsker ro."):
    return kept(words, makers.make())


def test_a_quote_of_a_corrected_text_is_struck_out():
    text = _text()
    quote = quotes.make(text.pk, 0, 24, by=BY, at=AT)
    texts.edit(text.pk, "Udgiften steg 5 procent.\n\nVi ønsker ro.", by=BY, at=AT)
    (one,) = queries.shown([quote.pk])
    assert (one.fault, one.words) == (Fault.CHANGED, "Udgiften steg 4 procent.")


def test_a_quote_of_a_text_that_is_gone_is_struck_out():
    text = _text()
    quote = quotes.make(text.pk, 0, 24, by=BY, at=AT)
    text.delete()
    (one,) = queries.shown([quote.pk])
    assert one.fault is Fault.GONE


def test_a_correction_elsewhere_keeps_what_was_settled():
    text = _text()
    last = text.passages.last()
    rulings.set_kind(last.pk, Kind.MIXED, "Begge dele", by=BY, at=AT)
    texts.edit(text.pk, "Udgiften steg 5 procent.\n\nVi ønsker ro.", by=BY, at=AT + timedelta(hours=1))
    assert [(one.kind, one.settled) for one in text.passages.all()] == [("fact", False), ("mixed", True)]


def test_what_a_text_counts_as_is_changed_with_a_reason():
    text = _text()
    with pytest.raises(ReasonMissing):
        rulings.set_basis([text.pk], Basis.PUBLIC, "  ", by=BY, at=AT)
    assert queries.public(text.round).count() == 0
    assert rulings.set_basis([text.pk], Basis.PUBLIC, "Rådet har sagt ja", by=BY, at=AT) == 1
    ruling = Ruling.objects.get()
    assert (ruling.was, ruling.now, ruling.reason, ruling.by) == ("internal-25", "public", "Rådet har sagt ja", str(BY))
    assert list(queries.public(text.round)) == [text]


def test_facts_are_found_in_internal_texts_too():
    text = _text()
    assert [one.words for one in queries.facts(queries.standing(text.round))] == ["Udgiften steg 4 procent."]
    assert Passage.objects.count() == 2


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (0, 9999)])
def test_a_quote_stands_in_its_text(start, end):
    with pytest.raises(NotInTheText):
        quotes.make(_text().pk, start, end, by=BY, at=AT)
