"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.privacy import DataClass

CLASSES = (
    DataClass(
        "answers",
        frozenset({"Registration", "Arrival"}),
        _("What you have answered, which seat you have or wait for, and when you went in to the meeting."),
        _("So that you have a seat, get your link, and are not reminded when you have answered."),
        _("One year after the round. After that only the figures are left."),
    ),
)
IMPERSONAL = frozenset({"Meeting", "Session"})
