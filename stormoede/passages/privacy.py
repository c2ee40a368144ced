"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.privacy import DataClass

CLASSES = (
    DataClass(
        "texts",
        frozenset({"Text", "Quote", "Ruling"}),
        _("What you or your council have sent in, word for word, who sent it and when, and the words quoted from it."),
        _("So that your words can be read as you wrote them, and every quote held against its source."),
        _(
            "Five years after the round. If your name is erased, the words stand as a member's; they go too if you ask for it."
        ),
    ),
)
IMPERSONAL = frozenset({"Passage"})
