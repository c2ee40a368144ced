"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.calls.actions import expiring
from stormoede.lib.privacy import DataClass, Rows, Term

CLASSES = (
    DataClass(
        "deputies",
        frozenset({"Deputy"}),
        _("Who comes to a meeting at short notice in whose place."),
        _("So that the deputy has a link and a seat of their own."),
        _("%(deputies)s after the round. After that only the figures are left."),
        rows=(Rows("Deputy", ("member", "person"), shows={"meeting": "call__meeting__track__title"}),),
        terms=(
            Term(
                "deputies",
                365,
                _("Who came in whose place"),
                waiting=expiring.waiting,
                oldest=expiring.first,
                go=expiring.forget,
            ),
        ),
        erased=_("That somebody came in another's place stays, without a name."),
    ),
)
IMPERSONAL = frozenset({"Call"})
