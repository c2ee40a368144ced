"""Every act, as a sentence that begins with who did it.

A sentence is filled with ``who``, ``person`` (somebody else it is about), ``seat``, ``date`` (of a meeting), ``day`` and ``n``
(a number in words); where one act can mean several things, what the event holds decides.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise

from stormoede.web.desk.history.sentences import (
    contributions,
    letters,
    mails,
    meetings,
    members,
    programs,
    rounds,
    staff,
    talks,
)
from stormoede.web.desk.history.sentences.choices import Sentence

OF: Mapping[str, Sentence] = {
    **members.OF,
    **staff.OF,
    **letters.OF,
    **mails.OF,
    **meetings.OF,
    **contributions.OF,
    **rounds.OF,
    **programs.OF,
    **talks.OF,
}


def of(act: str, data: Mapping[str, Any], filled: dict[str, Any]) -> str:
    """The sentence of an act; its own word where a version of the program that had words for it has gone."""
    found = OF.get(act)
    if found is None:
        return f"{filled['who']}: {act}"
    chosen: Any = found if isinstance(found, Promise) else found(data)
    return str(chosen % filled)
