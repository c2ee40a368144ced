"""Forms of a round: its facts, a file, a notice. What a fact may be is decided once, in core/facts.py, for files and forms."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from stormoede.lib import fields, words
from stormoede.lib.fields import Words
from stormoede.lib.refusal import Refusal
from stormoede.mail import uploads
from stormoede.rounds.core import facts
from stormoede.rounds.core.facts import RoundFacts
from stormoede.rounds.core.next_year import Names
from stormoede.rounds.core.tables import Reader
from stormoede.rounds.refusals import sentence

_FILE_LIMIT = 1_000_000
# Where a fault of the file's table stands in the form.
_FIELDS = {
    "sender.name": "sender_name",
    "sender.department": "sender_department",
    "sender.mailbox": "mailbox",
    "contact.name": "contact_name",
    "contact.email": "contact_email",
    "contact.phone": "contact_phone",
}


def _text(
    label: Words,
    missing: Words = "",
    help_text: Words = "",
    limit: int | None = None,
    widget: type[forms.Widget] = forms.TextInput,
) -> forms.CharField:
    """One line; without a sentence for when it is missing it may be left empty."""
    told = {"required": missing}
    return forms.CharField(
        label=label, required=bool(missing), help_text=help_text, max_length=limit, error_messages=told, widget=widget
    )


def _lines(label: Words, help_text: Words) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, help_text=help_text, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip


class RoundForm(forms.Form):
    """A round's facts. ``told`` are they as a value once the form is valid."""

    title = _text(gettext_lazy("Title"), gettext_lazy("Write what the round is about"))
    short = _text(
        gettext_lazy("What people call it"),
        gettext_lazy("Write what people call the round"),
        help_text=gettext_lazy("Such as ØA26. It stands in letters and on the members' pages."),
    )
    starts_on = fields.day(gettext_lazy("First day"), gettext_lazy("Choose the round's first day"))
    ends_on = fields.day(gettext_lazy("Last day"), gettext_lazy("Choose the round's last day"))
    negotiation = _text(
        gettext_lazy("When the negotiations are"), help_text=gettext_lazy("In words, such as: early May 2025")
    )
    sender_name = _text(gettext_lazy("Sender"), gettext_lazy("Write who the letters are from"))
    sender_department = _text(gettext_lazy("Department"))
    mailbox = _text(
        gettext_lazy("Mailbox"),
        gettext_lazy("Write the address that answers go to"),
        help_text=gettext_lazy("Mails are from this address, and answers come to it."),
        widget=forms.EmailInput,
    )
    signatories = _lines(
        gettext_lazy("Signatories"),
        gettext_lazy("One a line: the name, a comma, and as what. Such as: Birgitte Holm, Chair"),
    )
    letterhead = _lines(
        gettext_lazy("Postal address"), gettext_lazy("It stands at the foot of the letter. One line each.")
    )
    website = _text(gettext_lazy("Website"))
    contact_name = _text(
        gettext_lazy("Whom members can ask"), gettext_lazy("Write the name of the one members can ask")
    )
    contact_email = _text(
        gettext_lazy("Their mail address"),
        gettext_lazy("Write the mail address of the one members can ask"),
        widget=forms.EmailInput,
    )
    contact_phone = _text(gettext_lazy("Their telephone"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("da", gettext_lazy("Danish")), ("en", gettext_lazy("English"))],
        help_text=gettext_lazy("For members who have not chosen one."),
    )
    time_zone = _text(gettext_lazy("Time zone"), gettext_lazy("Write a time zone"))
    two_people_release = forms.BooleanField(
        label=gettext_lazy("Letters are released by another person than their writer"), required=False
    )

    GROUPS: ClassVar[dict[Words, tuple[str, ...]]] = {
        gettext_lazy("The round"): ("key", "title", "short", "starts_on", "ends_on", "negotiation"),
        gettext_lazy("Sender and letterhead"): (
            "sender_name", "sender_department", "mailbox", "signatories", "letterhead", "website",
        ),
        gettext_lazy("Contact"): ("contact_name", "contact_email", "contact_phone"),
        gettext_lazy("How it is run"): ("two_people_release", "language", "time_zone"),
    }  # fmt: skip

    told: RoundFacts

    def groups(self) -> list[tuple[Words, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in self.GROUPS.items()]

    def clean(self) -> dict[str, Any]:
        reader = Reader(_table(self.cleaned_data))
        self.told = facts.read(reader)
        for fault in reader.faults:
            field = _FIELDS.get(fault.where, fault.where.split("[")[0])
            if field in self.fields and field not in self.errors:
                self.add_error(field, _signed_wrong(self, field) or sentence(fault))
        return self.cleaned_data


class EditRoundForm(RoundForm):
    """A round's facts as they are, and the edit number they were read at."""

    edit_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @staticmethod
    def values_of(told: RoundFacts, edit_number: int) -> dict[str, Any]:
        """What the form shows of ``told``."""
        values = {name: getattr(told, name) for name in told.__dataclass_fields__}
        return values | {
            "edit_number": edit_number,
            "letterhead": "\n".join(told.letterhead),
            "signatories": "\n".join(f"{one.name}, {one.title}" for one in told.signatories),
        }

    def differences(self, now: RoundFacts) -> list[tuple[str, str]]:
        """Label and text of what the round says ``now`` where the form, which is valid, says something else."""
        typed, kept = self.values_of(self.told, 0), self.values_of(now, 0)
        return [(str(self[name].label), _shown(kept[name])) for name in typed if typed[name] != kept[name]]


class NewRoundForm(RoundForm):
    """A round from scratch: the facts and its key."""

    key = _text(
        gettext_lazy("Name in addresses"),
        gettext_lazy("Write a short name for addresses"),
        help_text=gettext_lazy("Such as oea26. It cannot be changed later."),
    )

    def clean_key(self) -> str:
        return _key(self.cleaned_data["key"])


class NextRoundForm(forms.Form):
    """What the next round is called. Everything else is carried over."""

    title = _text(gettext_lazy("Title"), gettext_lazy("Write what the round is about"), limit=facts.TITLE)
    short = _text(gettext_lazy("Short name"), gettext_lazy("Write the round's short name"), limit=facts.SHORT)
    key = _text(
        gettext_lazy("Name in addresses"),
        gettext_lazy("Write a short name for addresses"),
        help_text=gettext_lazy("Such as oea26. It cannot be changed later."),
    )

    @property
    def names(self) -> Names:
        """The names typed."""
        return Names(**{name: self.cleaned_data[name] for name in ("key", "short", "title")})

    def clean_key(self) -> str:
        return _key(self.cleaned_data["key"])


class FileForm(forms.Form):
    """A round's file."""

    file = forms.FileField(
        label=gettext_lazy("The round's file (TOML)"),
        error_messages={"required": gettext_lazy("Choose a file"), "empty": gettext_lazy("The file is empty.")},
    )

    def clean_file(self) -> str:
        """The text of the file, once the virus scanner has nothing against it."""
        file = self.cleaned_data["file"]
        if file.size > _FILE_LIMIT:
            raise forms.ValidationError(_("The file is too large for a round's file."))
        content: bytes = file.read()
        try:
            uploads.look(content, "a round's file")
            text = content.decode("utf-8-sig")
        except Refusal as no:
            raise forms.ValidationError(str(no)) from no
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file is not text in UTF-8.")) from None
        return text


class TrackForm(forms.Form):
    """A track's title and text."""

    edit_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = _text(gettext_lazy("Title"), gettext_lazy("Write the track's title"), limit=facts.LINE)
    text = forms.CharField(
        label=gettext_lazy("Text"), required=False, max_length=facts.TEXT, widget=forms.Textarea(attrs={"rows": 8})
    )


class NoticeForm(TrackForm):
    """A track the letter tells of, with when it happens in words."""

    when = _text(gettext_lazy("When"), limit=facts.LINE, help_text=gettext_lazy("In words, such as: in April"))
    field_order = ("edit_number", "title", "when", "text")


class ActForm(forms.Form):
    """A button: nothing but the edit number the page was made from."""

    edit_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def _key(text: str) -> str:
    reader = Reader({"key": text})
    key = facts.read_key(reader)
    if reader.faults:
        raise forms.ValidationError(sentence(reader.faults[0]))
    return key


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return words.plain_day_year(value, get_language() or "en") if isinstance(value, date) else str(value)


def _table(values: Mapping[str, Any]) -> dict[str, Any]:
    """The cleaned values as the table of a file."""
    table: dict[str, Any] = {name: value for name, value in values.items() if value != ""}
    table["sender"] = {"name": values.get("sender_name"), "mailbox": values.get("mailbox")}
    table["sender"]["department"] = values.get("sender_department")
    table["contact"] = {name: values.get(f"contact_{name}") for name in ("name", "email", "phone")}
    table["letterhead"] = [line for line in values.get("letterhead", "").splitlines() if line.strip()]
    table["signatories"] = [_signatory(line) for line in values.get("signatories", "").splitlines() if line.strip()]
    return table


def _signatory(line: str) -> dict[str, str]:
    name, _comma, title = line.partition(",")
    return {"name": name, "title": title}


def _signed_wrong(form: RoundForm, field: str) -> str:
    return _("Write the name, a comma, and as what, on each line") if field == "signatories" else ""
