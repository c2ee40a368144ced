"""Those who work at the desk."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from stormoede.web.desk.history.sentences.choices import Sentence, by, whether

OF: Mapping[str, Sentence] = {
    "staff.added": _("%(who)s added the colleague."),
    "staff.invited": _("%(who)s mailed a sign-in that works once."),
    "staff.passkey_added": whether(
        "waits", _("%(who)s made a passkey that waits for approval."), _("%(who)s made a passkey.")
    ),
    "staff.passkey_removed": _("%(who)s took a passkey away."),
    "staff.passkeys_refused": _("%(who)s said no to the passkey that waited."),
    "staff.approved": _("%(who)s approved the passkey."),
    "staff.role_changed": by(
        "to",
        _("%(who)s changed the role."),
        admin=_("%(who)s changed the role to administrator."),
        secretariat=_("%(who)s changed the role to secretariat."),
        reader=_("%(who)s changed the role to reader."),
    ),
    "staff.stopped": _("%(who)s stopped the access."),
    "staff.let_in_again": _("%(who)s gave access again."),
    "staff.signed_in": _("%(who)s signed in."),
    "staff.signed_out": _("%(who)s signed out in all browsers."),
    "feed.renewed": _("%(who)s made an address for the round's calendar."),
    "feed.revoked": _("%(who)s closed the address for the round's calendar."),
}
