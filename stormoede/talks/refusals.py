"""The anticipated noes of this room, in the language of the one who asked."""

from collections.abc import Callable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stormoede.lib.refusal import Refusal
from stormoede.talks import wording
from stormoede.talks.core.assignment import Clash, Kind
from stormoede.talks.core.plans import Fault, Problem

_SENTENCES: dict[Problem, str | Promise] = {
    Problem.ORDER: gettext_lazy("The last day comes before the first."),
    Problem.TOO_LATE: gettext_lazy("One must be able to ask before the last day is over."),
    Problem.LENGTH: gettext_lazy("A talk lasts from 10 minutes to eight hours."),
    Problem.NO_WISH: gettext_lazy("Write at least one time that suits you."),
    Problem.MANY_WISHES: gettext_lazy("Write at most ten times."),
    Problem.OUTSIDE: gettext_lazy("Time %(number)s is outside the days speakers go out."),
    Problem.PASSED: gettext_lazy("That time has passed. Choose a later one."),
    Problem.TWICE: gettext_lazy("Time %(number)s stands there twice."),
    Problem.MISSING: gettext_lazy("Write something here."),
    Problem.ADDRESS: gettext_lazy("Write a mail address, such as name@municipality.example"),
    Problem.UNKNOWN: gettext_lazy("Choose one of those offered."),
    Problem.SITE: gettext_lazy("Choose the municipality in which you meet."),
    Problem.NO_FORM: gettext_lazy("Choose on site, online, or both."),
    Problem.NUMBER: gettext_lazy("Write a whole number that makes sense here."),
    Problem.LINK: gettext_lazy("Write the whole address of the meeting, beginning with https://"),
}


class FormRefused(Refusal):
    """Something filled in cannot be. ``sentences`` has one for each of ``faults``."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        self.sentences = tuple(str(_SENTENCES[fault.problem]) % {"number": fault.number} for fault in self.faults)
        super().__init__(" ".join(self.sentences))


class DatesOutside(Refusal):
    """The tour falls outside its round. ``sentences`` has one for each date."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(sentences))


class TourStands(Refusal):
    """Talks have been agreed on days that would be outside."""

    def __init__(self) -> None:
        super().__init__(_("Talks have been placed on days that would be outside. Move or cancel them first."))


class BodyElsewhere(Refusal):
    """Only councils and regional councils ask for speakers."""

    def __init__(self) -> None:
        super().__init__(_("Councils and regional councils can ask for a speaker."))


class AskedTooLate(Refusal):
    """The time to ask has passed."""

    def __init__(self) -> None:
        super().__init__(_("The time to ask has passed. Write to us if you still need a speaker."))


class AskedAlready(Refusal):
    """The body has an open request."""

    def __init__(self) -> None:
        super().__init__(_("You have asked already. Change your request instead."))


class RequestOver(Refusal):
    """The request has been withdrawn, or its talk has been held."""

    def __init__(self) -> None:
        super().__init__(_("The request is closed, so it stands as it is."))


class SpeakerThere(Refusal):
    """The person speaks in the tour already."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s is among the speakers already.") % {"name": name})


class SpeakerGone(Refusal):
    """The speaker is not in the tour any more."""

    def __init__(self) -> None:
        super().__init__(_("The speaker is not in the tour any more."))


class NobodyReached(Refusal):
    """A speaker has no mail address."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s has no mail address. Add one under Members.") % {"name": name})


class TalkOver(Refusal):
    """What is asked for cannot be done with the talk as it stands."""

    def __init__(self) -> None:
        super().__init__(_("The talk has moved on meanwhile. Look at it again."))


class PlanOvertaken(Refusal):
    """Requests and speakers changed while the plan was made."""

    def __init__(self) -> None:
        super().__init__(_("Requests and speakers are changing right now. Propose again in a moment."))


class NotYet(Refusal):
    """Notes are of a talk that has begun."""

    def __init__(self) -> None:
        super().__init__(_("Write your notes when the talk has been held."))


class NothingWritten(Refusal):
    """Notes without words."""

    def __init__(self) -> None:
        super().__init__(_("Write what you heard."))


class Clashing(Refusal):
    """A placing clashes with others, and no confirmation helps. ``clashes`` are those of the core, one sentence each."""

    def __init__(self, clashes: Sequence[Clash], called: Callable[[int], str]) -> None:
        self.clashes = tuple(clashes)
        self.sentences = tuple(wording.clash(clash, called) for clash in clashes)
        super().__init__(" ".join(self.sentences))


class TwoPlaces(Clashing):
    """The speaker would be in two places at once."""


class NoTravelTime(Clashing):
    """There is no time for the journey."""


class Doubtful(Refusal):
    """It goes against what was said. ``sentences`` are all doubts there are: it is done when they are confirmed."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(self.sentences))


class TalkUnderWay(Doubtful):
    """The speaker, or both, have been told of the talk that is there: it would be taken back. Other doubts come first."""

    def __init__(self, others: Sequence[str] = ()) -> None:
        super().__init__([*others, _("Somebody has been asked already. Say that you take it back first.")])


def clashing(clashes: Sequence[Clash], called: Callable[[int], str]) -> Clashing:
    """The refusal for what cannot be: the hardest first."""
    two = any(clash.kind is Kind.TWO_PLACES for clash in clashes)
    return (TwoPlaces if two else NoTravelTime)(clashes, called)


def doubts(clashes: Sequence[Clash], called: Callable[[int], str], *, outside: bool) -> list[str]:
    """A sentence for each thing said against a placing; ``outside``: it is on no day of the tour."""
    told = [_("It is outside the days speakers go out.")] if outside else []
    return [*told, *(wording.clash(clash, called) for clash in clashes)]
