"""What a new reminder says before anybody has written it: in each language, and short."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import override

from stormoede.letters.core.drafts import Text
from stormoede.letters.models import Letter


def reminder(letter: Letter) -> tuple[str, Mapping[str, Text]]:
    """A title, and the words, for a reminder of ``letter``: in the languages it has."""
    texts = {}
    for code in letter.texts.values_list("language", flat=True):
        with override(code):
            texts[code] = _words()
    with override(letter.round.language):
        return _("Reminder: %(title)s") % {"title": letter.title}, texts


def _words() -> Text:
    return Text(
        subject=_("You have not answered: ((round)), ((meeting.dates))"),
        preheader=_("Answer no later than ((meeting.deadline_day))."),
        heading=_("We have not heard from you"),
        mail="\n\n".join(
            (
                _("Dear ((name))"),
                _("We have not heard whether you are coming:"),
                _("((dates))"),
                _("((button: Answer here))"),
                _(
                    "Answer no later than ((meeting.deadline)), also if you cannot come. Then we do not remind you again."
                ),
                _("Kind regards"),
                _("((sender))"),
            )
        ),
    )
