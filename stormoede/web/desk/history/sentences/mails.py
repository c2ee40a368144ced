"""Single mails, out and in, and the servers behind them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from stormoede.web.desk.history.sentences.choices import Sentence, by

OF: Mapping[str, Sentence] = {
    "mail.refused": _("%(who)s could not deliver a mail: the receiver's mail server refused it."),
    "mail.unbuildable": _("%(who)s could not make a mail."),
    "mail.bounced": _("%(who)s got a mail back that had not arrived."),
    "mail.tried_again": _("%(who)s sent a mail once more."),
    "mail.cancelled": _("%(who)s took a mail out of the queue."),
    "mail.words_deleted": _("%(who)s deleted what mail servers had answered."),
    "mail.relay_down": _("%(who)s could not reach the mail server."),
    "mail.relay_up": _("%(who)s reached the mail server again."),
    "mailbox.down": _("%(who)s could not read the mailbox."),
    "mailbox.up": _("%(who)s could read the mailbox again."),
    "scan.infected": _("%(who)s found a virus in a file that came in; it is kept apart."),
    "incoming.received": _("%(who)s received a mail."),
    "incoming.claimed": by(
        "claim",
        _("%(who)s put the mail in the inbox."),
        bounce=_("%(who)s recognised a mail that had come back."),
        automatic=_("%(who)s recognised an automatic reply."),
        calendar=_("%(who)s read an answer from the calendar."),
    ),
    "incoming.assigned": _("%(who)s said whom the mail is from."),
    "incoming.answered": _("%(who)s answered the mail."),
    "incoming.finished": _("%(who)s dealt with the mail."),
    "incoming.opened_again": _("%(who)s let the mail wait again."),
    "incoming.deleted": _("%(who)s deleted the mail when its time had passed."),
}
