"""Forms of a meeting and of one of its dates. What is allowed is decided in core/plans.py; these read what was typed."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stormoede.lib import fields
from stormoede.meetings.core import programme
from stormoede.meetings.core.plans import DatePlan, Plan
from stormoede.meetings.core.seats import Late
from stormoede.meetings.refusals import MeetingRefused
from stormoede.members.models import Audience

_MOST_MINUTES = 600


def _minutes(label: fields.Words) -> forms.IntegerField:
    return fields.whole(label, (0, _MOST_MINUTES), gettext_lazy("Write whole minutes, 600 at most"))


def refuse(form: forms.Form, refused: MeetingRefused, date: forms.Form | None = None) -> None:
    """Put each reason at its field, of ``date`` when it is about a date, or on top when there is no such field."""
    for fault, sentence in zip(refused.faults, refused.sentences, strict=True):
        to = date if date is not None and fault.date is not None else form
        to.add_error(fault.field if fault.field in to.fields else None, sentence)


class MeetingForm(forms.Form):
    """What is the same on every date."""

    audience = forms.ModelChoiceField(
        label=gettext_lazy("Who is invited"),
        queryset=Audience.objects.order_by("name"),
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose who is invited")},
    )
    platform = forms.CharField(
        label=gettext_lazy("Held on"),
        help_text=gettext_lazy("Such as Teams. Leave it empty when you meet in towns."),
        required=False,
        max_length=60,
    )
    deadline = fields.moment(
        gettext_lazy("Deadline"),
        gettext_lazy("Choose the deadline"),
        gettext_lazy("Answers count to the end of this minute."),
    )
    late = forms.ChoiceField(
        label=gettext_lazy("After the deadline"),
        choices=[
            (Late.CLOSED.value, gettext_lazy("Nobody can sign up")),
            (Late.ASK.value, gettext_lazy("Members can ask, and you say yes or no")),
            (Late.STRAIGHT_IN.value, gettext_lazy("Members get a seat at once if there is room")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what happens after the deadline")},
    )
    links_at = fields.moment(
        gettext_lazy("Links are sent"),
        gettext_lazy("Choose when the links are sent"),
        gettext_lazy("After the deadline."),
    )
    door_opens = _minutes(gettext_lazy("The door opens, minutes before"))
    door_stays = _minutes(gettext_lazy("The door stays open, minutes after"))
    address_in_mail = forms.BooleanField(
        label=gettext_lazy("Put the meeting's own address in mails and calendars"),
        help_text=gettext_lazy(
            "Then anybody the mail is passed on to can go straight into the meeting, past the door."
        ),
        required=False,
    )
    help_phone = forms.CharField(label=gettext_lazy("Telephone for help"), required=False, max_length=40)
    help_from = forms.TimeField(
        label=gettext_lazy("Help is ready from"),
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "short"}),
        error_messages={"invalid": gettext_lazy("Write the time as 18.30")},
    )
    programme = forms.CharField(
        label=gettext_lazy("The programme"),
        help_text=gettext_lazy("One point a line: 19.00 Welcome | Chair Birgitte Holm"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean_deadline(self) -> datetime:
        """A deadline of 23.59 lasts to the end of that minute."""
        typed: datetime = self.cleaned_data["deadline"]
        return typed.replace(second=59)

    def clean_programme(self) -> Any:  # noqa: ANN401 - a form's cleaned value
        try:
            return programme.read(self.cleaned_data["programme"])
        except programme.Unclear as unclear:
            told = _("Line %(number)s must begin with a time, such as 19.00 Welcome") % {"number": unclear.number}
            raise ValidationError(told) from unclear

    def plan(self) -> Plan:
        """What was typed, once it is valid."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in {"audience", "title", "text"}}
        return Plan(**{**told, "late": Late(told["late"])})

    @staticmethod
    def values(plan: Plan, audience_id: int) -> dict[str, object]:
        """The form's beginning for a meeting as it stands."""
        return {
            "audience": audience_id,
            "platform": plan.platform,
            "deadline": plan.deadline,
            "late": plan.late.value,
            "links_at": plan.links_at,
            "door_opens": plan.door_opens,
            "door_stays": plan.door_stays,
            "address_in_mail": plan.address_in_mail,
            "help_phone": plan.help_phone,
            "help_from": plan.help_from,
            "programme": programme.write(plan.programme),
        }


class AddressForm(forms.Form):
    """The ways in to one date held online."""

    join_url = forms.CharField(
        label=gettext_lazy("The meeting's own address"),
        help_text=gettext_lazy(
            "Copied from the invitation in Teams, Jitsi or the like. Members see it only when they have gone through the door."
        ),
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    meeting_number = forms.CharField(
        label=gettext_lazy("The meeting's number"),
        help_text=gettext_lazy(
            "With its code, such as 312 456 789 01, code Ab3kLm. Members see it at the door when they have gone in, in case the address fails."
        ),
        required=False,
        max_length=80,
    )
    dial_in = forms.CharField(
        label=gettext_lazy("Telephone into the meeting"),
        help_text=gettext_lazy("With its code, such as 32 72 66 19, code 481 220 7#."),
        required=False,
        max_length=80,
    )

    @staticmethod
    def values(plan: DatePlan) -> dict[str, object]:
        """The form's beginning for a date as it stands."""
        return {"join_url": plan.join_url, "meeting_number": plan.meeting_number, "dial_in": plan.dial_in}


class DateForm(AddressForm):
    """One date of a meeting."""

    starts = fields.moment(gettext_lazy("Begins"), gettext_lazy("Choose when it begins"))
    ends = fields.moment(gettext_lazy("Ends"), gettext_lazy("Choose when it ends"))
    capacity = forms.IntegerField(
        label=gettext_lazy("Seats on the date"),
        help_text=gettext_lazy("Leave it empty when there is room for all."),
        required=False,
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("Write how many seats there are")
        ),
    )
    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=200)
    town = forms.CharField(label=gettext_lazy("Town"), required=False, max_length=80)
    field_order = ("starts", "ends")

    def plan(self) -> DatePlan:
        """What was typed, once it is valid."""
        return DatePlan(**self.cleaned_data)

    @staticmethod
    def values(plan: DatePlan) -> dict[str, object]:
        """The form's beginning for a date as it stands."""
        return AddressForm.values(plan) | {
            "starts": plan.starts,
            "ends": plan.ends,
            "capacity": plan.capacity,
            "place": plan.place,
            "town": plan.town,
        }


class NewMeetingForm(MeetingForm):
    """A meeting that is not there yet: its title and text come first."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=160,
        error_messages={"required": gettext_lazy("Write the meeting's title")},
    )
    text = forms.CharField(
        label=gettext_lazy("What the invitation says of it"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ("title", "text")


class CancelForm(forms.Form):
    """Why a date is not held."""

    why = forms.CharField(
        label=gettext_lazy("Why, in a sentence to the members"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AttendanceForm(forms.Form):
    """The file of those who took part."""

    file = forms.FileField(
        label=gettext_lazy("The attendance file"),
        help_text=gettext_lazy("The file from Teams (.csv), at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt"}),
        error_messages=dict.fromkeys(
            ("required", "missing", "empty", "invalid"), gettext_lazy("Choose the attendance file")
        ),
    )
