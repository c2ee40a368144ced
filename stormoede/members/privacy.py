"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.privacy import DataClass

CLASSES = (
    DataClass(
        "person",
        frozenset({"Person", "Mandate", "Leave", "Import"}),
        _(
            "Your name, mail address, language and municipality, what you have been elected to, and when you are on leave from it."
        ),
        _("So that the letter reaches those who hold office, and nobody else."),
        _("As long as you hold office, and one year more."),
    ),
)
IMPERSONAL = frozenset({"Organisation", "Alias", "Group", "GroupMembership", "Body", "Audience"})
