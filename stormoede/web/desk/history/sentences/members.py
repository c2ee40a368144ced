"""People, their seats and links, member lists, audiences, and what others propose about them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from stormoede.web.desk.history.sentences.choices import Sentence, by, whether

OF: Mapping[str, Sentence] = {
    "person.made": _("%(who)s added the person."),
    "person.imported": whether(
        "new", _("%(who)s brought the person in with a member list."), _("%(who)s brought a member list in: %(what)s.")
    ),
    "person.renamed": _("%(who)s gave the person another name."),
    "person.address_corrected": whether(
        "reachable", _("%(who)s corrected the mail address."), _("%(who)s took the mail address away.")
    ),
    "person.exported": _("%(who)s made a copy of what is kept about the person."),
    "person.erased": _("%(who)s erased the person."),
    "period.chosen": _("%(who)s changed how long something is kept."),
    "period.ended": _("%(who)s deleted what had been kept for long enough."),
    "mandate.given": _("%(who)s gave the seat: %(seat)s."),
    "mandate.ended": _("%(who)s ended the seat: %(seat)s."),
    "leave.given": _("%(who)s noted a leave from: %(seat)s."),
    "leave.edited": _("%(who)s changed the stand-in for: %(seat)s."),
    "leave.ended": _("%(who)s gave the leave a last day: %(seat)s."),
    "leave.cancelled": _("%(who)s called the leave off: %(seat)s."),
    "import.received": _("%(who)s uploaded a member list."),
    "import.applied": _("%(who)s brought a member list in."),
    "import.discarded": _("%(who)s threw a member list away."),
    "audience.made": _("%(who)s made the audience."),
    "audience.edited": _("%(who)s changed who is in the audience."),
    "audience.removed": _("%(who)s deleted the audience."),
    "denmark.loaded": _("%(who)s brought the country's municipalities in."),
    "reminders.stopped": _("%(who)s stopped reminders."),
    "reminders.resumed": _("%(who)s turned reminders on again."),
    "link.renewed": _("%(who)s changed the link for a new one; the old one opens nothing."),
    "link.revoked": _("%(who)s closed a link."),
    "link.printed": _("%(who)s printed the link on a sheet."),
    "link.not_me": _("%(who)s said that somebody else had opened the link; a new one was sent by mail."),
    "link.all_sent": ngettext_lazy(
        "%(who)s sent a new link to one person.", "%(who)s sent new links to %(number)s people.", "n"
    ),
    "lost_mail.asked": _("%(who)s had the link sent once more."),
    "code.asked": _("%(who)s asked for a code by mail."),
    "proposal.made": by(
        "kind",
        _("%(who)s proposed a change."),
        address=_("%(who)s proposed another mail address."),
        stand_in=_("%(who)s proposed a stand-in."),
    ),
    "proposal.asked": _("%(who)s asked for a link of their own."),
    "proposal.taken": _("%(who)s said yes to a proposal."),
    "proposal.declined": _("%(who)s said no to a proposal."),
}
