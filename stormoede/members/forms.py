"""What staff fill in about members: filters, one person, a list, its questions, an audience."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stormoede.lib import fields
from stormoede.members.answers import Group
from stormoede.members.core import audiences, phrases
from stormoede.members.core.plan import PersonQuestion, Question
from stormoede.members.models import Body, Mandate, Organisation
from stormoede.members.readers import LARGEST


def role_choices() -> list[tuple[str, str]]:
    """Every role, as one calls those who have it."""
    words = {
        "member": _("Ordinary members"),
        "mayor": _("Mayors"),
        "deputy_mayor": _("Deputy mayors"),
        "chair": _("Chairs"),
        "secretary": _("Secretaries"),
    }
    return [(role, words[role]) for role in audiences.ROLES]


def body_choices() -> list[tuple[str, str]]:
    """Every sort of body, as one calls them."""
    words = {
        "council": _("Councils"),
        "finance_committee": _("Finance committees"),
        "regional_council": _("Regional councils (KKR)"),
        "board": _("The board"),
        "administration": _("Administrations"),
    }
    return [(body, words[body]) for body in audiences.BODIES]


class WantedForm(forms.Form):
    """What a list of members is narrowed to, and its order; kept in the page's address."""

    q = forms.CharField(label=gettext_lazy("Name, number or address"), required=False, max_length=100)
    organisation = forms.ChoiceField(label=gettext_lazy("Municipality"), required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role or body"), required=False)
    reach = forms.ChoiceField(label=gettext_lazy("Mail"), required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Order"), required=False)

    def __init__(self, data: Mapping[str, Any], places: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        everything = ("", _("All"))
        self.fields["q"].widget = forms.TextInput(attrs={"type": "search"})
        self._choose("organisation", [everything, *places])
        self._choose("role", [everything, *role_choices(), *body_choices()])
        self._choose("reach", [everything, ("yes", _("Has an address")), ("no", _("Has no address"))])
        orders = [("", _("By name")), ("organisation", _("By municipality"))]
        self._choose("sort", [*orders, ("-name", _("By name, from the end"))])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def value(self, name: str) -> str:
        """What is asked for; a value nobody offered asks for nothing."""
        return str(self.cleaned_data.get(name, "")) if self.is_valid() or name in self.cleaned_data else ""


class AddressForm(forms.Form):
    """A person's address. It is told whether it can be used by the action."""

    email = forms.CharField(
        label=gettext_lazy("Mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Without an address no letter can be sent."),
    )


class EndForm(forms.Form):
    """A seat's last day."""

    last = fields.day(gettext_lazy("Last day"), gettext_lazy("Choose the day"))


class PersonForm(forms.Form):
    """One new person with one seat."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    email = forms.CharField(
        label=gettext_lazy("Mail address"), required=False, max_length=254, widget=forms.EmailInput()
    )
    number = forms.CharField(label=gettext_lazy("Number in your own list"), required=False, max_length=40)
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Municipality"),
        queryset=Organisation.objects.order_by("sort_key", "pk"),
        to_field_name="code",
        empty_label=gettext_lazy("Choose a municipality"),
    )
    body = forms.ChoiceField(label=gettext_lazy("Sits in"))
    role = forms.ChoiceField(label=gettext_lazy("As"))
    first = fields.day(gettext_lazy("First day"), gettext_lazy("Choose the day"))
    last = fields.day(gettext_lazy("Last day"))

    def __init__(self, data: Mapping[str, Any] | None, bodies: Sequence[tuple[str, str]], **more: Any) -> None:  # noqa: ANN401 - Django's own arguments
        super().__init__(data, **more)
        for name, choices in (("body", bodies), ("role", _one_role())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day comes before the first."))
        return cleaned


def _one_role() -> list[tuple[str, str]]:
    words = {
        Mandate.Role.MEMBER: _("Member"),
        Mandate.Role.MAYOR: _("Mayor"),
        Mandate.Role.DEPUTY_MAYOR: _("Deputy mayor"),
        Mandate.Role.CHAIR: _("Chair"),
        Mandate.Role.SECRETARY: _("Secretary"),
    }
    return [(role.value, words[role]) for role in Mandate.Role]


def own_bodies(regional: Iterable[Body]) -> list[tuple[str, str]]:
    """Where a person may sit: in a body of their municipality (by its kind), a regional council or the board (by id)."""
    own = [
        (Body.Kind.COUNCIL.value, _("The council")),
        (Body.Kind.FINANCE_COMMITTEE.value, _("The finance committee")),
        (Body.Kind.ADMINISTRATION.value, _("The administration")),
    ]
    return own + [(str(body.pk), body.name) for body in regional]


class UploadForm(forms.Form):
    """A member list."""

    file = forms.FileField(
        label=gettext_lazy("The list"),
        help_text=gettext_lazy("A spreadsheet (.xlsx) or text with separators (.csv) of at most 25 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is larger than 25 MB."))
        return file


class AnswersForm(forms.Form):
    """One choice for each question of an import; nothing is chosen beforehand."""

    def __init__(self, questions: Iterable[Question], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        for question in questions:
            self.fields[question.id] = forms.ChoiceField(
                label=_asked(question),
                choices=_offered(question),
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer for row %(row)s.") % {"row": question.row}},
            )

    def answers(self) -> dict[str, str]:
        """The answers given so far, by question."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


def _asked(question: Question) -> str:
    if isinstance(question, PersonQuestion):
        text = _("Row %(row)s: %(name)s, %(email)s. Is it somebody you know?")
        return text % {"row": question.row, "name": question.name, "email": question.email or _("no address")}
    text = ngettext(
        "%(rows)s row says “%(text)s”. Is that %(name)s?",
        "%(rows)s rows say “%(text)s”. Is that %(name)s?",
        question.rows,
    )
    return text % {"rows": question.rows, "text": question.text, "name": question.name}


def _offered(question: Question) -> list[tuple[str, str]]:
    if not isinstance(question, PersonQuestion):
        return [("yes", _("Yes, %(name)s") % {"name": question.name}), ("no", _("No, refuse what says so"))]
    offered = []
    for candidate in question.candidates:
        details = [candidate.name, candidate.email or _("no address")]
        if candidate.number:
            details.append(_("number %(number)s") % {"number": candidate.number})
        if candidate.value.startswith("row:"):
            details.append(_("row %(row)s in the list") % {"row": candidate.value.removeprefix("row:")})
        offered.append((candidate.value, _("Yes, the same as %(person)s") % {"person": ", ".join(details)}))
    return [*offered, ("new", _("No, another person"))]


class AudienceForm(forms.Form):
    """What an audience is called."""

    name = forms.CharField(label=gettext_lazy("What the audience is called"), max_length=120)


class PartForm(forms.Form):
    """One part to add to an audience: seats by role, body and place, another audience, or one person."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    body = forms.ChoiceField(label=gettext_lazy("Body"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Municipality, region or KKR"), required=False)
    audience = forms.ChoiceField(label=gettext_lazy("Another audience"), required=False)
    answer = forms.ChoiceField(label=gettext_lazy("What they have answered"), required=False)
    person = forms.CharField(
        label=gettext_lazy("One person"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Write a mail address or a number."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        places: phrases.Places,
        others: Sequence[tuple[str, str]],
        answered: Sequence[Group] = (),
    ) -> None:
        super().__init__(data)
        everything = ("", _("All"))
        groups = {
            _("Regions"): [(key, name) for key, name in places.groups.items() if key.startswith("region:")],
            _("Regional councils (KKR)"): [
                (key, name) for key, name in places.groups.items() if not key.startswith("region:")
            ],
            _("Municipalities"): list(places.organisations.items()),
        }
        for name, choices in (
            ("role", [everything, *role_choices()]),
            ("body", [everything, *body_choices()]),
            ("place", [everything, *groups.items()]),
            ("audience", [("", _("None")), *others]),
            ("answer", [("", _("All")), *((group.label, list(group.answers)) for group in answered)]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
