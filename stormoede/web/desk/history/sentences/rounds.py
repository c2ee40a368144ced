"""Rounds and their tracks, questionnaires, and what councils discuss."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from stormoede.web.desk.history.sentences.choices import Sentence, whether

OF: Mapping[str, Sentence] = {
    "round.made": _("%(who)s made the round."),
    "round.copied": _("%(who)s made the round out of last year's."),
    "round.edited": _("%(who)s edited the round."),
    "round.deleted": _("%(who)s deleted the round."),
    "date.confirmed": _("%(who)s confirmed a proposed date."),
    "track.added": _("%(who)s added the track."),
    "track.edited": _("%(who)s edited the track's title or text."),
    "track.moved": _("%(who)s moved the track."),
    "track.removed": _("%(who)s took the track out of the round."),
    "questionnaire.made": _("%(who)s made the questionnaire."),
    "questionnaire.edited": _("%(who)s changed whom the questionnaire asks, or until when."),
    "question.added": _("%(who)s added a question."),
    "question.edited": _("%(who)s worded a question otherwise."),
    "question.moved": _("%(who)s moved a question."),
    "question.removed": _("%(who)s took a question away."),
    "matter.made": _("%(who)s asked councils to take the matter up."),
    "matter.edited": _("%(who)s edited the matter."),
    "deliberation.planned": whether(
        "before", _("%(who)s moved the discussion to %(day)s."), _("%(who)s set the discussion for %(day)s.")
    ),
    "deliberation.taken_back": _("%(who)s took the discussion's day back."),
    "deliberation.edited": _("%(who)s said who sees to the discussion."),
    "deliberation.invited": ngettext_lazy(
        "%(who)s sent the page to one secretary.", "%(who)s sent the page to %(number)s secretaries.", "n"
    ),
}
