"""Other programs: the keys they read with, and the hooks they are told by."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from stormoede.web.desk.history.sentences.choices import Sentence

OF: Mapping[str, Sentence] = {
    "key.made": _("%(who)s made a key for another program."),
    "key.revoked": _("%(who)s closed a key."),
    "key.used": _("%(who)s used the key."),
    "hook.made": _("%(who)s made the webhook."),
    "hook.edited": _("%(who)s changed the webhook."),
    "hook.removed": _("%(who)s took the webhook away."),
    "hook.tested": _("%(who)s sent a test to the webhook."),
    "hook.stopped": _("%(who)s stopped the webhook."),
    "hook.resumed": _("%(who)s let the webhook go on."),
    "hook.down": _("%(who)s could not reach the webhook."),
    "hook.up": _("%(who)s reached the webhook again."),
    "hook.secret_renewed": _("%(who)s made a new secret for the webhook."),
    "hook.secret_retired": _("%(who)s retired the webhook's old secret."),
    "posting.failed": _("%(who)s gave up telling the webhook of an event."),
    "posting.tried_again": _("%(who)s told the webhook of an event once more."),
}
