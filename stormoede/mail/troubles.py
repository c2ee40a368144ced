"""What went wrong with a mail, in plain words. The server's own words stand beside them, in small."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from stormoede.mail.core.replies import Trouble, trouble
from stormoede.mail.models import Message

BROKEN = "Recipe: "
BROKE = gettext_noop("The mail could not be made because of a fault in the program.")
_WORDS: Mapping[Trouble, Promise] = {
    Trouble.ADDRESS: _("The receiver's mail server does not know the address."),
    Trouble.DOMAIN: _("There is no mail server behind the part of the address after @."),
    Trouble.FULL: _("The receiver's mailbox is full."),
    Trouble.SIZE: _("The mail is larger than the receiver's mail server takes."),
    Trouble.POLICY: _(
        "The receiver's mail server does not take this mail, or takes nothing from us. It may hold it for spam."
    ),
    Trouble.SENDER: _("The mail server does not let us send from this sender's address."),
    Trouble.INTERNATIONAL: _("The address has letters before @ that the mail server cannot handle: æ, ø or å, say."),
    Trouble.LATER: _("The receiver's mail server asks us to come again later."),
    Trouble.CONNECTION: _("The connection to the mail server was lost before it answered."),
    Trouble.BUILDING: _(BROKE),
    Trouble.OTHER: _("The receiver's mail server refused the mail."),
}
# Reasons that this room gives itself, so that translators find them.
_OWN = (
    gettext_noop("A header value has a line break or a control character."),
    gettext_noop("A header has no usable name."),
    gettext_noop("The part after @ is no domain."),
    gettext_noop("This is no mail address."),
    gettext_noop("An attachment has no usable media type."),
    gettext_noop("Nobody knows how to make a mail of this kind."),
    gettext_noop("The recipe gave nothing for this mail."),
    gettext_noop("The database cannot be written."),
)


def of(message: Message) -> Trouble | None:
    """The kind of trouble a mail has; None when it has none."""
    match message.state:
        case Message.State.UNBUILDABLE:
            return Trouble.BUILDING
        case Message.State.REFUSED | Message.State.DEFERRED:
            if message.reply_text.startswith(BROKEN):
                return Trouble.BUILDING
            return trouble(message.reply_code, message.reply_text)
    return None


def sentence(message: Message) -> str:
    """One sentence for the desk; empty when nothing is wrong. A mail that cannot be made says its own reason."""
    if message.state == Message.State.UNBUILDABLE and message.reply_text:
        return gettext(message.reply_text)
    found = of(message)
    return str(_WORDS[found]) if found else ""


def raw(message: Message) -> str:
    """The server's own words, with its code; empty where there are none."""
    if message.state == Message.State.UNBUILDABLE:
        return ""
    return f"{message.reply_code or ''} {message.reply_text}".strip()
