"""The anticipated noes of this room, in the language of the one who asked."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.deliberations.core.plans import Fault, Problem
from stormoede.lib import words
from stormoede.lib.refusal import Refusal


class MatterRefused(Refusal):
    """A matter cannot be as it is wished. ``sentences`` has one for each of ``faults``."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        told = {
            Problem.UNKNOWN_REGION: _("There is no region “%(region)s”."),
            Problem.REGION_TWICE: _("The region “%(region)s” has a deadline already."),
        }
        self.faults = tuple(faults)
        self.sentences = tuple(told[fault.problem] % {"region": fault.region} for fault in faults)
        super().__init__(" ".join(self.sentences))


class DatesOutside(Refusal):
    """Deadlines fall outside the round. ``sentences`` has one for each."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(sentences))


class DayOutside(Refusal):
    """A body's meeting falls outside the round."""

    def __init__(self, first: date, last: date) -> None:
        language = get_language() or "en"
        days = {"first": words.plain_day_year(first, language), "last": words.plain_day_year(last, language)}
        super().__init__(_("Choose a day from %(first)s to %(last)s.") % days)


class BodyElsewhere(Refusal):
    """The matter is not for this body."""

    def __init__(self) -> None:
        super().__init__(_("This matter is for other bodies."))


class BodiesFixed(Refusal):
    """Bodies have answered, so the matter stays theirs."""

    def __init__(self) -> None:
        super().__init__(_("Dates have been set, so it stays a matter for the same bodies."))


class NoSecretary(Refusal):
    """A body has no secretary with a mail address."""

    def __init__(self) -> None:
        super().__init__(_("No secretary with a mail address is on record. Add one under Members."))


class AddressRefused(Refusal):
    """A mail address cannot be used."""

    def __init__(self) -> None:
        super().__init__(_("Write a mail address like name@kommune.example."))
