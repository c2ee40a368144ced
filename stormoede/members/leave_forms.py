"""What is filled in about leaves, at the desk or by a council's secretary, and about an address that is proposed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stormoede.lib import fields


class StandInForm(forms.Form):
    """Who stands in; nobody when no name is written."""

    name = forms.CharField(label=gettext_lazy("The stand-in's name"), required=False, max_length=160)
    email = forms.CharField(
        label=gettext_lazy("The stand-in's mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("email") and not cleaned.get("name"):
            self.add_error("name", _("Write the stand-in's name too."))
        return cleaned


class LeaveForm(StandInForm):
    """A leave, and who stands in."""

    first = fields.day(gettext_lazy("First day of the leave"), gettext_lazy("Choose the day"))
    last = fields.day(
        gettext_lazy("Last day of the leave"), help_text=gettext_lazy("Leave it empty when nobody knows yet.")
    )
    field_order = ("first", "last", "name", "email")


class ProposedAddressForm(forms.Form):
    """An address somebody else proposes."""

    email = forms.CharField(
        label=gettext_lazy("Mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )


class ProposedStandInForm(LeaveForm):
    """A stand-in somebody else proposes."""

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.fields["name"].required = True


class ChangeForm(StandInForm):
    """Another stand-in, from a day."""

    first = fields.day(gettext_lazy("From which day"), gettext_lazy("Choose the day"))
    field_order = ("first", "name", "email")
