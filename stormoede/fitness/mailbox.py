"""The round's mailbox, where one is named: can it be read?"""

from collections.abc import Iterator

from stormoede.fitness.findings import Finding, fault, ok


def findings() -> Iterator[Finding]:
    """One look into it; nothing is fetched, and nothing is marked as read."""
    from stormoede.mail import mailbox

    box = mailbox.configured()
    if box is None:
        return
    try:
        number = box.count()
    except mailbox.MailboxFault as no:
        yield fault("mailbox", f"{box.name} cannot be read: {no}", "See the settings that begin with STORMOEDE_IMAP.")
    else:
        yield ok("mailbox", f"{box.name} can be read; mails there: {number}.")
