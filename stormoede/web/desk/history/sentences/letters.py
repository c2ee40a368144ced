"""Letters, from the first draft to the last delivery."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from stormoede.web.desk.history.sentences.choices import Sentence, by

OF: Mapping[str, Sentence] = {
    "letter.made": _("%(who)s began the letter."),
    "letter.edited": _("%(who)s edited the letter."),
    "letter.file_added": _("%(who)s put a file with the letter."),
    "letter.file_removed": _("%(who)s took a file off the letter."),
    "letter.tested": _("%(who)s tested the letter on themselves."),
    "letter.released": _("%(who)s released the letter."),
    "letter.release_cancelled": _("%(who)s took the release back."),
    "letter.release_stopped": by(
        "why",
        _("%(who)s took the release back."),
        facts=_("%(who)s took the release back, because the round's dates or facts had been changed."),
        nobody=_("%(who)s took the release back, because nobody was left in the audience."),
        moved=_("%(who)s took the release back, because the deadline had been moved."),
        late=_("%(who)s took the release back, because the deadline had passed."),
    ),
    "letter.sent": ngettext_lazy(
        "%(who)s sent the letter to one person.", "%(who)s sent the letter to %(number)s people.", "n"
    ),
    "letter.caught_up": ngettext_lazy(
        "%(who)s sent the letter to one more who had joined.",
        "%(who)s sent the letter to %(number)s more who had joined.",
        "n",
    ),
    "letter.deleted": _("%(who)s deleted the letter."),
    "mail.batch_paused": _("%(who)s paused the sending."),
    "mail.batch_resumed": _("%(who)s let the sending go on."),
}
