"""The anticipated noes of this room, and why a quote no longer stands."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stormoede.lib.refusal import Refusal
from stormoede.passages.core.quotes import Fault

_SENTENCES = {
    Fault.GONE: gettext_lazy("The text this was quoted from is no longer here."),
    Fault.ERASED: gettext_lazy("The words have been erased at the wish of the one who wrote them."),
    Fault.CHANGED: gettext_lazy("The text has been corrected since, and no longer says this."),
    Fault.REPLACED: gettext_lazy("A newer version has been sent in, and no longer says this."),
}


def sentence(fault: Fault) -> str:
    """Why the quote no longer stands, for a person."""
    return str(_SENTENCES[fault])


_RULED = {
    Fault.ERASED: gettext_lazy("The secretariat has erased the words: %(reason)s"),
    Fault.CHANGED: gettext_lazy("The secretariat has corrected the text, and it no longer says this: %(reason)s"),
}


def ruled(fault: Fault, reason: str) -> str:
    """As ``sentence``, with the reason the desk gave when it was the desk's doing."""
    return str(_RULED[fault]) % {"reason": reason} if reason and fault in _RULED else sentence(fault)


class ReasonMissing(Refusal):
    """What a text or a passage counts as is changed with a reason, or not at all."""

    def __init__(self) -> None:
        super().__init__(_("Write why. It is kept with your name."))


class NothingChanged(Refusal):
    """A correction changes something, and leaves something; to take all away is to erase."""

    def __init__(self) -> None:
        super().__init__(_("Change the text first, or erase it instead."))


class NotInTheText(Refusal):
    """A quote must stand in its text."""

    def __init__(self) -> None:
        super().__init__(_("These words do not stand in the text."))


class Erased(Refusal):
    """An erased text cannot be changed or quoted."""

    def __init__(self) -> None:
        super().__init__(_("The words have been erased."))
