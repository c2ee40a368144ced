"""How what was read is told: to the one who sent it, and at the desk; and what every paper says of a text."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stormoede.contributions.core.claims import Why
from stormoede.contributions.core.matching import Doubt, Rule
from stormoede.contributions.models import Reading, Submission
from stormoede.intake.core import kinds
from stormoede.intake.core.values import Remark, State
from stormoede.passages.core.kinds import Basis
from stormoede.passages.models import Text

_STATES: Mapping[str, Promise] = {
    State.SCAN: gettext_lazy("Pictures of pages: there is no text in it"),
    State.LOCKED: gettext_lazy("Locked with a password"),
    State.EMPTY: gettext_lazy("There are no words in it"),
    State.OTHER: gettext_lazy("A kind of file we do not read"),
    State.BROKEN: gettext_lazy("The file is damaged"),
    State.HEAVY: gettext_lazy("Larger or more tangled than we read"),
    State.PASSED: gettext_lazy("A logo or a signature"),
}
_ADVICE: Mapping[str, Promise] = {
    State.SCAN: gettext_lazy("It holds pictures of pages, so we cannot read the words. Send it as the document it was printed from."),
    State.LOCKED: gettext_lazy("It is locked with a password. Send it without one."),
    State.OTHER: gettext_lazy("We do not read files of this kind. Send it as Word, OpenDocument, pdf or plain text."),
    State.BROKEN: gettext_lazy("The file is damaged, so that we cannot open it. Send it once more."),
    State.HEAVY: gettext_lazy("It is larger than we can read. Send it in smaller parts."),
    State.EMPTY: gettext_lazy("There are no words in it."),
}  # fmt: skip
RULES: Mapping[str, Promise] = {
    Rule.ALIAS: gettext_lazy("It came to an address that only this council was given."),
    Rule.THREAD: gettext_lazy("It answers a mail of ours to this council."),
    Rule.SENDER: gettext_lazy("The sender's address stands on the member list."),
    Rule.DOMAIN: gettext_lazy("The sender's address has the council's domain."),
    Rule.NAME: gettext_lazy("The text says so."),
    Rule.NOBODY: gettext_lazy("Nothing says which council it is from."),
    Rule.DESK: gettext_lazy("Somebody at the desk has said so."),
    "": gettext_lazy("The mail has not been read yet."),
}
DOUBTS: Mapping[str, Promise] = {
    Doubt.NAMES_ANOTHER: gettext_lazy("The text speaks for another council than the address. Look twice."),
    Doubt.SENDER_ALONE: gettext_lazy(
        "Only the sender line says so, and anybody can write that. Put the mark yourself."
    ),
    Doubt.SEVERAL: gettext_lazy("Several councils are possible. Choose."),
}
WHYS: Mapping[str, Promise] = {
    Why.DOCUMENT: gettext_lazy("It carries a document."),
    Why.THREAD: gettext_lazy("It answers a mail of ours about what is sent in."),
    Why.NAMED: gettext_lazy("Its subject says that it is input."),
    Why.LONG: gettext_lazy("It is as long as an answer is."),
    Why.DESK: gettext_lazy("Somebody at the desk took it for one."),
}
STANDINGS: Mapping[str, Promise] = {
    Submission.State.UNREAD: gettext_lazy("Is being read"),
    Submission.State.WAITING: gettext_lazy("Waits for a look"),
    Submission.State.ACCEPTED: gettext_lazy("Accepted"),
    Submission.State.REFUSED: gettext_lazy("Refused"),
    Submission.State.COPY: gettext_lazy("A copy"),
}


def state(found: Reading) -> str:
    """How far a file was read, in words; how many words it has where it was."""
    if found.state == State.READ:
        return ngettext("%(n)s word", "%(n)s words", found.count) % {"n": found.count}
    return str(_STATES.get(found.state, found.state))


def advice(found: Reading) -> str:
    """What the sender can do about a file that could not be read; empty where there is nothing to do."""
    return str(_ADVICE[found.state]) if found.state in _ADVICE else ""


def name(found: Reading) -> str:
    """What a file is called, with what it was packed in; the mail's own words are called so."""
    if found.kind == kinds.MAIL:
        return _("The words of the mail that was forwarded") if found.within else _("The words of the mail")
    return " › ".join([*found.within, found.name])


def remarks(found: Reading) -> list[str]:
    """What somebody should know of how it was read."""
    return [told for word, count in found.remarks.items() if (told := _remark(word, int(count)))]


def _remark(word: str, n: int) -> str:
    told = {
        Remark.INSERTED: ngettext("%(n)s insertion under tracked changes is part of it.", "%(n)s insertions under tracked changes are part of it.", n),
        Remark.DELETED: ngettext("%(n)s deletion under tracked changes is left out.", "%(n)s deletions under tracked changes are left out.", n),
        Remark.COMMENTS: ngettext("%(n)s comment is left out.", "%(n)s comments are left out.", n),
        Remark.HIDDEN: ngettext("%(n)s piece of hidden text is left out.", "%(n)s pieces of hidden text are left out.", n),
        Remark.FOOTNOTES: ngettext("%(n)s footnote stands at the end.", "%(n)s footnotes stand at the end.", n),
        Remark.BOXES: ngettext("%(n)s text box is part of it.", "%(n)s text boxes are part of it.", n),
        Remark.HEADERS: _("Heads and feet of pages are left out."),
        Remark.FURNITURE: ngettext("%(n)s line at the head or foot of pages is left out.", "%(n)s lines at the head or foot of pages are left out.", n),
        Remark.HYPHENS: ngettext("%(n)s word that a hyphen had cut is joined.", "%(n)s words that a hyphen had cut are joined.", n),
        Remark.SCANNED_PAGES: ngettext("%(n)s page is a picture that cannot be read.", "%(n)s pages are pictures that cannot be read.", n),
        Remark.QUOTED: _("What it answers is left out."),
        Remark.SIGNATURE: _("The signature is left out."),
        Remark.FORWARDED: _("It was forwarded."),
        Remark.CUT_SHORT: _("It is longer than we read; the end is missing."),
    }  # fmt: skip
    return told[Remark(word)] % {"n": n} if word in told else ""


def said(text: Text) -> str:
    """The words as they stand, or that they have been erased."""
    return text.words if text.erased_at is None else _("[erased]")


def whom(basis: str) -> str:
    """Whom something with this basis is for."""
    return _("public") if basis == Basis.PUBLIC.value else _("internal (§ 25)")
