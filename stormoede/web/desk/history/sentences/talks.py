"""Speakers: tours, who goes out, who asks, and each talk."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from stormoede.web.desk.history.sentences.choices import Sentence, by, whether

OF: Mapping[str, Sentence] = {
    "tour.made": _("%(who)s offered councils speakers."),
    "tour.edited": _("%(who)s edited the tour."),
    "tour.proposed": _("%(who)s let the program propose a speaker for every open request."),
    "speaker.added": _("%(who)s took them in among the speakers."),
    "speaker.edited": _("%(who)s changed what the speaker takes."),
    "speaker.invited": _("%(who)s sent the speaker the way to their page."),
    "speaker.answered": _("%(who)s said when the speaker can."),
    "speaker.removed": _("%(who)s took them out from among the speakers."),
    "speaker.ill": ngettext_lazy(
        "%(who)s noted that the speaker is ill; one talk was freed.",
        "%(who)s noted that the speaker is ill; %(number)s talks were freed.",
        "n",
    ),
    "speaker.well": _("%(who)s noted that the speaker is well."),
    "speaker_request.asked": _("%(who)s asked for a speaker."),
    "speaker_request.edited": _("%(who)s changed what is asked for."),
    "speaker_request.taken_back": _("%(who)s withdrew the request for a speaker."),
    "talk.placed": _("%(who)s placed a speaker by hand."),
    "talk.freed": _("%(who)s took the proposal of a speaker away."),
    "talk.fixed": _("%(who)s fixed the proposal."),
    "talk.unfixed": _("%(who)s let the proposal be moved again."),
    "talk.offered": _("%(who)s offered the talk to the speaker."),
    "talk.accepted": _("%(who)s took the talk."),
    "talk.declined": _("%(who)s did not take the talk."),
    "talk.held": _("%(who)s noted that the talk has been held."),
    "talk.written": _("%(who)s wrote notes of the talk."),
    "talk.edited": whether(
        "moved", _("%(who)s moved the talk to another time or form."), _("%(who)s changed where the talk is.")
    ),
    "talk.cancelled": by(
        "over",
        _("%(who)s cancelled the talk."),
        ill=_("%(who)s noted that the speaker cannot come."),
        replaced=_("%(who)s took the talk back for another to be placed."),
        withdrawn=_("%(who)s cancelled the talk, since no speaker is wanted."),
        left=_("%(who)s took the talk back, since the speaker left the tour."),
    ),
}
