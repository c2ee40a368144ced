"""Speakers in words, for more than one page: what was asked, what one takes, how far it is, why a talk is not to be.

Why one was placed or left, and what clashes, is worded in talks/wording.py.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.lib import words
from stormoede.talks.core.hours import Hours
from stormoede.talks.models import Speaker, SpeakerRequest, Talk


def hours(said: Hours) -> str:
    """What a speaker can on a day, in a word or two; nothing when they cannot."""
    return {
        Hours.NONE: "",
        Hours.DAYTIME: _("Daytime"),
        Hours.EVENING: _("Evening"),
        Hours.ALL_DAY: _("All day"),
        Hours.OWN: _("Some hours"),
    }[said]


def wants(request: SpeakerRequest) -> str:
    """In which form, and from whom: "On site, from the board"."""
    how = {"on_site": _("On site"), "online": _("Online"), "either": _("On site or online")}[request.form]
    whom = {"board": _("from the board"), "secretariat": _("from the secretariat")}.get(request.side, "")
    return f"{how}, {whom}" if whom else how


def side(speaker: Speaker) -> str:
    """Whom they speak for."""
    return _("The board") if speaker.side == "board" else _("The secretariat")


def takes(speaker: Speaker, regions: Sequence[str]) -> str:
    """What a speaker can take: forms, distance, parts of the country."""
    both = speaker.on_site and speaker.online
    how = _("On site or online") if both else _("On site") if speaker.on_site else _("Online")
    told = [how]
    if speaker.on_site and speaker.reach_km is not None:
        told.append(_("at most %(km)s km") % {"km": _number(speaker.reach_km)})
    if regions:
        told.append(words.listing(regions, _language()))
    return ", ".join(told)


def states() -> dict[str, str]:
    """How far a request can be, in words."""
    return {
        "open": _("Open"),
        "proposed": _("Proposed"),
        "offered": _("Offered"),
        "accepted": _("Said yes"),
        "held": _("Held"),
        "withdrawn": _("Withdrawn"),
    }


def state_word(talk: Talk) -> str:
    """How far a talk is."""
    return {**states(), "declined": _("Said no"), "cancelled": _("Cancelled")}[talk.state]


def ended(talk: Talk) -> str:
    """Why a talk is not to be, as the desk is told."""
    return {
        Talk.Over.DESK: _("cancelled at the desk"),
        Talk.Over.WITHDRAWN: _("the request was withdrawn"),
        Talk.Over.SPEAKER: _("said no"),
        Talk.Over.ILL: _("could not come"),
        Talk.Over.LEFT: _("left the tour"),
        Talk.Over.REPLACED: _("placed otherwise"),
    }[Talk.Over(talk.over)]


def over(talk: Talk) -> str:
    """Why a talk that was agreed is not to be, as the council is told."""
    why = {
        Talk.Over.ILL: _("The speaker cannot come."),
        Talk.Over.SPEAKER: _("The speaker cannot come."),
        Talk.Over.LEFT: _("The speaker cannot come."),
        Talk.Over.REPLACED: _("It is to be another speaker, or another time."),
        Talk.Over.WITHDRAWN: _("You withdrew the request."),
    }.get(Talk.Over(talk.over), "")
    return " ".join(filter(None, (why, talk.words)))


def outcome(told: Mapping[str, Any]) -> str:
    """What a proposal came to: how many councils, first wishes, kilometres, and whether it was proved. ``told`` is its event's."""
    if not told.get("asked"):
        return _("There was no open request to place.")
    figures = {name: _number(int(told.get(name, 0))) for name in ("asked", "placed", "first_wishes", "km")}
    placed = _("Of %(asked)s open requests %(placed)s have a speaker, %(first_wishes)s of them at their first wish. All journeys of the tour together are %(km)s km.")  # fmt: skip
    proved = _("It has been proved that it cannot be better.") if told.get("proved") else _("It is the best that was found in the time there was.")  # fmt: skip
    return f"{placed % figures} {proved}"


def _number(number: int) -> str:
    return words.number(number, _language())


def _language() -> str:
    return get_language() or "en"
