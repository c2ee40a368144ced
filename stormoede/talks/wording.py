"""How it is said why somebody was placed, why a request is left, what clashes, and how far it is."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stormoede.talks.core.clashes import Clash, Kind
from stormoede.talks.core.values import Lack, Missed, Short, Why

type Called = Callable[[int], str]

_NAMED = 3


def how_far() -> str:
    """How distances are reckoned, for the pages that show them."""
    return _(
        "Kilometres are one way between municipalities: a straight line by way of the bridges, times 1.2, at a minute a kilometre. "
        "Ferries are added. Between two talks there is a quarter of an hour beside the journey. Data on the municipalities: "
        "Klimadatastyrelsen, DAGI, fetched in November 2025, CC BY 4.0."
    )


def placed(why: Why) -> str:
    """Why this speaker, in a few sentences."""
    return " ".join(filter(None, [_wish(why), *_missed(why), _others(why), _travel(why), _beside(why)]))


def left(why: Short, called: Called) -> str:
    """Why nobody is placed with the request. ``called`` gives the name of the council of a request."""
    told = {"could": why.could, "km": why.km, "names": _listed(why.held_by, called)}
    if why.lack in _LEFT:
        return str(_LEFT[why.lack]) % told
    if why.lack == Lack.WEEK_FULL:
        return _full(why.could) % told
    return _elsewhere(why.could) % told


def _full(could: int) -> str:
    return ngettext(
        "%(could)s speaker could take it, but has no more talks to give that week: %(names)s.",
        "%(could)s speakers could take it, but have no more talks to give that week: %(names)s.",
        could,
    )


def _elsewhere(could: int) -> str:
    return ngettext(
        "%(could)s speaker could take it, but is with others at the times wished for: %(names)s.",
        "%(could)s speakers could take it, but are with others at the times wished for: %(names)s.",
        could,
    )


def clash(found: Clash, called: Called) -> str:
    """What is wrong with a placing, in a sentence."""
    name = called(found.other) if found.other is not None else ""
    return str(_CLASHES[found.kind]) % {"name": name, "number": found.number}


def _wish(why: Why) -> str:
    if why.wishes == 1:
        return _("The time they wished for.")
    if why.rank == 1:
        return _("Their first wish of %(wishes)s.") % {"wishes": why.wishes}
    return _("Their wish number %(rank)s of %(wishes)s.") % {"rank": why.rank, "wishes": why.wishes}


def _missed(why: Why) -> list[str]:
    sentences: Mapping[Missed, str] = {
        Missed.NOBODY: _("Nobody can at their wish number %(rank)s."),
        Missed.TAKEN: _("At their wish number %(rank)s those who can are needed elsewhere."),
    }
    return [sentences[missed] % {"rank": rank} for rank, missed in why.missed]


def _others(why: Why) -> str:
    if not why.could:
        return _("Nobody else can then.")
    told = {"could": why.could}
    could = ngettext("%(could)s other could then.", "%(could)s others could then.", why.could) % told
    if not why.nearer:
        return could
    nearer = ngettext("%(nearer)s of them lives nearer.", "%(nearer)s of them live nearer.", why.nearer)
    return f"{could} {nearer % {'nearer': why.nearer}}"


def _travel(why: Why) -> str:
    return _("%(km)s km from home.") % {"km": why.km} if why.km else ""


def _beside(why: Why) -> str:
    if why.same_day:
        told = {"count": why.same_day}
        return ngettext("%(count)s other talk that day.", "%(count)s other talks that day.", why.same_day) % told
    if why.same_week:
        told = {"count": why.same_week}
        return ngettext("%(count)s other talk that week.", "%(count)s other talks that week.", why.same_week) % told
    return ""


def _listed(asks: Sequence[int], called: Called) -> str:
    """The first few, and how many more."""
    said = ", ".join(called(ask) for ask in asks[:_NAMED])
    more = len(asks) - _NAMED
    return _("%(names)s and %(count)s more") % {"names": said, "count": more} if more > 0 else said


_LEFT: Mapping[Lack, Promise] = {
    Lack.NO_WISH: gettext_lazy("No time was wished for."),
    Lack.NOBODY: gettext_lazy("There are no speakers yet."),
    Lack.SIDE: gettext_lazy("No speaker is from the side they ask for."),
    Lack.FORM: gettext_lazy("No speaker of that side holds talks the way they ask for."),
    Lack.REGION: gettext_lazy("No speaker who could otherwise takes their region."),
    Lack.PLACE: gettext_lazy("It is not said in which municipality, and nobody can take it online."),
    Lack.TOO_FAR: gettext_lazy("It is farther than those who could otherwise go: the nearest lives %(km)s km away."),
    Lack.OPENINGS: gettext_lazy("No speaker who could otherwise is free at the times wished for."),
}
_CLASHES: Mapping[Kind, Promise] = {
    Kind.TWO_PLACES: gettext_lazy("They are with %(name)s at that time."),
    Kind.NO_TRAVEL_TIME: gettext_lazy("There is not time for the journey between this and %(name)s."),
    Kind.OPENINGS: gettext_lazy("They have not said that they can then."),
    Kind.WEEK_FULL: gettext_lazy("They have as many talks that week as they take: %(number)s."),
    Kind.TOO_FAR: gettext_lazy("It is %(number)s km from home, farther than they go."),
    Kind.REGION: gettext_lazy("They do not take that region."),
    Kind.SIDE: gettext_lazy("They are not from the side the council asks for."),
    Kind.FORM: gettext_lazy("One of the two does not want a talk in that form."),
}
