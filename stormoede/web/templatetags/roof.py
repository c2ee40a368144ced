"""What the layout asks of Python: where the desk can go, where a row's page is, and how a form's field is drawn."""

from functools import cache
from uuid import UUID

from django import forms, template
from django.forms import BoundField
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString

from stormoede.web.desk.navigation import Place, newest, places

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[Place]:
    """The desk's places for the round in the context, else for the newest one; the one shown is marked."""
    request = context.get("request")
    return places(context.get("round") or newest(), request.path if request else "")


@register.filter
def page_of(key: UUID | int | str, name: str) -> str:
    """The address of ``key``'s page, which is called ``name`` and has no other part that changes.

    As {% url %} says it, which costs several times as much in each of a list's fifty rows.
    """
    example = _ID if isinstance(key, UUID) else _NUMBER if isinstance(key, int) else _WORD
    head, tail = _around(name, example)
    return f"{head}{key}{tail}"


_ID, _NUMBER, _WORD = UUID(int=1), 10**15, "an-example"


@cache
def _around(name: str, example: UUID | int | str) -> tuple[str, str]:
    """What stands before and after what changes in the address."""
    head, _example, tail = reverse(name, args=[example]).partition(str(example))
    return head, tail


@register.filter("input")
def drawn(field: BoundField) -> SafeString:
    """The field's widget with the look of an input, and whatever class its form gave it."""
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"input {own}".strip()})


@register.filter
def is_check(field: BoundField) -> bool:
    """Whether the field is one box to tick."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_choice(field: BoundField) -> bool:
    """Whether the field is a list of boxes or rings."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter
def first_id(field: BoundField) -> str:
    """The id of the first thing in the field that can take the focus."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


@register.filter
def faults(form: forms.BaseForm) -> int:
    """How many sentences of complaint the form has."""
    return sum(len(sentences) for sentences in form.errors.values())
