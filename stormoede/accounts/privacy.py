"""What this room keeps about people."""

from django.utils.translation import gettext_lazy as _

from stormoede.accounts.actions import expiring, links
from stormoede.lib.privacy import Basis, DataClass, Fate, Rows, Term

CLASSES = (
    DataClass(
        "links",
        frozenset({"Link", "RemindersOff", "LostMail"}),
        _(
            "That you have a personal link, whether it has been replaced, and whether you have stopped reminders. The link itself is not kept."
        ),
        _("So that you can answer without a password."),
        _("%(links)s after the link has closed. An address that has asked for a lost mail: one day."),
        rows=(
            Rows("Link", ("person",)),
            Rows("RemindersOff", ("person",), fate=Fate.GOES),
            Rows("LostMail", said=("address",), fate=Fate.GOES),
        ),
        terms=(
            Term(
                "links",
                30,
                _("Personal links that have closed"),
                waiting=expiring.closed_before,
                oldest=expiring.first_closed,
                go=expiring.forget_links,
            ),
        ),
        erased=_("Every link is closed at once. That it was there stays, without a name."),
        before=(lambda who, *, words, by, at: links.revoke_all(who.id, by=by, at=at),),
    ),
    DataClass(
        "proposals",
        frozenset({"Proposal"}),
        _("What your council's secretary has proposed about your address or a stand-in, and who has asked for a link."),
        _("So that nothing changes before somebody who may has said yes."),
        _("Name and address until it has been decided, and 30 days at most."),
        rows=(Rows("Proposal", ("person",), said=("email",), fate=Fate.GOES),),
        erased=_("What was proposed about the person goes."),
    ),
    DataClass(
        "codes",
        frozenset({"CodeRequest", "Limit"}),
        _("That a code was sent to you, and how often it was tried. The code itself is not kept."),
        _("So that nobody can guess their way in."),
        _("Ten minutes for the code, one day for the count."),
        rows=(Rows("CodeRequest", ("person",), fate=Fate.GOES),),
        erased=_("Codes under way go."),
    ),
    DataClass(
        "readings",
        frozenset(),
        _("Who of those who work on the rounds has opened your page, your mails or a copy of your data, and when."),
        _("So that nobody reads about you without reason."),
        _("Two years."),
        basis=Basis.DUTY,
        recipients=_("Administrators, and you, if you ask."),
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
