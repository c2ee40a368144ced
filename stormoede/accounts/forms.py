"""What people type about themselves and each other. Extra fields are ignored."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from stormoede.accounts.core import codes
from stormoede.accounts.models import Staff

ROLES = [
    (Staff.Role.SECRETARIAT, _("Secretariat: all work on rounds")),
    (Staff.Role.READER, _("Reader: sees, changes nothing")),
    (Staff.Role.ADMIN, _("Administrator: everything, and staff")),
]


class AddressForm(forms.Form):
    """One mail address."""

    email = forms.EmailField(
        label=_("Your mail address"),
        max_length=254,
        error_messages={
            "required": _("Write your mail address"),
            "invalid": _("Write the whole address, with its @"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )


class OwnLinkForm(AddressForm):
    """Who asks for a link of their own."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=160,
        error_messages={"required": _("Write your name")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "email")


class CodeForm(forms.Form):
    """The six digits of a mail."""

    code = forms.CharField(
        label=_("The code"),
        help_text=_("Six digits. It works for ten minutes."),
        max_length=20,
        error_messages={"required": _("Write the six digits of the mail")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"}),
    )

    def clean_code(self) -> str:
        typed = codes.typed(self.cleaned_data["code"])
        if not typed:
            raise forms.ValidationError(_("The code has six digits"))
        return typed


@contextmanager
def _readable() -> Iterator[None]:
    """What no browser would send is refused as a passkey that is not known, whatever the reader of it stumbles over."""
    try:
        yield
    except (LookupError, AttributeError, TypeError, ValueError, AssertionError, RecursionError, struct.error) as fault:
        raise forms.ValidationError(_("That is no passkey."), code="unreadable") from fault


def _why_not(no: forms.ValidationError, asked: bool) -> str:
    """Why an answer did not sign in, in one word for whoever watches over safety; the one who tried is told none of it."""
    if no.code == "unreadable":
        return "unreadable"
    if not asked:
        return "unasked"
    return "unproved" if isinstance(no.__cause__, ValueError) else "unknown"


class AnswerField(forms.JSONField):
    """What a passkey answers. Python's reader of JSON faults on a number of thousands of digits, and where lists hold lists for ever."""

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - whatever JSON can hold
        with _readable():
            return super().to_python(value)


class SignInForm(LoginWebAuthnForm):  # type: ignore[misc]
    """The answer of a passkey to the question of signing in."""

    why_not = ""
    credential = AnswerField(widget=forms.HiddenInput)

    def clean_credential(self) -> Authenticator:
        asked = webauthn.get_state() is not None
        try:
            with _readable():
                return super().clean_credential()
        except forms.ValidationError as no:
            self.why_not = _why_not(no, asked)
            raise


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey: one that knows its owner (PIN, finger or face), so that it is enough by itself."""

    name = forms.CharField(
        label=_("What do you call it?"),
        help_text=_("The computer or phone it is on, say, so that you can tell your passkeys apart."),
        max_length=60,
        required=False,
    )
    credential = AnswerField(widget=forms.HiddenInput)
    passwordless = None  # allauth asks for it with a box; here it is always so

    def clean(self) -> dict[str, object]:
        self.cleaned_data["passwordless"] = True
        with _readable():
            cleaned: dict[str, object] = super().clean()
        return cleaned


class InvitationForm(forms.Form):
    """A new colleague."""

    name = forms.CharField(label=_("Name"), max_length=160, error_messages={"required": _("Write a name")})
    email = forms.EmailField(
        label=_("Mail address"),
        max_length=254,
        error_messages={"required": _("Write a mail address"), "invalid": _("Write the whole address, with its @")},
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=ROLES, widget=forms.RadioSelect, error_messages={"required": _("Choose a role")}
    )


class RoleForm(forms.Form):
    """Another role for a colleague."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.Select)


class NewAddressForm(forms.Form):
    """A member's new address, typed twice because a mail to the wrong one reaches a stranger."""

    email = forms.EmailField(
        label=_("Your new mail address"),
        max_length=254,
        error_messages={
            "required": _("Write your new mail address"),
            "invalid": _("Write the whole address, with its @"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    again = forms.EmailField(
        label=_("The address once more"),
        max_length=254,
        error_messages={
            "required": _("Write the address once more"),
            "invalid": _("Write the whole address, with its @"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        first, second = cleaned.get("email"), cleaned.get("again")
        if first and second and str(first).lower() != str(second).lower():
            self.add_error("again", _("The two addresses are not the same"))
        return cleaned
