"""The anticipated noes of this room."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from stormoede.contributions.core import decisions, plans, questions
from stormoede.lib import words
from stormoede.lib.refusal import Refusal

_SENTENCES: Mapping[object, Promise] = {
    questions.Problem.MISSING: gettext_lazy("This question must be answered."),
    questions.Problem.TOO_LONG: gettext_lazy("The text is too long. At most 50,000 characters, or 500 in a list."),
    questions.Problem.NOT_NUMBER: gettext_lazy("Write a whole number, such as 1,200."),
    questions.Problem.OUT_OF_RANGE: gettext_lazy("The number is smaller or larger than what is asked for."),
    questions.Problem.NOT_OPTION: gettext_lazy("Choose one from the list."),
    questions.Problem.TWICE: gettext_lazy("This stands in the list already."),
    decisions.Problem.NO_DATE: gettext_lazy("Write the day the decision was made."),
    decisions.Problem.NOT_DATE: gettext_lazy("Write the day as 31.03.2025"),
    decisions.Problem.AHEAD: gettext_lazy("The day of the decision has not come yet."),
    decisions.Problem.NO_REFERENCE: gettext_lazy("Write the decision's reference, such as the number of the item."),
    decisions.Problem.NOT_VOTES: gettext_lazy("Write the votes as a number."),
    decisions.Problem.TOO_MANY: gettext_lazy("There are more votes than the council has members."),
    decisions.Problem.NO_WORDS: gettext_lazy("Write what the minority said, or take its name out."),
    decisions.Problem.NOBODY: gettext_lazy("Write whose statement it is."),
    plans.Problem.NO_QUESTIONS: gettext_lazy("At least one question is needed."),
    plans.Problem.NOBODY: gettext_lazy("Say whom you ask: bodies, single members, or both."),
    plans.Problem.RANGE: gettext_lazy("The largest number must be above the smallest."),
    plans.Problem.TOO_WIDE: gettext_lazy("A scale has at most 11 steps."),
    plans.Problem.TOP: gettext_lazy("A list has from 1 to 20 places."),
    plans.Problem.NO_OPTIONS: gettext_lazy("Write what can be chosen, or let people write their own."),
}


def sentence(problem: object) -> str:
    """What is wrong, for a person."""
    return str(_SENTENCES[problem])


class PlanRefused(Refusal):
    """A questionnaire cannot be so. ``faults`` say where, ``sentences`` why, in the same order."""

    def __init__(self, faults: Sequence[plans.Fault]) -> None:
        self.faults = tuple(faults)
        self.sentences = tuple(sentence(fault.problem) for fault in faults)
        super().__init__(" ".join(self.sentences))


class QuestionInUse(Refusal):
    """A question somebody has written an answer to stays."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody has begun to answer this question, so it cannot be taken away or asked in another way.")
        )


class KeyTaken(Refusal):
    """Two questions of one questionnaire have the same name."""

    def __init__(self) -> None:
        super().__init__(_("There is a question of that name already."))


class NotYours(Refusal):
    """The person may not write, or not hand in, for this body."""

    def __init__(self) -> None:
        super().__init__(_("Only the mayor or chair and the council's secretary can do this."))


class WritesAlready(Refusal):
    """Somebody who writes along is asked once."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s has been asked already.") % {"name": name})


class TooManyInvited(Refusal):
    """So many mails a day go out for one draft, and no more."""

    def __init__(self, most: int) -> None:
        super().__init__(_("%(most)s people have been asked within a day. Ask the next one tomorrow.") % {"most": most})


class NotReady(Refusal):
    """What is written cannot be handed in as it is. ``faults`` are sentences by field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__(_("Something is missing before this can be handed in."))


class NothingWritten(Refusal):
    """There is nothing to hand in."""

    def __init__(self) -> None:
        super().__init__(_("Nothing has been written yet."))


class NothingNew(Refusal):
    """What is written is what was handed in last."""

    def __init__(self) -> None:
        super().__init__(_("This is what you handed in last. Change something first."))


class TooLate(Refusal):
    """The deadline has passed, and what comes later is not taken."""

    def __init__(self, deadline: datetime, time_zone: str) -> None:
        moment = words.moment(deadline, time_zone, get_language() or "da")
        super().__init__(
            _("The deadline was %(moment)s. Write to us if you still have something.") % {"moment": moment}
        )


class StillTwoTexts(Refusal):
    """Two have written in one field, and nobody has chosen yet."""

    def __init__(self) -> None:
        super().__init__(_("Two of you have written in the same field. Choose which text is to stand first."))


class FileRefused(Refusal):
    """A file cannot be taken."""


class FileTooLarge(FileRefused):
    def __init__(self) -> None:
        super().__init__(_("The file is larger than 35 MB."))


class FileEmpty(FileRefused):
    def __init__(self) -> None:
        super().__init__(_("The file is empty."))


class TooManyFiles(FileRefused):
    def __init__(self) -> None:
        super().__init__(_("There are 20 files already, and that is the most."))


class ReasonMissing(Refusal):
    """Something is given outside with a reason, or not at all."""

    def __init__(self) -> None:
        super().__init__(_("Write why. It is kept with your name."))


class StillUnread(Refusal):
    """The mail's files have not been read yet."""

    def __init__(self) -> None:
        super().__init__(_("The mail is being read. Wait a moment and reload the page."))


class AlreadyLooked(Refusal):
    """Somebody has looked at it before."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has looked at this mail already. Reload the page to see what became of it."))


class NobodyBehind(Refusal):
    """A mail counts for a council, or for several together."""

    def __init__(self) -> None:
        super().__init__(_("Say which council it is from."))


class NothingTaken(Refusal):
    """There are no words that could count."""

    def __init__(self) -> None:
        super().__init__(_("Choose at least one text that counts. Where nothing could be read, ask the sender for it in another form."))  # fmt: skip


class NoRecipients(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Write at least one mail address."))


class NotAnAddress(Refusal):
    def __init__(self, told: str) -> None:
        super().__init__(_("“%(told)s” is no mail address.") % {"told": told})
