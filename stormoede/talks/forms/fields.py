"""The fields that several forms share: a day, a moment, one of a few words."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stormoede.lib.refusal import Refusal
from stormoede.talks.refusals import FormRefused

_DAYS = ["%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y"]
_MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H.%M", "%d.%m.%Y kl. %H.%M", "%d.%m.%Y %H:%M"]


def day(label: Any, required: Any = "", help_text: Any = "") -> forms.DateField:  # noqa: ANN401 - lazy texts
    """A day; ``required`` is what is said when it is not chosen, and without words for that it need not be."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=bool(required),
        input_formats=_DAYS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
        error_messages={"required": required, "invalid": _("Write the day as 31.03.2025")},
    )


def moment(label: Any, required: Any = "", help_text: Any = "") -> forms.DateTimeField:  # noqa: ANN401 - lazy texts
    """A day and a time; without words for when it is missing it may be left empty."""
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        required=bool(required),
        input_formats=_MOMENTS,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "short"}),
        error_messages={"required": required, "invalid": _("Write day and time as 31.03.2025 19.00")},
    )


def one_of(label: Any, choices: Iterable[tuple[str, Any]], required: Any, help_text: Any = "") -> forms.ChoiceField:  # noqa: ANN401 - lazy texts
    """One of a few, as rings; nothing is chosen beforehand unless the form begins with it."""
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=list(choices),
        widget=forms.RadioSelect,
        error_messages={"required": required, "invalid_choice": required},
    )


def whole(
    label: Any,  # noqa: ANN401 - lazy texts
    bounds: tuple[int, int],
    wrong: Any,  # noqa: ANN401 - lazy texts
    help_text: Any = "",  # noqa: ANN401 - lazy texts
    *,
    required: bool = True,
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


SIDES = (("", _("Whoever can")), ("board", _("The board")), ("secretariat", _("The secretariat")))
HOW = (("on_site", _("On site")), ("online", _("Online")))
FORMS = (("on_site", _("On site, with you")), ("online", _("Online")), ("either", _("Either")))


def refuse(form: forms.Form, no: Refusal) -> None:
    """Put the sentences of a refusal at the fields they are about."""
    if not isinstance(no, FormRefused):
        form.add_error(None, str(no))
        return
    named = getattr(form, "field_of", lambda fault: _ELSEWHERE.get(fault.field, fault.field))
    for fault, sentence in zip(no.faults, no.sentences, strict=True):
        name = named(fault)
        form.add_error(name if name in form.fields else None, sentence)


_ELSEWHERE = {"ends": "minutes"}
