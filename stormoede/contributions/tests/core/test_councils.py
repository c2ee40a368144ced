"""Whose words a text says they are: every municipality in the forms people use, and what is no name at all."""

import pytest

from stormoede.contributions.core.councils import Names
from stormoede.members.core.denmark import municipalities

FORMS = (
    "Input fra {} Kommune", "{} Kommunes høringssvar", "Kommunalbestyrelsen i {} mener", "Byrådet i {} har drøftet det",
    "Høringssvar – {}", "Borgmesteren i {} skriver", "På vegne af {} Byråd", "Svar_{}_Kommune.docx", "{} kommunalbestyrelse",
)  # fmt: skip


@pytest.fixture(scope="module")
def known():
    return {int(one.code): one.name for one in municipalities()}


@pytest.fixture(scope="module")
def names(known):
    return Names({code: [name] for code, name in known.items()})


def test_each_of_them_is_known_in_every_form(known, names):
    missed = [
        form.format(name)
        for code, name in known.items()
        for form in FORMS
        if names.said(form.format(name)).bodies != (code,)
    ]
    assert len(known) == 98
    assert missed == []


@pytest.mark.parametrize(
    ("words", "told", "joint"),
    [
        ("Dette er vejen frem.", [], False),
        ("Vejen frem er samarbejde. Skive for skive.", [], False),
        ("Høje Tåstrup", ["Høje-Taastrup"], False),
        ("Ålborg Byråd", ["Aalborg"], False),
        ("Aabenraa og Haderslev Kommuner", ["Aabenraa", "Haderslev"], True),
        ("Fælles input fra kommunerne i nord: Aalborg, Hjørring og Jammerbugt", ["Aalborg", "Hjørring", "Jammerbugt"], True),
        ("Byrådet i Skive og byrådet i Struer fremsender", ["Skive", "Struer"], True),
        ("Input fra Vejle, som samarbejder med Fredericia", ["Vejle"], False),
    ],
)  # fmt: skip
def test_those_who_speak_together_and_words_that_are_no_names(known, names, words, told, joint):
    said = names.said(words)
    assert ([known[body] for body in said.bodies], said.joint) == (told, joint)
