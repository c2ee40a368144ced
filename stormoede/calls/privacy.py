"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.privacy import DataClass

CLASSES = (
    DataClass(
        "deputies",
        frozenset({"Deputy"}),
        _("Who comes to a meeting at short notice in whose place."),
        _("So that the deputy has a link and a seat of their own."),
        _("One year after the round. After that only the figures are left."),
    ),
)
IMPERSONAL = frozenset({"Call"})
