"""How form fields are drawn. A choice among many is put together here: two templates for each of 98 municipalities cost more than the page."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

SELECT = "django/forms/widgets/select.html"


class Renderer(DjangoTemplates):
    """Django's, but for ``select``, which is the same to the letter."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        if template_name == SELECT:
            return mark_safe("".join(_select(context["widget"])))  # noqa: S308 - escaped, one by one
        return mark_safe(super().render(template_name, context, request))  # noqa: S308 - a template's


def _select(widget: Mapping[str, Any]) -> Iterator[str]:
    yield f'<select name="{escape(str(widget["name"]))}"{_attributes(widget)}>'
    for group, options, _number in widget["optgroups"]:
        if group:
            yield f'\n  <optgroup label="{escape(str(group))}">'
        for option in options:
            value, label = escape(str(option["value"])), escape(str(option["label"]))
            yield f'\n  <option value="{value}"{_attributes(option)}>{label}</option>\n'
        if group:
            yield "\n  </optgroup>"
    yield "\n</select>"


def _attributes(widget: Mapping[str, Any]) -> str:
    shown = ((name, value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in shown)
