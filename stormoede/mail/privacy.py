"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.privacy import DataClass

CLASSES = (
    DataClass(
        "deliveries",
        frozenset({"Message"}),
        _(
            "Which mails have been sent to you, when, and whether your mail server took them. Not whether you have read them."
        ),
        _("So that no letter is lost, and none is sent twice."),
        _("Two years after the round. What a mail server said in words: 90 days."),
    ),
    DataClass(
        "incoming",
        frozenset({"Incoming", "Reply"}),
        _("Mails you or your mail server have sent to the round's mailbox, and what we answered."),
        _("So that an answer counts whichever way it comes, and none is lost."),
        _("Two years after the round. Bounces and automatic replies: 90 days."),
    ),
)
IMPERSONAL = frozenset({"Batch", "Relay", "Mailbox"})
