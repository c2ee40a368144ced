"""The anticipated noes of this room."""

from django.utils.translation import gettext as _

from stormoede.lib.refusal import Refusal


class HourPassed(Refusal):
    """Nobody can be called to what has begun."""

    def __init__(self) -> None:
        super().__init__(_("That time has passed. Choose a later one."))


class NobodyCalled(Refusal):
    """The audience is empty."""

    def __init__(self) -> None:
        super().__init__(_("Nobody in the audience has a mail address, so there is nobody to call."))


class CalledAlready(Refusal):
    """The call has gone out."""

    def __init__(self) -> None:
        super().__init__(_("The call has gone out. Change its time instead."))


class CallOver(Refusal):
    """The meeting has been held."""

    def __init__(self) -> None:
        super().__init__(_("The meeting has been held, so the answer stands."))


class NotCalled(Refusal):
    """The person is not among those called."""

    def __init__(self) -> None:
        super().__init__(_("This meeting is for others. Write to us if you think it should be for you too."))


class DeputyCalled(Refusal):
    """The one named is called, or comes, already."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s is already called or comes for somebody else. Name another.") % {"name": name})
