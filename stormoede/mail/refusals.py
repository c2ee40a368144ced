"""The anticipated noes of this room."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.refusal import Refusal


class MessageSettled(Refusal):
    """The mail is no longer waiting."""

    def __str__(self) -> str:
        return str(_("This mail has already been dealt with. Reload the page to see where it stands."))


class MessageOnItsWay(Refusal):
    """A connection holds the mail right now."""

    def __str__(self) -> str:
        return str(_("This mail is being sent right now, so it can no longer be taken back."))


class IncomingDone(Refusal):
    """The incoming mail no longer waits."""

    def __str__(self) -> str:
        return str(_("Somebody has dealt with this mail already."))


class IncomingTooLarge(Refusal):
    """A mail larger than is kept."""

    def __str__(self) -> str:
        return str(_("The mail is larger than 35 MB and has not been taken in."))


class FileInfected(Refusal):
    """The virus scanner found one in what somebody brought."""

    def __str__(self) -> str:
        return str(_("The virus scanner has found a virus in the file. Nothing of it has been kept."))


class FileUnscanned(Refusal):
    """There is a virus scanner, and it could not say what the file is."""

    def __str__(self) -> str:
        return str(
            _(
                "The file could not be looked at for viruses, so nothing of it has been kept. Try again in some minutes; if it "
                "stays so, tell whoever runs the program."
            )
        )
