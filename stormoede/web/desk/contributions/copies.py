"""A copy to be given outside, as plain text: whole, or its facts alone; every copy says what it is and whom it is for."""

from django.utils.translation import gettext as _

from stormoede.contributions.models import Sharing
from stormoede.contributions.queries.versions import HandedIn
from stormoede.lib import words
from stormoede.passages.core.kinds import Basis, Kind
from stormoede.passages.models import Text
from stormoede.rounds.models import Track


def text(told: HandedIn, made: Sharing, whose: str, track: Track, language: str) -> str:
    """The words of the copy."""
    lines = [track.title, whose, ""]
    for one in told.said:
        body = [part for text in one.texts for part in _parts(text, made.whole)]
        body += [words.number(one.number, language)] if one.number is not None else []
        if body:
            lines += [one.asked, "", *body, ""]
    if made.whole:
        for minority, said in told.minorities:
            lines += [f"{_('Minority')}: {minority.who}", "", said.words, ""]
    return "\r\n".join([*lines, "--", *_foot(told, made, track, language)]) + "\r\n"


def _parts(text: Text, whole: bool) -> list[str]:
    if whole:
        return [text.words] if text.words else []
    return [passage.words for passage in text.passages.all() if passage.kind == Kind.FACT.value]


def _foot(told: HandedIn, made: Sharing, track: Track, language: str) -> list[str]:
    version, zone = told.version, track.round.time_zone
    given = words.moment_year(version.handed_in_at, zone, language)
    to = ", ".join(str(one["address"]) for one in made.recipients)
    return [
        _("Version %(number)s, received %(moment)s") % {"number": version.number, "moment": given},
        _("For the public") if version.basis == Basis.PUBLIC.value else _("Internal (§ 25)"),
        _("The whole answer") if made.whole else _("Facts only"),
        _("Copy %(number)s for %(to)s, %(moment)s")
        % {"number": made.copy, "to": to, "moment": words.moment_year(made.at, zone, language)},
    ]
