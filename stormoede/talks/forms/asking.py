"""A council asks for a speaker, or the desk for it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stormoede.contributions.queries.standing import name_of
from stormoede.lib import fields
from stormoede.members.models import Body, Organisation
from stormoede.talks.core.plans import NOTE, TOPIC, Asked, Fault
from stormoede.talks.forms.fields import FORMS, SIDES
from stormoede.talks.models import SpeakerRequest

_WISHES = (
    _("First wish"),
    _("Second wish"),
    _("Third wish"),
    _("Fourth wish"),
    _("Fifth wish"),
)


class AskForm(forms.Form):
    """The wishes in order, each a moment at which the speaker may begin; and what the council wants of them."""

    form = fields.one_of(_("On site or online?"), FORMS, _("Choose on site, online or either"))
    side = forms.ChoiceField(
        label=_("Who would you like to hear?"), required=False, choices=SIDES, widget=forms.RadioSelect
    )
    topic = forms.CharField(
        label=_("What is it to be about?"),
        max_length=TOPIC,
        error_messages={"required": _("Write what it is to be about")},
    )
    place = forms.CharField(
        label=_("Where"),
        help_text=_("Address and room, if the speaker comes to you. It can be written later."),
        required=False,
        max_length=200,
    )
    contact_name = forms.CharField(
        label=_("Who is the contact?"),
        max_length=160,
        error_messages={"required": _("Write who the speaker can ask for")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_email = forms.EmailField(
        label=_("Their mail address"),
        max_length=254,
        error_messages={
            "required": _("Write the address the appointment is sent to"),
            "invalid": _("Write a mail address, such as name@municipality.example"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    note = forms.CharField(
        label=_("Anything else the speaker should know"),
        required=False,
        max_length=NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        minutes: int,
        sites: QuerySet[Organisation] | None = None,
        asked: SpeakerRequest | None = None,
        agreed: bool = False,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """``minutes`` is how long a talk lasts; ``sites`` are the municipalities it can be held in, where that is a question.

        Changing ``asked``, a wish that stays keeps the length it had. Once it is ``agreed`` who comes and when, only the rest is a
        question: what it is about, where, and whom to ask.
        """
        super().__init__(data, initial=_beginning(asked) if asked else dict(initial or {}))
        spans = [(wish.starts, wish.ends) for wish in asked.wishes.all()] if asked else []
        self._minutes, self._lasts = timedelta(minutes=minutes), dict(spans)
        self._names = [f"wish{number}" for number in range(1, max(len(_WISHES), len(spans)) + 1)]
        for number, name in enumerate(self._names):
            label = _WISHES[number] if number < len(_WISHES) else _("One more wish")
            missing = "" if number else _("Choose a day and a time for your first wish")
            self.fields[name] = fields.moment(label, missing)
        if sites is not None:
            self.fields["site"] = forms.ModelChoiceField(
                label=_("In which municipality?"),
                help_text=_("Where you meet, if it is not the council's own. Without one it can only be online."),
                queryset=sites,
                to_field_name="code",
                required=False,
                empty_label=_("None chosen"),
            )
        self.order_fields(["body", *self._names, "form", "side", "topic", "site", "place"])
        self._asked, self._settled = asked, asked if agreed else None
        for name in (*self._names, "form", "side", "site") if agreed else ():
            self.fields.pop(name, None)

    def _wished(self) -> list[str]:
        """The names of the fields in which a wish stands, in order."""
        return [name for name in self._names if self.cleaned_data.get(name)]

    @property
    def asked(self) -> Asked:
        """What was typed, once it is valid."""
        told = self.cleaned_data if self._settled is None else {**self.cleaned_data, **_kept(self._settled)}
        starts: list[datetime] = [told[name] for name in self._names if told.get(name)]
        names = ("side", "form", "topic", "place", "note", "contact_name", "contact_email")
        # Where nobody is asked for it, it stays what it is: the desk may have chosen another.
        site = told["site"] if "site" in self.fields else self._asked.site if self._asked else None
        return Asked(
            **{name: told[name].strip() for name in names},
            wishes=tuple((at, self._lasts.get(at, at + self._minutes)) for at in starts),
            site=site.code if site else "",
        )

    def field_of(self, fault: Fault) -> str:
        """The field a fault is about: a wish is counted among those that were filled in."""
        wished = self._wished()
        return wished[fault.number - 1] if fault.field == "wishes" and 0 < fault.number <= len(wished) else fault.field


def _kept(asked: SpeakerRequest) -> dict[str, Any]:
    """What is no question any more."""
    beginning = _beginning(asked)
    return {name: beginning[name] for name in beginning if name.startswith(("wish", "form", "side"))}


def _beginning(asked: SpeakerRequest) -> dict[str, Any]:
    """The form's beginning for a request as it stands."""
    names = ("form", "side", "topic", "place", "note", "contact_name", "contact_email")
    wishes = {f"wish{number}": wish.starts for number, wish in enumerate(asked.wishes.all(), start=1)}
    site = {"site": asked.site.code} if asked.site else {}
    return {**{name: getattr(asked, name) for name in names}, **site, **wishes}


class DeskAskForm(AskForm):
    """The same, entered for a council that asked by mail or telephone."""

    body = forms.ModelChoiceField(
        label=_("Who asks?"),
        queryset=Body.objects.none(),
        empty_label=_("Choose who asks"),
        error_messages={"required": _("Choose who asks")},
    )

    def __init__(self, data: Mapping[str, Any] | None, bodies: QuerySet[Body], **more: Any) -> None:  # noqa: ANN401 - the form's own arguments
        super().__init__(data, **more)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies
        field.label_from_instance = name_of  # type: ignore[method-assign, assignment]
