"""Forms of the desk: a questionnaire, the deadlines of single regions, a question."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stormoede.contributions.core import plans, questions
from stormoede.contributions.core.decisions import Asked
from stormoede.contributions.core.plans import Late, Plan
from stormoede.contributions.core.questions import Kind
from stormoede.contributions.core.questions import Question as Asks
from stormoede.members.models import Group
from stormoede.rounds.core import facts, instants

_INPUTS = ["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M", "%d.%m.%Y kl. %H.%M", "%d.%m.%Y"]
_FORM = "%Y-%m-%dT%H:%M"


class _Moment(forms.DateTimeField):
    """A local date and time."""

    def __init__(self, **more: Any) -> None:  # noqa: ANN401 - what a field takes
        widget = forms.DateTimeInput(format=_FORM, attrs={"type": "datetime-local", "class": "short"})
        wrong = {"required": _("Write the deadline"), "invalid": _("Write it as 25.04.2025 12:00")}
        super().__init__(input_formats=_INPUTS, widget=widget, error_messages=wrong, **more)

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - a text, or a local time without a zone
        told = super().to_python(value)
        return told.replace(tzinfo=None) if told else None

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - as above
        return value


class PlanForm(forms.Form):
    """Whom a questionnaire asks, and until when. Times are those of the round's ``zone``."""

    deadline = _Moment(label=_("Deadline"))
    late = forms.ChoiceField(
        label=_("What comes after the deadline"),
        choices=[(Late.ACCEPT.value, _("is taken, and marked as late")), (Late.CLOSED.value, _("is not taken"))],
        widget=forms.RadioSelect,
    )
    bodies = forms.MultipleChoiceField(
        label=_("Bodies that are asked"),
        required=False,
        choices=[
            ("council", _("Councils")),
            ("regional_council", _("Regional councils")),
            ("finance_committee", _("Finance committees")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    own_views = forms.BooleanField(label=_("Single members may send their own view"), required=False)
    decision = forms.ChoiceField(
        label=_("The council's decision"),
        choices=[
            (Asked.OPTIONAL.value, _("may be told")),
            (Asked.REQUIRED.value, _("must be told, with day and reference")),
            (Asked.NONE.value, _("is not asked for")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, zone: str, plan: Plan | None = None, **more: Any) -> None:  # noqa: ANN401 - Django's
        self.zone = zone
        super().__init__(*args, **{**more, "initial": self.values(plan, zone)})

    @staticmethod
    def values(plan: Plan | None, zone: str) -> dict[str, Any]:
        """The form's beginning for a questionnaire as it stands."""
        start = plan or Plan(datetime.max.replace(tzinfo=UTC))
        values: dict[str, Any] = {
            "late": start.late.value,
            "bodies": list(start.bodies),
            "own_views": start.own_views,
            "decision": start.decision.value,
        }
        return {**values, "deadline": _local(plan.deadline, zone)} if plan else values

    def clean_deadline(self) -> datetime:
        return _instant(self.cleaned_data["deadline"], self.zone)

    def plan(self) -> Plan:
        """What the form says, once it is valid."""
        told = self.cleaned_data
        return Plan(
            told["deadline"], tuple(told["bodies"]), told["own_views"], Asked(told["decision"]), Late(told["late"])
        )


class NewQuestionnaireForm(PlanForm):
    """A questionnaire from scratch: its track's title and text, and the first question."""

    title = forms.CharField(label=_("Title"), max_length=facts.LINE, error_messages={"required": _("Write a title")})
    text = forms.CharField(
        label=_("Text"), required=False, max_length=facts.TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )
    question = forms.CharField(
        label=_("The first question"), max_length=300, error_messages={"required": _("Write the first question")}
    )
    field_order = ("title", "text", "question")

    def first(self) -> Asks:
        return Asks("q1", self.cleaned_data["question"])


class GroupDeadlineForm(forms.Form):
    """A deadline of its own for each regional council's part of the country; empty where the common one counts."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's
        zone: str,
        groups: Sequence[Group],
        own: Mapping[int, datetime],
        **more: Any,  # noqa: ANN401 - Django's
    ) -> None:
        super().__init__(*args, **more)
        self.zone = zone
        beginning = self.values(own, groups, zone)
        for group in groups:
            name = f"group-{group.pk}"
            self.fields[name] = _Moment(label=group.name, required=False, initial=beginning[name])

    @staticmethod
    def values(own: Mapping[int, datetime], groups: Sequence[Group], zone: str) -> dict[str, datetime | None]:
        """The form's beginning for deadlines as they stand."""
        return {f"group-{one.pk}": _local(own[one.pk], zone) if one.pk in own else None for one in groups}

    def deadlines(self) -> dict[int, datetime]:
        """By the group's id, once the form is valid."""
        told = {name: value for name, value in self.cleaned_data.items() if value}
        return {int(name.removeprefix("group-")): _instant(value, self.zone) for name, value in told.items()}


class QuestionForm(forms.Form):
    """One question; what counts for its kind alone is left alone by the others."""

    title = forms.CharField(
        label=_("The question"), max_length=300, error_messages={"required": _("Write the question")}
    )
    help = forms.CharField(label=_("Help"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(
        label=_("What it asks for"),
        choices=[
            (Kind.TEXT.value, _("Text")),
            (Kind.RANKED.value, _("The most important, ranked")),
            (Kind.SCALE.value, _("A place on a scale")),
            (Kind.NUMBER.value, _("A number")),
            (Kind.FILE.value, _("Files")),
        ],
        widget=forms.RadioSelect,
    )
    required = forms.BooleanField(label=_("It must be answered"), required=False)
    own = forms.BooleanField(label=_("It is asked of single members too"), required=False)
    top = forms.IntegerField(
        label=_("How many are ranked"), required=False, min_value=1, max_value=questions.MOST_RANKS
    )
    options = forms.CharField(
        label=_("What can be ranked"),
        required=False,
        help_text=_("One a line."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    free = forms.BooleanField(label=_("Other words can be written"), required=False)
    least = forms.IntegerField(label=_("The smallest number"), required=False)
    most = forms.IntegerField(label=_("The largest number"), required=False)
    low = forms.CharField(label=_("What the smallest means"), required=False, max_length=120)
    high = forms.CharField(label=_("What the largest means"), required=False, max_length=120)
    unit = forms.CharField(label=_("What is counted"), required=False, max_length=120)

    def __init__(self, *args: Any, asks: Asks | None = None, **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **{**more, "initial": self.values(asks or Asks("", ""))})

    @classmethod
    def values(cls, told: Asks) -> dict[str, Any]:
        """The form's beginning for a question as it stands."""
        values = {name: getattr(told, name) for name in cls.base_fields}
        return values | {"kind": told.kind.value, "options": "\n".join(told.options)}

    def asks(self, key: str) -> Asks:
        """What the form says, under ``key``, once it is valid."""
        told, kind = self.cleaned_data, Kind(self.cleaned_data["kind"])
        kept: dict[str, Any] = {name: told[name] for name in plans.SPEC[kind]}
        if "options" in kept:
            kept["options"] = tuple(filter(None, map(str.strip, told["options"].splitlines())))
        kept = {name: plans.default(kind, name) if value is None else value for name, value in kept.items()}
        return Asks(key, told["title"], kind, told["help"], told["required"], told["own"], **kept)


def _local(at: datetime, zone: str) -> datetime:
    return instants.to_local(at, zone)


def _instant(local: datetime, zone: str) -> datetime:
    found = instants.from_local(local, zone)
    if found is None:
        raise forms.ValidationError(_("The clock is put forward over that hour. Choose another."))
    return found
