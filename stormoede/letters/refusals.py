"""The anticipated noes of this room."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.letters.core.enclosures import Why
from stormoede.lib import words
from stormoede.lib.refusal import Refusal


class EditedMeanwhile(Refusal):
    """Somebody saved the letter after it was opened here. Nothing is overwritten."""

    def __init__(self, at: datetime, time_zone: str) -> None:
        super().__init__()
        self.at, self.time_zone = at, time_zone

    def __str__(self) -> str:
        when = words.moment(self.at, self.time_zone, get_language() or "en")
        return str(
            _("The letter was changed %(when)s, after you opened it. Your text is not saved; it stands below.")
            % {"when": when}
        )


class AlreadyReleased(Refusal):
    """The letter has been released, so its words stand."""

    def __str__(self) -> str:
        return str(_("The letter has been released, so it can no longer be changed."))


class HasReminders(Refusal):
    """Other letters are about this one."""

    def __str__(self) -> str:
        return str(_("A reminder is written of this letter. Delete the reminder first."))


class KeyTaken(Refusal):
    """The round has a letter of that key."""

    def __str__(self) -> str:
        return str(_("The round already has a letter with that short name. Choose another one."))


class NothingWritten(Refusal):
    """There is nothing to test or send."""

    def __str__(self) -> str:
        return str(_("Write the subject, the heading and the text of the mail first."))


class NobodyNew(Refusal):
    """Nobody has come into the audience since the letter went out."""

    def __str__(self) -> str:
        return str(_("Everybody in the audience has got the letter, or nothing in it is open any more."))


class NotReady(Refusal):
    """The letter cannot go out yet. ``reasons`` are whole sentences."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = tuple(reasons)


class NotTested(Refusal):
    """The letter was not tested since it was last edited."""

    def __str__(self) -> str:
        return str(_("Send the letter to yourself first, as it stands now."))


class SecondPerson(Refusal):
    """The round wants two people: one writes, another releases."""

    def __str__(self) -> str:
        return str(_("You wrote this letter. In this round another person releases it."))


class HourPassed(Refusal):
    """The hour chosen is over."""

    def __str__(self) -> str:
        return str(_("The hour you chose has passed. Choose a later one, or send the letter at once."))


class AlreadySent(Refusal):
    """The letter is on its way."""

    def __str__(self) -> str:
        return str(_("The letter has been sent. You can pause what has not left yet."))


class NotReleased(Refusal):
    """There is no release to cancel, pause or resume."""

    def __str__(self) -> str:
        return str(_("The letter is not released."))


class NotSent(Refusal):
    """There is nothing to correct before a letter has gone out."""

    def __str__(self) -> str:
        return str(_("The letter has not been sent, so it can still be edited."))


class FileNotTaken(Refusal):
    """A file that the letter does not carry, and why."""

    def __init__(self, why: Why, name: str) -> None:
        super().__init__(f"{name}: {why}")
        self.why, self.name = why, name

    def __str__(self) -> str:
        told = {
            Why.EMPTY: _("%(name)s is empty."),
            Why.LARGE: _("%(name)s is larger than 5 MB. Make it smaller, or link to a page where it can be fetched."),
            Why.MANY: _("A letter carries ten files at most."),
            Why.TOGETHER: _("With %(name)s the files would be larger than 10 MB together."),
            Why.TWICE: _("The letter already carries a file called %(name)s."),
            Why.KIND: _("%(name)s is no file a letter carries. Use pdf, docx, xlsx, odt, ods or txt."),
            Why.OTHER: _("%(name)s is not what its name says it is."),
            Why.MACROS: _("%(name)s holds macros, and many mail servers refuse those."),
        }[self.why]
        return str(told % {"name": self.name})


class Unknown(Refusal):
    """What was asked for is not there. The text says what."""
