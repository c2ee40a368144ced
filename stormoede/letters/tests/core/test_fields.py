from hypothesis import given
from hypothesis import strategies as st

from stormoede.letters.core import fields

NAMES = st.text(
    st.characters(blacklist_categories=["Cc", "Cs", "Co", "Z"], blacklist_characters="()\\"), min_size=1, max_size=20
)


def marked(name: str) -> str:
    return f"<{name}>"


def test_danish_and_english_names_are_one_field() -> None:
    form = fields.line_form("Kære ((navn)), ((Name)) og (( NAVN ))")
    assert form.fill({"name": "Mette Overgaard"}, marked) == "Kære Mette Overgaard, Mette Overgaard og Mette Overgaard"


def test_every_known_field_has_a_name_in_both_languages() -> None:
    for english, danish in (*fields.NAMES, *fields.BLOCKS):
        assert fields.key(english) == fields.key(danish.upper()) == english


def test_an_unknown_and_an_empty_field_are_shown_and_named() -> None:
    form = fields.line_form("((navn)) fra ((kommune)), ((kommune)), ((vejret))")
    assert form.missing({"name": "Mette", "municipality": ""}) == ("kommune", "vejret")
    assert form.fill({"name": "Mette", "municipality": ""}, marked) == "Mette fra <kommune>, <kommune>, <vejret>"


@given(NAMES)
def test_every_field_is_shown_whatever_its_name(name: str) -> None:
    form = fields.line_form(f"før (({name})) efter")
    assert form.fill({}, marked) == f"før <{name}> efter"


@given(st.text(), st.text())
def test_a_value_stays_as_it_is_even_when_it_looks_like_a_field(typed: str, value: str) -> None:
    shown = fields.line_form("a ((navn)) b").fill({"name": value or "x", typed: "never"}, marked)
    assert shown == f"a {value or 'x'} b"


@given(st.text())
def test_no_text_can_make_a_slot(text: str) -> None:
    held, _ = fields.slotted(text)
    assert "\ue000" not in fields.clean(text) and "\ue001" not in fields.clean(text)
    assert held.count("\ue000") == len(fields.slotted(text)[1])


def test_a_typed_slot_is_not_a_slot() -> None:
    assert fields.line_form("\ue000page\ue001").names == ()


def test_escaped_and_empty_brackets_are_text() -> None:
    form = fields.line_form(r"\((navn)) (()) ((  )) ( (navn) )")
    assert form.names == ()
    assert form.fill({}, marked) == "((navn)) (()) (( )) ( (navn) )"


def test_template_code_is_printed_as_typed() -> None:
    typed = '{{ settings.SECRET_KEY }} {% load x %} #read("/etc/passwd") $x$'
    assert fields.line_form(typed).fill({}, marked) == typed


@given(st.text())
def test_a_line_is_one_line_without_control_characters(text: str) -> None:
    line = fields.line(text)
    assert line.splitlines() in ([], [line])
    assert fields.line(line) == line


def test_settled_values_stay_and_slots_remain() -> None:
    form = fields.line_form("((navn)) om ((runde))").settled({"round": "ØA26"})
    assert form.names == ("navn",)
    assert form.fill({"name": "Mette"}, marked) == "Mette om ØA26"
