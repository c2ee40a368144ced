"""What is filled in about periods, and before an erasure."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stormoede.protection import words
from stormoede.protection.queries.periods import Ahead


class PeriodsForm(forms.Form):
    """One number of days for each term."""

    def __init__(self, data: Mapping[str, Any] | None, terms: Sequence[Ahead]) -> None:
        super().__init__(data)
        for one in terms:
            self.fields[one.term.key] = forms.IntegerField(
                label=str(one.term.what),
                min_value=1,
                max_value=7300,
                initial=one.days,
                help_text=_("Proposed: %(period)s") % {"period": words.period(one.term.days)},
                widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
            )


class EraseForm(forms.Form):
    """The last look before an erasure: nothing is chosen beforehand."""

    words = forms.BooleanField(
        label=_("What the person said for themselves goes too"),
        required=False,
        help_text=_("What their council has sent in stays: it is the council's."),
    )
    sure = forms.BooleanField(
        label=_("Yes, erase this person"),
        error_messages={"required": _("Say yes first: an erasure cannot be undone.")},
    )
