"""Speakers in words, for more than one page: what was asked, what one takes, how far it is, why a talk is not to be.

Why one was placed or left, and what clashes, is worded in talks/wording.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from stormoede.lib import words
from stormoede.talks.core.hours import Hours
from stormoede.talks.forms.fields import SIDES
from stormoede.talks.models import Speaker, SpeakerRequest, Talk

_STATES = {
    "open": gettext_lazy("Open"),
    "proposed": gettext_lazy("Proposed"),
    "offered": gettext_lazy("Offered"),
    "accepted": gettext_lazy("Said yes"),
    "held": gettext_lazy("Held"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
STATES = tuple(_STATES)
_ENDED = {"declined": gettext_lazy("Said no"), "cancelled": gettext_lazy("Cancelled")}
# The chip's look, and its ring's.
_LOOKS = {
    "open": ("now", ""),
    "proposed": ("", "now"),
    "offered": ("now", "now"),
    "accepted": ("done", "done"),
    "held": ("done", "done"),
    "withdrawn": ("", "stop"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """How far a request is, in a word, with the look of its chip and of the ring in it."""

    look: str
    ring: str
    word: str


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
    how = form(request)
    whom = {"board": _("from the board"), "secretariat": _("from the secretariat")}.get(request.side, "")
    return f"{how}, {whom}" if whom else how


def side(speaker: Speaker) -> str:
    """Whom they speak for."""
    return str(dict(SIDES)[speaker.side])


def whom(request: SpeakerRequest) -> str:
    """Whom they would like to hear."""
    return str(dict(SIDES)[request.side]) if request.side else _("The board or the secretariat")


def form(request: SpeakerRequest) -> str:
    """In which form it may be held."""
    return {"on_site": _("On site"), "online": _("Online"), "either": _("On site or online")}[request.form]


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
    return {state: str(word) for state, word in _STATES.items()}


def standing(request: SpeakerRequest, talk: Talk | None) -> str:
    """The word of ``STATES`` for how far a request is, with the talk on its way."""
    return "withdrawn" if request.withdrawn_at else str(talk.state) if talk else "open"


def state_word(talk: Talk) -> str:
    """How far a talk is."""
    return str({**_STATES, **_ENDED}[talk.state])


def chip(state: str, talk: Talk | None) -> Chip:
    """A word of ``STATES``, or how a talk ended, as it is shown; what is held fast says so."""
    word = str({**_STATES, **_ENDED}[state])
    fixed = state == "proposed" and talk is not None and talk.fixed
    return Chip(*_LOOKS.get(state, ("stop", "stop")), _("Proposed, fixed") if fixed else word)


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
    }.get(Talk.Over(talk.over), "")
    return " ".join(filter(None, (why, talk.words)))


def outcome(told: Mapping[str, Any]) -> str:
    """What a proposal came to: how many councils, first wishes, kilometres, and whether it was proved. ``told`` is its event's."""
    if not told.get("asked"):
        return _("There was no open request to place.")
    figures = {name: _number(int(told.get(name, 0))) for name in ("asked", "placed", "first_wishes", "km")}
    placed = _("A speaker for %(placed)s of %(asked)s open requests, for %(first_wishes)s of them at the first wish. All journeys of the tour together are %(km)s km.")  # fmt: skip
    proved = _("It has been proved that it cannot be better.") if told.get("proved") else _("It is the best that was found in the time there was.")  # fmt: skip
    return f"{placed % figures} {proved}"


def _number(number: int) -> str:
    return words.number(number, _language())


def _language() -> str:
    return get_language() or "en"
