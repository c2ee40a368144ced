"""The anticipated noes of this room."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from stormoede.lib import words
from stormoede.lib.refusal import Refusal
from stormoede.meetings.core.attendance import Why
from stormoede.meetings.core.plans import Fault, Problem
from stormoede.meetings.core.seats import No

_SENTENCES = {
    Problem.ENDS_FIRST: gettext_lazy("The end must be after the beginning."),
    Problem.TOO_LONG: gettext_lazy("A date lasts 16 hours at most. Is the day of the end right?"),
    Problem.DEADLINE_AFTER: gettext_lazy("The deadline must be before the last date is over."),
    Problem.LINKS_BEFORE_DEADLINE: gettext_lazy("The links must go out after the deadline."),
    Problem.LINKS_AFTER_DOOR: gettext_lazy("The links must go out before the first door opens."),
    Problem.OUTSIDE_ROUND: gettext_lazy(
        "This falls outside the round. Move it, or change the round's first or last day."
    ),
    Problem.NO_DATES: gettext_lazy("A meeting needs at least one date."),
    Problem.BELOW_TAKEN: gettext_lazy("More seats than that are taken already."),
    Problem.IN_USE: gettext_lazy("Somebody has a seat or waits on this date, so it cannot be taken away."),
    Problem.ENDED: gettext_lazy("This date has ended, so it can no longer be changed."),
    Problem.PAST: gettext_lazy("It must end later than now."),
    Problem.CANCELLED: gettext_lazy("This date is cancelled, so it can no longer be changed."),
    Problem.NOT_HTTPS: gettext_lazy("The address must begin with https://."),
    Problem.USER_PART: gettext_lazy("The address must not have a name before an @."),
    Problem.HOST: gettext_lazy("The address must name a server on the internet, such as teams.microsoft.com."),
    Problem.CHARACTERS: gettext_lazy(
        "The address has a character that does not belong in one. Copy it again from the invitation."
    ),
    Problem.LONG: gettext_lazy("The address is too long. At most 2,000 characters."),
}


class AnswerRefused(Refusal):
    """An answer cannot be taken. ``why`` is the rule that says so."""

    def __init__(self, why: No, deadline: datetime, time_zone: str) -> None:
        super().__init__(_told(why, deadline, time_zone))
        self.why = why


class NotInvited(Refusal):
    """The person does not belong to the meeting's audience."""

    def __init__(self) -> None:
        super().__init__(_("This meeting is for others. Write to us if you think it should be for you too."))


class MeetingGone(Refusal):
    """There is no such meeting, or it has no dates."""

    def __init__(self) -> None:
        super().__init__(_("This meeting is not held any more."))


class NothingToUndo(Refusal):
    """There is no act of the last 24 hours that can be undone."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing to undo. An answer can be undone for 24 hours."))


class DoorShut(Refusal):
    """The door does not stand open, or it leads nowhere yet."""

    def __init__(self) -> None:
        super().__init__(_("The door is not open."))


class NoSeat(Refusal):
    """The person at the door has no seat on this date."""

    def __init__(self) -> None:
        super().__init__(_("You have no seat at this meeting."))


class NotTonight(Refusal):
    """The meeting's address is only mailed on the day of the meeting."""

    def __init__(self) -> None:
        super().__init__(_("The address is mailed from twelve hours before the meeting until it ends."))


class NoAddress(Refusal):
    """There is no address to mail."""

    def __init__(self) -> None:
        super().__init__(_("The date has no address yet. Put it in first."))


class NotHeld(Refusal):
    """Nobody can have come to a meeting that has not begun."""

    def __init__(self) -> None:
        super().__init__(_("The meeting has not begun, so nobody has been there."))


class MeetingRefused(Refusal):
    """A meeting cannot be so. ``faults`` say where, ``sentences`` why, in the same order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        self.sentences = tuple(sentence(fault) for fault in faults)
        super().__init__(" ".join(self.sentences))


def unreadable(why: Why) -> str:
    """Why an attendance file cannot be used, for a person."""
    return {
        Why.NOT_ATTENDANCE: _("This is not a file of those who took part, as Teams makes it."),
        Why.EMPTY: _("The file names nobody."),
        Why.LARGE: _("The file is too large. At most 5 MB."),
    }[why]


def sentence(fault: Fault) -> str:
    """The reason of ``fault``, for a person."""
    return str(_SENTENCES[fault.problem])


def _told(why: No, deadline: datetime, time_zone: str) -> str:
    moment = words.moment(deadline, time_zone, get_language() or "da")
    return {
        No.UNKNOWN: _("Choose one of the dates on the page."),
        No.LATE: _("The deadline was %(moment)s. Write to us, and we will see if there is room.") % {"moment": moment},
        No.OVER: _("That date is over."),
        No.CANCELLED: _("That date is cancelled. Choose another one."),
        No.FULL: _("There are no more seats on that date."),
        No.NOT_ASKED: _("There is no late request here. It may have been answered or withdrawn already."),
    }[why]
