"""What the layout asks of Python: where the desk can go, and how a form's field is drawn."""

from django import forms, template
from django.forms import BoundField
from django.template import Context
from django.utils.safestring import SafeString

from stormoede.web.desk.navigation import Place, newest, places

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[Place]:
    """The desk's places for the round in the context, else for the newest one; the one shown is marked."""
    request = context.get("request")
    return places(context.get("round") or newest(), request.path if request else "")


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
