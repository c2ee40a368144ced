"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.privacy import DataClass, Fate, Rows, Term
from stormoede.mail.actions import expiring

_EMPTY = {"address": "", "facts": {}, "reply_text": ""}

CLASSES = (
    DataClass(
        "deliveries",
        frozenset({"Message"}),
        _(
            "Which mails have been sent to you, when, and whether your mail server took them. Not whether you have read them."
        ),
        _("So that no letter is lost, and none is sent twice."),
        _(
            "Letters: %(letters)s after the round. Other mails: %(mails)s after they were sent. What a mail server said in words: %(server_words)s."
        ),
        rows=(Rows("Message", ("person",), said=("address", "reply_text"), fate=Fate.EMPTIED, empties=_EMPTY),),
        terms=(
            Term(
                "mails",
                730,
                _("Receipts and other mails that are no letters"),
                waiting=lambda before: expiring.own().filter(settled_at__lt=before).count(),
                oldest=lambda: expiring.first_settled(expiring.own()),
                go=expiring.forget_own,
            ),
            Term(
                "server_words",
                90,
                _("What mail servers said in words"),
                waiting=lambda before: expiring.words().filter(settled_at__lt=before).count(),
                oldest=lambda: expiring.first_settled(expiring.words()),
                go=expiring.forget_words,
            ),
        ),
        erased=_("Mails that wait are cancelled. Of the others stays that there was one, and how it ended."),
        before=(expiring.cancel_to,),
        recipients=_("Your own mail server, and the mail server the association sends through."),
    ),
    DataClass(
        "former_facts",
        frozenset({"Former"}),
        _("Whom to ask about a round, and what else its mails said, as it was before it was changed."),
        _("So that a mail that was sent says what it said."),
        _("As long as a mail that says it is kept."),
    ),
    DataClass(
        "incoming",
        frozenset({"Incoming", "Reply"}),
        _("Mails you or your mail server have sent to the round's mailbox, and what we answered."),
        _("So that an answer counts whichever way it comes, and none is lost."),
        _("%(inbox)s after it came. Returned mails and automatic replies: %(returned)s."),
        rows=(
            Rows("Reply", ("incoming__person",), said=("text", "incoming__sender"), fate=Fate.GOES),
            Rows("Incoming", ("person",), said=("sender", "subject", "text"), fate=Fate.GOES),
        ),
        terms=(
            Term(
                "inbox",
                730,
                _("Mails in the inbox, and what was answered"),
                waiting=lambda before: expiring.written().filter(received_at__lt=before).count(),
                oldest=lambda: expiring.first_came(expiring.written()),
                go=lambda before, *, by, at: expiring.forget_incoming(expiring.written(), before, by=by, at=at),
            ),
            Term(
                "returned",
                90,
                _("Returned mails and automatic replies"),
                waiting=lambda before: expiring.returned().filter(received_at__lt=before).count(),
                oldest=lambda: expiring.first_came(expiring.returned()),
                go=lambda before, *, by, at: expiring.forget_incoming(expiring.returned(), before, by=by, at=at),
            ),
        ),
        erased=_("Mails from the person, about them, or with their address in them go, and so does what was answered."),
    ),
)
IMPERSONAL = frozenset({"Batch", "Relay", "Mailbox", "Scan"})
