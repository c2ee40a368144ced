"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.privacy import DataClass, Rows

CLASSES = (
    DataClass(
        "events",
        frozenset({"Event"}),
        _("A record of what was done, when and by whom, with numbers in place of names."),
        _("So that you and we can see what has happened, and undo it."),
        _("As long as what it is about."),
        rows=(Rows("Event", ("actor_id", "data__person"), tagged=("subject",)),),
        erased=_("The record stays as it is: it holds numbers, and nobody has them any more."),
    ),
)
IMPERSONAL: frozenset[str] = frozenset()
