"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.privacy import Basis, DataClass, Rows

CLASSES = (
    DataClass(
        "erasures",
        frozenset({"Erasure"}),
        _("That somebody has been erased: a number without a name, and when."),
        _("So that an older backup does not bring back who has been erased."),
        _("As long as there may be a backup from before."),
        basis=Basis.DUTY,
        rows=(Rows("Erasure", ("person",)),),
        erased=_("A number without a name is added."),
    ),
)
IMPERSONAL = frozenset({"Period"})
