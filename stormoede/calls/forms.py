"""Forms of a call: what is decided at the desk, and whom a member sends."""

from datetime import datetime, timedelta
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from stormoede.calls.core.plans import LENGTH_MINUTES, LONGEST_MINUTES, CallPlan
from stormoede.calls.refusals import HourPassed
from stormoede.lib import fields
from stormoede.meetings.refusals import MeetingRefused
from stormoede.members.models import Audience

_TO_THE_NEXT = timedelta(minutes=5)


class TimeForm(forms.Form):
    """When it is, for how long, and behind which address."""

    starts = fields.moment(_("Begins"), _("Choose when it begins"))
    minutes = fields.whole(_("Minutes"), (5, LONGEST_MINUTES), _("Write how many minutes it lasts, 5 to 240"))
    join_url = forms.CharField(
        label=_("The meeting's own address"),
        help_text=_("Those who come see it only when they have gone through the door. It can be put in later."),
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )

    @property
    def ends(self) -> datetime:
        starts: datetime = self.cleaned_data["starts"]
        return starts + timedelta(minutes=self.cleaned_data["minutes"])


class CallForm(TimeForm):
    """A call before anybody has heard of it. ``mark`` makes one call of a form that is sent twice."""

    mark = forms.UUIDField(widget=forms.HiddenInput)
    audience = forms.ModelChoiceField(
        label=_("Who is called"),
        queryset=Audience.objects.order_by("name"),
        empty_label=None,
        error_messages={"required": _("Choose who is called")},
    )
    subject = forms.CharField(
        label=_("What it is about"),
        help_text=_("The mail's subject and the name in the calendar."),
        max_length=120,
        error_messages={"required": _("Write what it is about")},
    )
    lines = forms.CharField(
        label=_("Two lines about it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Write a line or two about why you call")},
    )
    platform = forms.CharField(label=_("Held on"), required=False, max_length=60)
    field_order = ("audience", "subject", "lines", "starts", "minutes", "platform", "join_url")

    @property
    def plan(self) -> CallPlan:
        """What was typed, once it is valid."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in {"audience", "mark"}}
        return CallPlan(**told)

    @staticmethod
    def beginning(at: datetime, audience: int | None) -> dict[str, object]:
        """An hour from now, to the next five minutes."""
        hour = at + timedelta(hours=1) + _TO_THE_NEXT
        starts = hour.replace(minute=hour.minute - hour.minute % 5, second=0, microsecond=0)
        return {"starts": starts, "minutes": LENGTH_MINUTES, "platform": "Teams", "mark": uuid4(), "audience": audience}


class DeputyForm(forms.Form):
    """Who comes in one's place."""

    name = forms.CharField(
        label=_("Their name"), max_length=160, error_messages={"required": _("Write the name of your deputy")}
    )
    email = forms.EmailField(
        label=_("Their mail address"),
        max_length=254,
        error_messages={
            "required": _("Write the address your deputy gets the link at"),
            "invalid": _("Write a mail address, such as name@municipality.example"),
        },
    )


def refuse(form: forms.Form, refused: Exception) -> None:
    """Put a refusal's reasons where they belong."""
    if isinstance(refused, MeetingRefused):
        for fault, sentence in zip(refused.faults, refused.sentences, strict=True):
            field = {"ends": "minutes", "deadline": "starts", "links_at": "starts"}.get(fault.field, fault.field)
            if sentence not in form.errors.get(field, []):
                form.add_error(field if field in form.fields else None, sentence)
        return
    form.add_error("starts" if isinstance(refused, HourPassed) else None, str(refused))
