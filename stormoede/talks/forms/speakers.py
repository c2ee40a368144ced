"""A speaker: what they can take, and when."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from stormoede.lib import fields, words
from stormoede.members.models import Organisation
from stormoede.talks.core.hours import Hours
from stormoede.talks.core.plans import SpeakerPlan
from stormoede.talks.forms.fields import SIDES
from stormoede.talks.models import Speaker

_DAY = "day-"


class TakesForm(forms.Form):
    """What one can take: where, how often, how far, in which form."""

    home = forms.ModelChoiceField(
        label=gettext_lazy("Municipality to set out from"),
        queryset=Organisation.objects.order_by("sort_key", "pk"),
        to_field_name="code",
        empty_label=gettext_lazy("Choose a municipality"),
        error_messages={"required": gettext_lazy("Choose the municipality the journeys begin in")},
    )
    regions = forms.MultipleChoiceField(
        label=gettext_lazy("Parts of the country"),
        help_text=gettext_lazy("Without a mark: all of it."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    per_week = fields.whole(
        gettext_lazy("At most so many a week"), (1, 14), gettext_lazy("Write how many talks a week at most, 1 to 14")
    )
    reach_km = fields.whole(
        gettext_lazy("How far, in kilometres"),
        (0, 1000),
        gettext_lazy("Write the distance in whole kilometres, at most 1000"),
        gettext_lazy("One way. Empty: as far as it takes."),
        required=False,
    )
    on_site = forms.BooleanField(label=gettext_lazy("Can come to a meeting"), required=False)
    online = forms.BooleanField(label=gettext_lazy("Can talk online"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, regions: Mapping[str, str], **more: Any) -> None:  # noqa: ANN401 - Django's own arguments
        super().__init__(data, **more)
        field = self.fields["regions"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(regions.items())

    @staticmethod
    def beginning(speaker: Speaker) -> dict[str, Any]:
        """The form's beginning for a speaker."""
        names = ("regions", "per_week", "reach_km", "on_site", "online")
        return {"home": speaker.home.code, **{name: getattr(speaker, name) for name in names}}

    def plan(self, side: str) -> SpeakerPlan:
        """What was typed, once it is valid."""
        told = self.cleaned_data
        names = ("per_week", "reach_km", "on_site", "online")
        return SpeakerPlan(side, told["home"].code, tuple(told["regions"]), **{name: told[name] for name in names})


class HoursForm(forms.Form):
    """When one can, day by day. ``own`` are the days that have hours of their own, in words."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        weeks: Sequence[Sequence[date]],
        own: Mapping[date, str],
        **more: Any,  # noqa: ANN401 - Django's own arguments
    ) -> None:
        super().__init__(data, **more)
        self._weeks = weeks
        for day in (day for week in weeks for day in week):
            self.fields[self.name(day)] = forms.ChoiceField(
                label=capfirst(words.day(day, get_language() or "en")),
                required=False,
                choices=_choices(own.get(day, "")),
                widget=forms.Select,
            )

    @staticmethod
    def name(day: date) -> str:
        """The name of a day's field."""
        return f"{_DAY}{day.isoformat()}"

    @classmethod
    def beginning(cls, said: Mapping[date, Hours]) -> dict[str, str]:
        """The form's beginning for what has been said."""
        return {cls.name(day): hours.value for day, hours in said.items()}

    def weeks(self) -> Iterator[list[tuple[date, BoundField]]]:
        """The days with their fields, a week at a time."""
        for week in self._weeks:
            yield [(day, self[self.name(day)]) for day in week]

    @property
    def told(self) -> dict[date, Hours]:
        """What was said of each day, once the form is valid."""
        return {day: Hours(self.cleaned_data[self.name(day)] or Hours.NONE) for week in self._weeks for day in week}


def _choices(own: str) -> list[tuple[str, str]]:
    found = [
        (Hours.NONE.value, _("Cannot")),
        (Hours.DAYTIME.value, _("Daytime, 8-16")),
        (Hours.EVENING.value, _("Evening, 16-22")),
        (Hours.ALL_DAY.value, _("All day, 8-22")),
    ]
    return [*found, (Hours.OWN.value, own)] if own else found


class SideForm(TakesForm):
    """Somebody on the member list becomes a speaker: whom they speak for, and what they can take."""

    side = fields.one_of(gettext_lazy("Speaks for"), SIDES[1:], gettext_lazy("Choose the board or the secretariat"))
    field_order = ("name", "email", "side")


class NewSpeakerForm(SideForm):
    """An employee who is not on the member list: their name and address too."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=160,
        error_messages={"required": gettext_lazy("Write the speaker's name")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Mail address"),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Write the address the speaker's page is sent to"),
            "invalid": gettext_lazy("Write a mail address, such as name@association.example"),
        },
    )


class IllForm(forms.Form):
    """A speaker is ill. It takes a mark as well as a press."""

    last = fields.day(gettext_lazy("Until and with"), "", gettext_lazy("Empty: until they are well."))
    sure = forms.BooleanField(
        label=gettext_lazy("They are ill, and can give no talks"),
        error_messages={"required": gettext_lazy("Put a mark in the box first")},
    )

    def until(self, zone: str) -> datetime | None:
        """The end of the last day, once the form is valid."""
        last: date | None = self.cleaned_data["last"]
        return datetime.combine(last + timedelta(1), time(), ZoneInfo(zone)).astimezone(UTC) if last else None
