"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.deliberations.actions import expiring
from stormoede.lib.privacy import DataClass, Fate, Rows, Term

_EMPTY = {"responsible": "", "responsible_email": ""}

CLASSES = (
    DataClass(
        "deliberations",
        frozenset({"Deliberation.responsible", "Deliberation.responsible_email", "Deliberation.set_by"}),
        _("Who sees to a council's discussion, their mail address, and who set its date."),
        _("So that the secretariat knows whom to ask."),
        _("%(deliberations)s after the round."),
        rows=(
            Rows("Deliberation", said=("responsible_email",), fate=Fate.EMPTIED, empties=_EMPTY),
            Rows(
                "Deliberation",
                tagged=("set_by",),
                said=("responsible_email",),
                shows={"council": "body__name", "matter": "matter__track__title"},
            ),
        ),
        terms=(
            Term(
                "deliberations",
                365,
                _("Who saw to a council's discussion"),
                waiting=expiring.waiting,
                oldest=expiring.first,
                go=expiring.forget,
            ),
        ),
        erased=_("Where the person sees to a discussion, name and address go; the day stays."),
    ),
)
IMPERSONAL = frozenset({"Matter", "RegionDeadline", "Deliberation"})
