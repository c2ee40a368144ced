"""One talk: placed by hand, changed, called off, told of afterwards."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stormoede.lib import fields
from stormoede.talks.core.plans import LINE, LONGEST, NOTES, SHORTEST, WORDS, Fault, Span, Spot
from stormoede.talks.forms.fields import HOW
from stormoede.talks.models import Talk

OTHER = "other"


class PlaceForm(forms.Form):
    """Which speaker, at which of the wishes or another time, in which form."""

    speaker = forms.ChoiceField(
        label=gettext_lazy("Speaker"),
        error_messages={
            "required": gettext_lazy("Choose a speaker"),
            "invalid_choice": gettext_lazy("Choose a speaker"),
        },
    )
    when = fields.one_of(gettext_lazy("When"), (), gettext_lazy("Choose one of the wishes, or another time"))
    starts = fields.moment(gettext_lazy("Another time"))
    form = fields.one_of(gettext_lazy("How"), HOW, gettext_lazy("Choose on site or online"))

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        speakers: Iterable[tuple[str, str]],
        wishes: Mapping[str, tuple[Span, str]],
        minutes: int,
        **more: Any,  # noqa: ANN401 - Django's own arguments
    ) -> None:
        """``wishes`` are by rank: from when to when, and in words. ``minutes`` is how long a talk at another time lasts."""
        super().__init__(data, **more)
        self._wishes, self._minutes = wishes, timedelta(minutes=minutes)
        self._choose("speaker", [("", _("Choose")), *speakers])
        told = [(rank, words) for rank, (_span, words) in wishes.items()]
        self._choose("when", [*told, (OTHER, _("Another time"))])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("when") == OTHER and not cleaned.get("starts") and "starts" not in self.errors:
            self.add_error("starts", _("Choose the other time"))
        return cleaned

    @property
    def spot(self) -> Spot:
        """When and how, once the form is valid."""
        told = self.cleaned_data
        other = told["when"] == OTHER
        starts, ends = (told["starts"], told["starts"] + self._minutes) if other else self._wishes[told["when"]][0]
        return Spot(starts, ends, told["form"])

    def field_of(self, fault: Fault) -> str:
        """The field a fault is about: when and for how long is said by the wish, unless another time was typed."""
        named = {"ends": "starts"} if self.cleaned_data.get("when") == OTHER else _BY_WISH
        return named.get(fault.field, fault.field)


_BY_WISH = {"starts": "when", "ends": "when"}


class ChangeForm(forms.Form):
    """Another time, another place."""

    starts = fields.moment(gettext_lazy("Begins"), gettext_lazy("Choose when it begins"))
    minutes = fields.whole(
        gettext_lazy("Minutes"), (SHORTEST, LONGEST), gettext_lazy("Write how many minutes a talk lasts, 10 to 480")
    )
    form = fields.one_of(gettext_lazy("How"), HOW, gettext_lazy("Choose on site or online"))
    place = forms.CharField(label=gettext_lazy("Where"), required=False, max_length=LINE)
    link = forms.CharField(
        label=gettext_lazy("Address of the online meeting"),
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )

    @staticmethod
    def beginning(talk: Talk) -> dict[str, Any]:
        """The form's beginning for a talk as it stands."""
        own = {name: getattr(talk, name) for name in ("starts", "form", "place", "link")}
        return {"minutes": int((talk.ends - talk.starts).total_seconds() // 60), **own}

    @property
    def spot(self) -> Spot:
        """What was typed, once it is valid."""
        told = self.cleaned_data
        ends = told["starts"] + timedelta(minutes=told["minutes"])
        return Spot(told["starts"], ends, told["form"], told["place"].strip(), told["link"].strip())


class CancelForm(forms.Form):
    """Why a talk is not held. It takes a mark as well as a press."""

    why = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Council and speaker read it in the mail."),
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write why, in a sentence")},
    )
    sure = forms.BooleanField(
        label=gettext_lazy("The talk is not held"),
        error_messages={"required": gettext_lazy("Put a mark in the box first")},
    )


class NotesForm(forms.Form):
    """What was said at the talk."""

    text = forms.CharField(
        label=gettext_lazy("What did they say?"),
        max_length=NOTES,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": gettext_lazy("Write what was said before you send it")},
    )
