"""The tour itself."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stormoede.lib import fields
from stormoede.rounds import queries as rounds
from stormoede.talks.core.plans import LONGEST, SHORTEST, TITLE, TourPlan
from stormoede.talks.models import Tour


class TourForm(forms.Form):
    """What councils are offered, from when to when, and until when they may ask."""

    title = forms.CharField(
        label=_("Title"), max_length=TITLE, error_messages={"required": _("Write what councils see it called")}
    )
    text = forms.CharField(
        label=_("What the invitation says of it"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    when = forms.CharField(
        label=_("When, in words"),
        help_text=_("Such as: in April. It stands on the round's first page."),
        required=False,
        max_length=TITLE,
    )
    first = fields.day(_("First day"), _("Choose the first day speakers go out"))
    last = fields.day(_("Last day"), _("Choose the last day speakers go out"))
    ask_by = fields.moment(
        _("Councils can ask until"),
        _("Choose until when councils can ask"),
        _("They can ask to the end of this minute."),
    )
    minutes = fields.whole(
        _("How long a talk is"),
        (SHORTEST, LONGEST),
        _("Write how many minutes a talk lasts, 10 to 480"),
        _("In minutes."),
    )

    def clean_ask_by(self) -> datetime:
        """A deadline of 12.00 lasts to the end of that minute."""
        typed: datetime = self.cleaned_data["ask_by"]
        return typed.replace(second=59)

    @property
    def plan(self) -> TourPlan:
        """What was typed, once it is valid."""
        return TourPlan(**self.cleaned_data)

    @staticmethod
    def beginning(tour: Tour) -> dict[str, Any]:
        """The form's beginning for a tour as it stands."""
        own = {name: getattr(tour, name) for name in ("first", "last", "ask_by", "minutes")}
        notice = {"title": tour.track.title, "text": tour.track.text, "when": rounds.when(tour.track)}
        return {**notice, **own}
