"""The anticipated noes of this room."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stormoede.lib.refusal import Refusal
from stormoede.rounds.core.tables import Fault, Problem

_SENTENCES = {
    Problem.SYNTAX: gettext_lazy(
        "The file cannot be read from here on. Is a quotation mark or a bracket missing, or is a name used twice?"
    ),
    Problem.MISSING: gettext_lazy("This must be there."),
    Problem.UNKNOWN: gettext_lazy("There is nothing by this name."),
    Problem.NOT_TEXT: gettext_lazy("Write a text in quotation marks."),
    Problem.CONTROL: gettext_lazy("The text holds a character that cannot be shown."),
    Problem.TOO_LONG: gettext_lazy("The text has %(length)s characters. There is room for %(limit)s."),
    Problem.NOT_KEY: gettext_lazy("Use only the letters a–z, digits and hyphens, at most %(limit)s characters."),
    Problem.RESERVED: gettext_lazy("“%(name)s” is the name of a page. Choose another."),
    Problem.NOT_EMAIL: gettext_lazy("Write a mail address, such as name@association.example."),
    Problem.NOT_DAY: gettext_lazy("Write a date such as 2025-03-31, without quotation marks."),
    Problem.NOT_MOMENT: gettext_lazy("Write a date and a time such as 2025-03-31 19:00:00, without quotation marks."),
    Problem.NO_SUCH_TIME: gettext_lazy("This time does not exist: the clocks go forward."),
    Problem.NOT_CLOCK: gettext_lazy("Write a time such as 19:00:00, without quotation marks."),
    Problem.NOT_NUMBER: gettext_lazy("Write a whole number from 0 to %(most)s, without quotation marks."),
    Problem.NOT_FLAG: gettext_lazy("Write true or false, without quotation marks."),
    Problem.NOT_CHOICE: gettext_lazy("Write one of these: %(choices)s."),
    Problem.NOT_LIST: gettext_lazy("Write a list in square brackets."),
    Problem.NOT_TABLE: gettext_lazy("Write this as a table, under a heading in square brackets."),
    Problem.NOT_TABLES: gettext_lazy("Write each under a heading of its own: [[%(name)s]]."),
    Problem.NOT_ZONE: gettext_lazy("Write the name of a time zone, such as Europe/Copenhagen."),
    Problem.TWICE: gettext_lazy("“%(name)s” is there already. Give each a name of its own."),
    Problem.ENDS_FIRST: gettext_lazy("The end is before the beginning."),
}


def sentence(fault: Fault) -> str:
    """The reason of ``fault``, for a person."""
    told = str(_SENTENCES[fault.problem]) % fault.values
    near = fault.values.get("near")
    # Not within an f-string, where strings to translate are not found.
    hint = _("Do you mean %(near)s?") % {"near": near}
    return f"{told} {hint}" if near else told


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason a file was refused: the place in it (``tracks[0].deadline``), the line when known, and the sentence."""

    where: str
    why: str
    line: int | None = None

    def __str__(self) -> str:
        if self.line is None:
            return f"{self.where}: {self.why}" if self.where else self.why
        if not self.where:
            return _("Line %(line)s: %(why)s") % {"line": self.line, "why": self.why}
        return _("Line %(line)s, %(place)s") % {"line": self.line, "place": f"{self.where}: {self.why}"}


class FileRefused(Refusal):
    """A round's file cannot be used. ``reasons`` are all that were found, in the order of the file."""

    def __init__(self, where: str, why: str, *more: Reason) -> None:
        self.reasons: tuple[Reason, ...] = (Reason(where, why), *more)
        super().__init__(where, why)

    def __str__(self) -> str:
        return "\n".join(map(str, self.reasons))

    @classmethod
    def of(cls, reasons: Sequence[Reason]) -> "FileRefused":
        """The refusal for ``reasons``, of which there is at least one."""
        refused = cls(reasons[0].where, reasons[0].why, *reasons[1:])
        refused.reasons = tuple(reasons)
        return refused

    @property
    def where(self) -> str:
        """The place of the first reason."""
        return self.reasons[0].where

    @property
    def why(self) -> str:
        return self.reasons[0].why


class RoundExists(Refusal):
    """A round is loaded once."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _("The round “%(key)s” is there already. A round is loaded once; edit it on its page.") % {"key": key}
        )


class NoSuchRound(Refusal):
    """No round has that key."""

    def __init__(self, key: str) -> None:
        super().__init__(_("There is no round “%(key)s”.") % {"key": key})


class EditedMeanwhile(Refusal):
    """Somebody else has edited the round since the page was opened; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody has edited the round since you opened the page. Nothing of theirs is overwritten.")
        )


class TrackKeyTaken(Refusal):
    """Two tracks of a round cannot share a name."""

    def __init__(self, key: str) -> None:
        super().__init__(_("The round has a track named “%(key)s” already.") % {"key": key})


class RoundInUse(Refusal):
    """Something has happened in the round, so that it, or its track, stays."""

    def __init__(self) -> None:
        super().__init__(_("Letters have been released or answers received, so this stays."))


class DatesDisordered(Refusal):
    """Dates stand in the wrong order. ``sentences`` has one for each violation."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(sentences))


class DateMovedMeanwhile(Refusal):
    """A date to be confirmed is no longer what the page said."""

    def __init__(self) -> None:
        super().__init__(
            _("A date has been changed since you opened the page. Look at it again; nothing is confirmed.")
        )
