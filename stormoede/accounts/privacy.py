"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.lib.privacy import DataClass

CLASSES = (
    DataClass(
        "links",
        frozenset({"Link", "RemindersOff", "LostMail"}),
        _(
            "That you have a personal link, whether it has been replaced, and whether you have stopped reminders. The link itself is not kept."
        ),
        _("So that you can answer without a password."),
        _("Until 30 days after the round. An address that has asked for a lost mail: one day."),
    ),
    DataClass(
        "proposals",
        frozenset({"Proposal"}),
        _("What your council's secretary has proposed about your address or a stand-in, and who has asked for a link."),
        _("So that nothing changes before somebody who may has said yes."),
        _("Name and address until it has been decided, and 30 days at most."),
    ),
    DataClass(
        "codes",
        frozenset({"CodeRequest", "Limit"}),
        _("That a code was sent to you, and how often it was tried. The code itself is not kept."),
        _("So that nobody can guess their way in."),
        _("Ten minutes for the code, one day for the count."),
    ),
    DataClass(
        "staff",
        frozenset({"Staff", "StaffSession", "Feed"}),
        _("For those who work on the rounds: name, mail address, role, and where they are signed in."),
        _("So that only they can open the desk."),
        _("As long as they work on the rounds. Being signed in ends after 12 hours."),
    ),
)
IMPERSONAL: frozenset[str] = frozenset()
# Of the moment: no backup holds them.
FLEETING = frozenset({"CodeRequest", "StaffSession", "Limit"})
