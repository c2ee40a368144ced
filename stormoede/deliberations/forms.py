"""Forms of a matter, of one body's discussion, and of what the desk's list is narrowed to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stormoede.deliberations.actions.deliberations import Said
from stormoede.deliberations.core.plans import CASE, MOST_QUESTIONS, QUESTION, Plan
from stormoede.deliberations.core.standings import Standing
from stormoede.deliberations.models import Matter
from stormoede.deliberations.queries import TITLES, region_names
from stormoede.lib import fields

_REGION = "region-"


class SaidForm(forms.Form):
    """What a body says of its discussion."""

    planned_on = fields.day(gettext_lazy("Day of the meeting"))
    responsible = forms.CharField(label=gettext_lazy("Who sees to it"), required=False, max_length=160)
    responsible_email = forms.CharField(
        label=gettext_lazy("Their mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def said(self) -> Said:
        """What was typed, once it is valid."""
        told = self.cleaned_data
        return Said(told["planned_on"], told["responsible"].strip(), told["responsible_email"].strip())


class WantedForm(forms.Form):
    """What the list of bodies is narrowed to; it is the address of the page."""

    q = forms.CharField(
        label=gettext_lazy("Find"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    standing = forms.ChoiceField(label=gettext_lazy("How far"), required=False)

    def __init__(self, data: Mapping[str, Any], regions: Mapping[str, str]) -> None:
        super().__init__(data)
        everywhere, everything = [("", _("All regions"))], [("", _("All"))]
        choices: dict[str, list[tuple[str, Any]]] = {
            "region": [*everywhere, *regions.items()],
            "standing": [*everything, *((one.value, TITLES[one]) for one in Standing)],
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = found

    def wanted(self, name: str) -> str:
        """What was asked for, or "" when it is none of the choices."""
        return str(self.cleaned_data.get(name, "")) if self.is_valid() or name in self.cleaned_data else ""


class MatterForm(forms.Form):
    """A matter: whom it is for, until when, with what text. A region's own deadline has a field each."""

    edit_number = forms.IntegerField(widget=forms.HiddenInput)
    bodies = forms.ChoiceField(
        label=gettext_lazy("Who takes it up"),
        choices=[
            (Matter.Bodies.COUNCIL.value, gettext_lazy("Every council")),
            (Matter.Bodies.REGIONAL_COUNCIL.value, gettext_lazy("Every regional council")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who takes it up")},
    )
    when = forms.CharField(
        label=gettext_lazy("When, in words"),
        help_text=gettext_lazy("Such as: in April. It stands on the round's first page."),
        required=False,
        max_length=160,
    )
    deadline = fields.moment(
        gettext_lazy("Deadline for input"),
        gettext_lazy("Choose the deadline"),
        gettext_lazy("Input counts to the end of this minute."),
    )
    letter = forms.ChoiceField(
        label=gettext_lazy("The letter that goes with it"),
        help_text=gettext_lazy("It is part of the kit from the moment it has been sent."),
        required=False,
    )
    case = forms.CharField(
        label=gettext_lazy("Case text"),
        help_text=gettext_lazy(
            "Markdown. ((kommune)), ((organ)), ((pladser)), ((region)), ((kkr)), ((frist)) and the round's own fields are filled in for each."
        ),
        required=False,
        max_length=CASE,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    questions = forms.CharField(
        label=gettext_lazy("Questions"),
        help_text=gettext_lazy("One a line, in order."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, letters: Mapping[str, str], initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        letter = self.fields["letter"]
        assert isinstance(letter, forms.ChoiceField)
        letter.choices = [("", _("No letter")), *letters.items()]
        for code, name in region_names().items():
            label = _("Deadline in %(region)s") % {"region": name}
            hint = _("Leave it empty when it is the same.")
            self.fields[f"{_REGION}{code}"] = fields.moment(label, help_text=hint)

    def clean_deadline(self) -> datetime:
        """A deadline of 12.00 lasts to the end of that minute."""
        typed: datetime = self.cleaned_data["deadline"]
        return typed.replace(second=59)

    def clean_questions(self) -> tuple[str, ...]:
        """The questions, one a line."""
        lines = tuple(line.strip() for line in self.cleaned_data["questions"].splitlines() if line.strip())
        if len(lines) > MOST_QUESTIONS or any(len(line) > QUESTION for line in lines):
            raise ValidationError(_("Write at most 60 questions of 2,000 characters each."))
        return lines

    def plan(self) -> Plan:
        """What was typed, once it is valid."""
        told = self.cleaned_data
        regions = {
            name.removeprefix(_REGION): value.replace(second=59)
            for name, value in told.items()
            if name.startswith(_REGION) and value
        }
        return Plan(
            bodies=told["bodies"],
            deadline=told["deadline"],
            case=told["case"],
            questions=told["questions"],
            regions=tuple(sorted(regions.items())),
            letter=told["letter"],
            when=told["when"],
        )

    @staticmethod
    def values(plan: Plan, edit_number: int) -> dict[str, object]:
        """The form's beginning for a matter as it stands."""
        told: dict[str, object] = {
            "edit_number": edit_number,
            "bodies": plan.bodies,
            "when": plan.when,
            "deadline": plan.deadline,
            "letter": plan.letter,
            "case": plan.case,
            "questions": "\n".join(" ".join(question.split()) for question in plan.questions),
        }
        return told | {f"{_REGION}{code}": deadline for code, deadline in plan.regions}


class NewMatterForm(MatterForm):
    """A matter that is not there yet: its title and text come first."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=160,
        error_messages={"required": gettext_lazy("Write the matter's title")},
    )
    text = forms.CharField(
        label=gettext_lazy("What the invitation says of it"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ("title", "text")
