"""The anticipated noes of this room."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stormoede.lib.refusal import Refusal


class TooManyCodes(Refusal):
    """A person has asked for as many codes as an hour, or a day, has."""

    def __init__(self) -> None:
        super().__init__(_("There have been many codes already. Wait an hour, and ask again."))


class NoAddress(Refusal):
    """A code cannot be sent to somebody without an address."""

    def __init__(self) -> None:
        super().__init__(_("We have no mail address for you. Write to us, and we will put it in."))


class ProposalDecided(Refusal):
    """A proposal has been decided, by somebody else perhaps."""

    def __init__(self) -> None:
        super().__init__(_("This has been decided already."))


class WhoIsMissing(Refusal):
    """A link is confirmed for somebody on the member list."""

    def __init__(self) -> None:
        super().__init__(_("Choose who it is."))


class SeatMissing(Refusal):
    """A stand-in needs a seat to stand in."""

    def __init__(self) -> None:
        super().__init__(_("The member has no seat in the council in those days."))


class TooFast(Refusal):
    """A network has asked too often."""

    def __init__(self) -> None:
        super().__init__(_("There have been too many attempts from here. Try again in an hour."))


class AddressKnown(Refusal):
    """A colleague is invited who is there already."""

    def __init__(self) -> None:
        super().__init__(_("Somebody with this address is here already."))


class NotYourself(Refusal):
    """Approving, stopping or changing oneself takes a colleague."""

    def __init__(self) -> None:
        super().__init__(_("Another administrator has to do this for you."))


class LastAdmin(Refusal):
    """Somebody has to be able to let others in."""

    def __init__(self) -> None:
        super().__init__(_("There has to be at least one administrator. Make a colleague one first."))


class LastPasskey(Refusal):
    """Without a passkey nobody gets in."""

    def __init__(self) -> None:
        super().__init__(_("This is your only passkey. Add another one before you remove it."))


class LinksStillOpen(Refusal):
    """An older key still reads links that people may open."""

    def __init__(self, count: int) -> None:
        super().__init__(
            ngettext(
                "%(count)s link is still open. Say --leaked to drop the key all the same.",
                "%(count)s links are still open. Say --leaked to drop the key all the same.",
                count,
            )
            % {"count": count}
        )


class NotAnAdmin(Refusal):
    """A first sign-in is asked for somebody who is there already, but not as an administrator."""

    def __init__(self) -> None:
        super().__init__(_("This address is a colleague's who is not an administrator."))


class AddressNotUsable(Refusal):
    """What was given is no mail address."""

    def __init__(self, text: str) -> None:
        super().__init__(_("%(text)s is not a mail address.") % {"text": text})


class NobodyToAnswer(Refusal):
    """A mail that was written by a program, or that names no address to answer to."""

    def __init__(self) -> None:
        super().__init__(_("This mail cannot be answered: it names nobody who reads an answer."))
