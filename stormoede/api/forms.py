"""What an administrator fills in about keys and hooks. Extra fields are ignored; what cannot be used the action says."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stormoede.api import wording

_DAYS = ((30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("A year")))


class KeyForm(forms.Form):
    """A key: for which program, for what, for how long."""

    name = forms.CharField(
        label=_("Which program is it for?"),
        max_length=80,
        help_text=_("You know it by this name when it is to be closed."),
        error_messages={"required": _("Write which program the key is for")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it read?"),
        choices=[(scope.value, words) for scope, words in wording.SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose no more than the program needs. It can read, and change nothing."),
        error_messages={"required": _("Choose at least one thing the key may read")},
    )
    days = forms.TypedChoiceField(label=_("For how long?"), choices=_DAYS, coerce=int, initial=90)


class HookForm(forms.Form):
    """A hook: where to, and what it is told of."""

    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("Of the program that is to be told. It begins with https://."),
        error_messages={"required": _("Write the address of the program that is to be told")},
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "https://"}),
    )

    def __init__(self, data: Mapping[str, Any] | None, chosen: Iterable[str] = (), address: str = "") -> None:
        super().__init__(data, initial={"address": address})
        ticked = set(chosen)
        for name, (label, acts) in wording.ACTS.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=label,
                choices=list(acts.items()),
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=[act for act in acts if act in ticked],
            )

    @property
    def now(self) -> dict[str, Any]:
        """What the form begins with, field by field."""
        return {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}

    def acts(self) -> list[str]:
        """The event words ticked."""
        return [act for name in wording.ACTS for act in self.cleaned_data.get(name, [])]
