"""A choice looks to the letter as Django draws it."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

from stormoede.web.drawing import Renderer

CHOICES = [("", _("All")), ("1", "Æ & <b>"), ("2", 'Hals"en'), ("Grupper", [("3", "Tre"), ("4", "Fire")]), (5, "Fem")]


@pytest.mark.parametrize("value", ["", "1", "3", "5", "x"])
@pytest.mark.parametrize("kind", [forms.Select, forms.SelectMultiple, forms.NullBooleanSelect])
def test_it_is_the_same_to_the_letter(kind: type[forms.Select], value: str) -> None:
    widget = kind({"class": "input", "disabled": True, "hidden": False, "data-x": '"'})
    if kind is not forms.NullBooleanSelect:
        widget.choices = CHOICES
    chosen = [value] if kind is forms.SelectMultiple else value
    drawn = [widget.render("of<", chosen, {"id": "id_of"}, renderer=one()) for one in (Renderer, DjangoTemplates)]
    assert drawn[0].split() == drawn[1].split()
    assert drawn[0] == drawn[1]
