"""Forms of letters: writing, testing on oneself, releasing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from stormoede.letters.core.drafts import LINE_LENGTH, TEXT_LENGTH, TITLE_LENGTH, Draft, Text
from stormoede.letters.models import Letter
from stormoede.members.models import Audience
from stormoede.rounds.core.instants import from_local
from stormoede.rounds.models import Round

_DAYS = ["%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y"]
_TEXTS = ("subject", "preheader", "heading", "mail", "paper_heading", "paper")


def languages(own: str) -> list[tuple[str, str]]:
    """The languages a letter can have, the round's own first: code and name."""
    return sorted(settings.LANGUAGES, key=lambda language: language[0] != own)


def _line(label: Any, help_text: Any = "") -> forms.CharField:  # noqa: ANN401 - lazy text
    return forms.CharField(label=label, required=False, max_length=LINE_LENGTH, help_text=help_text)


def _text(label: Any, rows: int, help_text: Any = "") -> forms.CharField:  # noqa: ANN401 - lazy text
    area = forms.Textarea(attrs={"rows": rows, "spellcheck": "true"})
    return forms.CharField(label=label, required=False, max_length=TEXT_LENGTH, help_text=help_text, widget=area)


class LetterForm(forms.Form):
    """What is said about a letter, and its words in each language. ``told`` is the draft once the form is valid."""

    title = forms.CharField(
        label=_("Title"),
        max_length=TITLE_LENGTH,
        help_text=_("For the desk; members do not see it."),
        error_messages={"required": _("Write what the letter is about")},
    )
    audience = forms.ModelChoiceField(
        Audience.objects.order_by("name"),
        label=_("Audience"),
        empty_label=_("Choose who gets the letter"),
        error_messages={"required": _("Choose who gets the letter")},
    )
    dated = forms.DateField(
        label=_("Date of the letter"),
        required=False,
        input_formats=_DAYS,
        help_text=_("Left empty, it is the day the letter goes out."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
        error_messages={"invalid": _("Write the date as 07.02.2025")},
    )
    personal_paper = forms.BooleanField(
        label=_("Each PDF is addressed to its recipient by name"),
        required=False,
        help_text=_("Otherwise the PDF is the same for all, and quicker to send."),
    )
    edit_number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None, round: Round, letter: Letter | None = None) -> None:
        super().__init__(data, initial=_values(letter) if letter else {})
        self.languages = languages(round.language)
        for code, _name in self.languages:
            self.fields |= {
                f"{code}_subject": _line(
                    _("Subject"), _("What to do, what it is, and when. Best under 70 characters.")
                ),
                f"{code}_preheader": _line(_("Preview line"), _("Stands beside the subject in the inbox.")),
                f"{code}_heading": _line(_("Heading of the mail")),
                f"{code}_mail": _text(_("Text of the mail"), 18),
                f"{code}_paper_heading": _line(_("Heading of the PDF")),
                f"{code}_paper": _text(_("Text of the PDF"), 18, _("Left empty, the mail carries no PDF.")),
            }
        for field in self.fields.values():
            field.widget.use_required_attribute = lambda _initial: False

    def words(self) -> list[tuple[str, str, list[forms.BoundField], bool]]:
        """The fields of each language: code, name, fields, and whether anything stands in them."""
        return [
            (code, str(name), own := [self[f"{code}_{part}"] for part in _TEXTS], any(field.value() for field in own))
            for code, name in self.languages
        ]

    @property
    def told(self) -> Draft:
        data = self.cleaned_data
        return Draft(data["title"], data["audience"].pk, data["dated"], data["personal_paper"], self.texts(data))

    def texts(self, data: Mapping[str, Any]) -> Mapping[str, Text]:
        """The words in ``data``, by language."""
        return {
            code: Text(**{part: str(data.get(f"{code}_{part}") or "") for part in _TEXTS})
            for code, _name in self.languages
        }


class NewLetterForm(LetterForm):
    """A new letter also gets the short name that its page and file are called by."""

    key = forms.SlugField(
        label=_("Short name"),
        max_length=60,
        help_text=_("Small letters without spaces, such as invitation. It stands in addresses and names the file."),
        error_messages={
            "required": _("Give the letter a short name"),
            "invalid": _("Use only a–z, figures and hyphens, such as reminder-2"),
        },
    )
    field_order = ("title", "key")


class TrialForm(forms.Form):
    """A letter to oneself, as one recipient would get it."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    edit_number = forms.IntegerField(widget=forms.HiddenInput)


class ReleaseForm(forms.Form):
    """Letting a letter go. ``release_at`` is None for at once."""

    NOW, LATER = "now", "later"

    edit_number = forms.IntegerField(widget=forms.HiddenInput)
    when = forms.ChoiceField(
        label=_("When"),
        choices=[(NOW, _("At once")), (LATER, _("At a set hour"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when the letter goes out")},
    )
    hour = forms.DateTimeField(
        label=_("The hour"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H.%M", "%d.%m.%Y %H:%M"],
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "short"}),
        error_messages={"invalid": _("Write the hour as 07.02.2025 10.00")},
    )
    read = forms.BooleanField(
        label=_("I have read the letter through"),
        error_messages={"required": _("Read the letter through, and say so, before it goes out")},
    )

    def __init__(self, data: Mapping[str, Any] | None, time_zone: str, **more: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(data, **more)
        self.time_zone = time_zone
        self.release_at: datetime | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("when") != self.LATER or "hour" in self.errors:
            return data
        if data.get("hour") is None:
            self.add_error("hour", str(_("Say at which hour the letter goes out")))
            return data
        local = data["hour"].replace(tzinfo=None)
        self.release_at = from_local(local, self.time_zone)
        if self.release_at is None:
            self.add_error("hour", str(_("That hour does not exist: the clocks are changed that night")))
        return data


def _values(letter: Letter) -> dict[str, Any]:
    own = {f"{text.language}_{part}": getattr(text, part) for text in letter.texts.all() for part in _TEXTS}
    return {
        "title": letter.title,
        "audience": letter.audience_id,
        "dated": letter.dated,
        "personal_paper": letter.personal_paper,
        "edit_number": letter.edit_number,
        **own,
    }
