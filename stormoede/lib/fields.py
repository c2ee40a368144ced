"""The fields that forms of several rooms share: a day, a moment, one of a few words, a whole number, a line.

All are read in the formats people write, whatever language the page is in.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

type Words = "StrOrPromise"
DAYS: Final = ["%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y"]
MOMENTS: Final = [
    "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H.%M", "%d.%m.%Y kl. %H.%M", "%d.%m.%Y %H:%M",
    "%d.%m.%Y kl. %H:%M",
]  # fmt: skip


def day(label: Words, required: Words = "", help_text: Words = "") -> forms.DateField:
    """A day; ``required`` is what is said when it is not chosen, and without words for that it need not be."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=bool(required),
        input_formats=DAYS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
        error_messages={"required": required, "invalid": _("Write the day as 31.03.2025")},
    )


class Moment(forms.DateTimeField):
    """A day and a time; one that the change of clocks leaves out, or has twice, is told in our words."""

    def to_python(self, value: str | date | None) -> datetime | None:
        try:
            return super().to_python(value)
        except ValidationError as no:
            if getattr(no, "code", None) == "ambiguous_timezone":
                raise ValidationError(
                    _("Choose another time: the clocks are changed in that hour"), code=no.code
                ) from no
            raise


def moment(label: Words, required: Words = "", help_text: Words = "") -> forms.DateTimeField:
    """A day and a time; without words for when it is missing it may be left empty."""
    return Moment(
        label=label,
        help_text=help_text,
        required=bool(required),
        input_formats=MOMENTS,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "short"}),
        error_messages={"required": required, "invalid": _("Write day and time as 31.03.2025 19.00")},
    )


def one_of(
    label: Words, choices: Iterable[tuple[str, Words]], required: Words, help_text: Words = ""
) -> forms.ChoiceField:
    """One of a few, as rings; nothing is chosen beforehand unless the form begins with it."""
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=list(choices),
        widget=forms.RadioSelect,
        error_messages={"required": required, "invalid_choice": required},
    )


def whole(
    label: Words, bounds: tuple[int, int], wrong: Words, help_text: Words = "", *, required: bool = True
) -> forms.IntegerField:
    """A whole number within bounds; ``wrong`` is said of everything else."""
    least, most = bounds
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
    )
