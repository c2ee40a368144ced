"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.letters.actions import expiring
from stormoede.lib.privacy import DataClass, Rows, Term

CLASSES = (
    DataClass(
        "letters",
        frozenset({"Delivery"}),
        _("Which letters were meant for you."),
        _("So that all who should be asked are asked, and nobody is reminded without reason."),
        _("%(letters)s after the round. After that only the figures are left."),
        rows=(Rows("Delivery", ("person",), shows={"letter": "letter__title", "state": "message__state"}),),
        terms=(
            Term(
                "letters",
                730,
                _("Who got which letter"),
                waiting=expiring.waiting,
                oldest=expiring.first,
                go=expiring.unname,
            ),
        ),
        erased=_("That there was one to ask stays, without a name, so that the figures are right."),
    ),
)
IMPERSONAL = frozenset({"Letter", "LetterText", "LetterVersion", "LetterFile", "LetterEnclosure"})
