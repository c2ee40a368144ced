"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.privacy import DataClass

CLASSES = (
    DataClass(
        "senders",
        frozenset({"Signatory", "Round.contact_name", "Round.contact_email", "Round.contact_phone"}),
        _("The names and titles of those who sign the letter, and whom to ask."),
        _("So that you know who is writing to you."),
        _("As long as the round is kept."),
    ),
)
IMPERSONAL = frozenset({"Round", "Track", "Notice", "ProposedDate"})
