"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.privacy import DataClass

CLASSES = (
    DataClass(
        "deliberations",
        frozenset({"Deliberation.responsible", "Deliberation.responsible_email", "Deliberation.set_by"}),
        _("Who sees to a council's discussion, their mail address, and who set its date."),
        _("So that the secretariat knows whom to ask."),
        _("One year after the round."),
    ),
)
IMPERSONAL = frozenset({"Matter", "RegionDeadline", "Deliberation"})
