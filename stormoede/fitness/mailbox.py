"""The round's mailbox, where one is named: can it be read?"""

from collections.abc import Iterator

from stormoede.fitness.findings import Finding, fault, ok
from stormoede.lib.wording import noted as _


def findings() -> Iterator[Finding]:
    """One look into it; nothing is fetched, and nothing is marked as read."""
    from stormoede.mail import mailbox

    box = mailbox.configured()
    if box is None:
        return
    try:
        number = box.count()
    except mailbox.MailboxFault as no:
        found = _("%(box)s cannot be read: %(why)s")
        yield fault("mailbox", found, _("See the settings that begin with STORMOEDE_IMAP."), box=box.name, why=no)
    else:
        yield ok("mailbox", _("%(box)s can be read; mails there: %(number)s."), box=box.name, number=number)
