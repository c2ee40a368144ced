"""Two who edit one thing, at the desk or beside it: the second is told what it says now, and keeps what they have typed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from stormoede.lib.refusal import Refusal

CONFLICT = 409


def seen(request: HttpRequest, now: str) -> str:
    """The mark of what the one who writes had before them: kept while the form comes back, ``now`` when it is opened."""
    return request.POST.get("seen") or now


def mark(request: HttpRequest, now: str) -> dict[str, object]:
    """The same as what a form's page shows: it carries the mark."""
    return {"seen": seen(request, now)}


def told(no: Refusal, shown: Mapping[str, object], *now: tuple[forms.Form, Mapping[str, Any]]) -> dict[str, object]:
    """What a page shows beside ``shown`` when somebody else was first: that it is so, and what stands there ``now``.

    ``now`` are the page's forms, each with what its fields would be filled with.
    """
    now[0][0].add_error(None, str(no))
    return {
        **shown,
        "conflict": True,
        "differences": [one for form, values in now for one in differences(form, values)],
    }


def differences(form: forms.Form, now: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and words of what stands there ``now``, where the form says something else."""
    fields = ((form[name], value) for name, value in now.items() if name in form.fields)
    return [
        (str(bound.label), _shown(bound, value))
        for bound, value in fields
        if bound.field.has_changed(value, bound.data)
    ]


def status(more: Mapping[str, object], wrong: object = None) -> int:
    """What a form's page answers: it says what stands there now among ``more``, something is ``wrong``, or neither."""
    return CONFLICT if "differences" in more else 422 if wrong else 200


def page(request: HttpRequest, form: forms.Form, now: Mapping[str, Any], *, heading: str, back: str) -> HttpResponse:
    """The answer to the second where the form is a short one on a page of something else: what it says now, and what they typed.

    ``back`` is where the form stood.
    """
    values = {
        "form": form,
        "differences": differences(form, now),
        "seen": request.POST.get("seen", ""),
        "heading": heading,
        "back": back,
    }
    return render(request, "web/desk/conflict_page.html", values, status=CONFLICT)


def _shown(bound: BoundField, value: Any) -> str:  # noqa: ANN401 - whatever a field can hold
    field = bound.field
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    # A choice among rows is none of Django's kind of choice, but both have choices.
    choices: Iterable[tuple[Any, Any]] | None = getattr(field, "choices", None)
    if choices is not None:
        return _chosen(choices, value)
    told = field.widget.format_value(field.prepare_value(value))
    return str(told) if told not in (None, "") else _("Nothing")


def _chosen(choices: Iterable[tuple[Any, Any]], value: Any) -> str:  # noqa: ANN401 - as above
    wanted = {str(one) for one in (value if isinstance(value, list | tuple) else [value])}
    return ", ".join(str(label) for key, label in choices if str(key) in wanted) or _("Nothing")
