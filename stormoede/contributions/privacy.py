"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.privacy import DataClass

CLASSES = (
    DataClass(
        "drafts",
        frozenset({"Contribution", "Writer", "DraftField", "Aside"}),
        _("What you have typed in a draft, when, and who was asked to write with you."),
        _("So that nothing typed is lost, and that those who write together see each other's text."),
        _("Five years after the round, as what was handed in."),
    ),
    DataClass(
        "handed_in",
        frozenset({"Version", "Answer", "Minority", "Attachment", "Enclosure"}),
        _(
            "What you or your council have handed in, who handed it in and when, the council's decision, and attached files."
        ),
        _("So that the association knows what you mean, and you can see what it received."),
        _("Five years after the round. If your name is erased, the words stand as a member's."),
    ),
    DataClass(
        "sharings",
        frozenset({"Sharing"}),
        _("To which addresses outside the round something was given, by whom and why."),
        _("So that it can be seen who has got what."),
        _("Five years after the round."),
    ),
)
IMPERSONAL = frozenset({"Questionnaire", "GroupDeadline", "Question"})
