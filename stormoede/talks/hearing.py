"""What speakers heard, as the document of a round's input is told (contributions/heard.py)."""

from collections.abc import Sequence

from django.db.models import Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.contributions.heard import Heard
from stormoede.contributions.queries.standing import name_of
from stormoede.lib import words
from stormoede.lib.danish import sort_key
from stormoede.passages.models import Passage
from stormoede.rounds.models import Round
from stormoede.talks.models import TalkNotes


class Hearing:
    """Answers contributions/heard.py."""

    def heard(self, round: Round, *, public: bool) -> Sequence[Heard]:
        """The notes of every talk of the round. Two statements."""
        rows = TalkNotes.objects.filter(talk__request__tour__track__round=round).select_related(
            "text", "talk__speaker__person", "talk__request__body__organisation", "talk__request__body__group"
        )
        passages = Prefetch("text__passages", Passage.objects.order_by("position"))
        found = [_heard(one, round, public) for one in rows.prefetch_related(passages)]
        return sorted(found, key=lambda one: (sort_key(one.name), one.text.pk))


def _heard(one: TalkNotes, round: Round, public: bool) -> Heard:
    talk, who = one.talk, one.talk.speaker.person
    when = words.moment_year(talk.starts, round.time_zone, get_language() or round.language)
    named = _("talk by %(who)s, %(when)s") if not public and who.erased_at is None else _("talk, %(when)s")
    told = {"who": who.name, "when": when}
    return Heard(_("Heard at talks"), name_of(talk.request.body), named % told, one.text)
