"""All parts of the pages in all their states, for those who build and judge them. Open in a told story only."""

from typing import ClassVar

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from stormoede.accounts.guards import anyone
from stormoede.lib import clock


class Example(forms.Form):
    """A form with one field of each sort; it is never sent."""

    email = forms.EmailField(label=_("Mail address"), error_messages={"required": _("Write your mail address")})
    code = forms.RegexField(
        r"^\d{6}$",
        label=_("Code from the mail"),
        help_text=_("Six digits"),
        error_messages={"invalid": _("The code has six digits")},
    )
    when = forms.ChoiceField(
        label=_("When it is sent"),
        choices=[("now", _("At once")), ("later", _("At a set hour"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("A word with it"), widget=forms.Textarea, required=False)
    read = forms.BooleanField(label=_("I have read the letter through"), required=False)

    FILLED: ClassVar[dict[str, str]] = {"email": "", "code": "4821", "when": "now"}


@anyone
def gallery(request: HttpRequest) -> HttpResponse:
    """The parts. 404 outside a story, where nobody needs them."""
    if clock.installed() is None:
        raise Http404
    page = Paginator(range(2432), 50).page(2)
    return render(
        request,
        "web/gallery.html",
        {"example": Example(auto_id="plain-%s"), "mended": Example(Example.FILLED), "page": page},
    )
