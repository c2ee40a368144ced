"""The anticipated noes of this room, in the language of the one who asked."""

from django.utils.translation import gettext as _

from stormoede.lib.refusal import Refusal


class ErasedAlready(Refusal):
    """There is nothing left of the person."""

    def __init__(self) -> None:
        super().__init__(_("This person has been erased already."))


class NobodyThere(Refusal):
    """No person has that id."""

    def __init__(self, told: str) -> None:
        super().__init__(_("There is no person with the number %(number)s.") % {"number": told})


class PeriodRefused(Refusal):
    """A period is no whole number of days within reason."""

    def __init__(self) -> None:
        super().__init__(_("Write a number of days from 1 to 7300; 365 are a year."))
