"""Forms of letters: writing, testing on oneself, releasing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from stormoede.letters.core.drafts import LINE_LENGTH, MOST_DAYS, TEXT_LENGTH, TITLE_LENGTH, Draft, Reminds, Text
from stormoede.letters.models import Letter
from stormoede.lib import fields, words
from stormoede.lib.fields import Words
from stormoede.members.models import Audience
from stormoede.rounds.core.instants import from_local
from stormoede.rounds.models import Round

_TEXTS = ("note", "subject", "preheader", "heading", "mail", "paper_heading", "paper")


def languages(own: str) -> list[tuple[str, str]]:
    """The languages a letter can have, the round's own first: code and name."""
    return sorted(settings.LANGUAGES, key=lambda language: language[0] != own)


def _line(label: Words, help_text: Words = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=LINE_LENGTH, help_text=help_text)


def _text(label: Words, rows: int, help_text: Words = "") -> forms.CharField:
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
    dated = fields.day(_("Date of the letter"), help_text=_("Left empty, it is the day the letter goes out."))
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
                f"{code}_note": _line(_("What is corrected"), _("Stands on top of the mail and of the letter.")),
                f"{code}_subject": _line(
                    _("Subject"), _("What to do, what it is, and when. Best under 70 characters.")
                ),
                f"{code}_preheader": _line(_("Preview line"), _("Stands beside the subject in the inbox.")),
                f"{code}_heading": _line(_("Heading of the mail")),
                f"{code}_mail": _text(_("Text of the mail"), 18),
                f"{code}_paper_heading": _line(_("Heading of the PDF")),
                f"{code}_paper": _text(_("Text of the PDF"), 18, _("Left empty, the mail carries no PDF.")),
            }
        if letter is None or letter.nature != Letter.Nature.CORRECTION:
            self._without("note")
        for field in self.fields.values():
            field.widget.use_required_attribute = lambda _initial: False

    def words(self) -> list[tuple[str, str, list[forms.BoundField], bool]]:
        """The fields of each language: code, name, fields, and whether anything stands in them."""
        return [
            (code, str(name), own := self._own(code), any(field.value() for field in own))
            for code, name in self.languages
        ]

    def said(self) -> list[forms.BoundField]:
        """The fields that are not words: what the letter is called, whom it goes to, and when."""
        names = ("title", "key", "days_before", "clock", "audience", "dated", "personal_paper")
        return [self[name] for name in names if name in self.fields]

    def _own(self, code: str) -> list[forms.BoundField]:
        return [self[name] for part in _TEXTS if (name := f"{code}_{part}") in self.fields]

    def _without(self, *names: str) -> None:
        """Leave out what this nature of letter does not say, in every language."""
        for name in names:
            for field in [name, *(f"{code}_{name}" for code, _name in self.languages)]:
                self.fields.pop(field, None)

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


class ReminderForm(LetterForm):
    """A reminder: its hour before the deadline, and a mail. Whom it goes to, and on what paper, is the letter's business."""

    days_before = forms.IntegerField(
        label=_("Days before the deadline"),
        min_value=0,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        help_text=_("When the deadline is moved, the reminder moves with it."),
        error_messages={
            "required": _("Say how many days before the deadline"),
            "invalid": _("Write the days as a number"),
            "min_value": _("Write a number from 0 to 120"),
            "max_value": _("Write a number from 0 to 120"),
        },
    )
    clock = forms.TimeField(
        label=_("The hour"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "short"}),
        error_messages={"required": _("Say at which hour"), "invalid": _("Write the hour as 08.00")},
    )

    def __init__(self, data: Mapping[str, Any] | None, round: Round, letter: Letter | None = None) -> None:
        super().__init__(data, round, letter)
        self._without("audience", "dated", "personal_paper", "paper_heading", "paper")

    @property
    def told(self) -> Draft:
        data = self.cleaned_data
        return Draft(data["title"], 0, texts=self.texts(data), reminds=Reminds(data["days_before"], data["clock"]))


class CorrectionForm(LetterForm):
    """A correction goes to those who got the letter, so that nobody chooses its audience."""

    def __init__(self, data: Mapping[str, Any] | None, round: Round, letter: Letter | None = None) -> None:
        super().__init__(data, round, letter)
        self._without("audience")

    @property
    def told(self) -> Draft:
        data = self.cleaned_data
        return Draft(data["title"], 0, data["dated"], data["personal_paper"], self.texts(data))


class EnclosureForm(forms.Form):
    """A file for the letter to carry. Whether it can is told by the action."""

    file = forms.FileField(
        label=_("The file"),
        max_length=255,
        allow_empty_file=True,
        help_text=_("pdf, docx, xlsx, odt, ods or txt, 5 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.odt,.ods,.txt"}),
        error_messages={"required": _("Choose a file")},
    )


class Keyed(forms.Form):
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


class NewLetterForm(Keyed, LetterForm):
    """A new letter."""

    field_order = ("title", "key")


class NewReminderForm(Keyed, ReminderForm):
    """A new reminder."""

    field_order = ("title", "key")


class TrialForm(forms.Form):
    """A letter to oneself, as one recipient would get it."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    edit_number = forms.IntegerField(widget=forms.HiddenInput)


class ReleaseForm(forms.Form):
    """Letting a letter go. ``release_at`` is None for at once. A reminder's ``own`` hour stands in place of a typed one."""

    NOW, LATER = "now", "later"

    edit_number = forms.IntegerField(widget=forms.HiddenInput)
    when = forms.ChoiceField(
        label=_("When"),
        choices=[(NOW, _("At once")), (LATER, _("At a set hour"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when the letter goes out")},
    )
    hour = fields.moment(_("The hour"))
    read = forms.BooleanField(
        label=_("I have read the letter through"),
        error_messages={"required": _("Read the letter through, and say so, before it goes out")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        time_zone: str,
        own: datetime | None = None,
        **more: Any,  # noqa: ANN401 - Django's
    ) -> None:
        super().__init__(data, **more)
        self.time_zone, self.own = time_zone, own
        self.release_at: datetime | None = None
        if own is not None:
            del self.fields["hour"]
            when = self.fields["when"]
            assert isinstance(when, forms.ChoiceField)
            told = words.moment(own, time_zone, get_language() or "en")
            when.choices = [(self.LATER, told[:1].upper() + told[1:]), (self.NOW, gettext("At once"))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("when") != self.LATER or "hour" in self.errors:
            return data
        if self.own is not None:
            self.release_at = self.own
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
        "days_before": letter.days_before,
        "clock": letter.clock,
        **own,
    }
