"""The words several forms of this room offer, and where the sentences of a refusal stand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stormoede.lib.refusal import Refusal
from stormoede.talks.refusals import FormRefused

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
