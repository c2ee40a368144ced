"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.privacy import DataClass

CLASSES = (
    DataClass(
        "letters",
        frozenset({"Delivery"}),
        _("Which letters were meant for you."),
        _("So that all who should be asked are asked, and nobody is reminded without reason."),
        _("Two years after the round."),
    ),
)
IMPERSONAL = frozenset({"Letter", "LetterText", "LetterVersion", "LetterFile", "LetterEnclosure"})
