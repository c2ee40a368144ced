"""What staff may do. A view names one permission (guards.staff_only); a role is a set of them."""

from collections.abc import Mapping
from enum import StrEnum

from stormoede.accounts.models import Staff


class Permission(StrEnum):
    """One thing a member of staff may do on the desk."""

    READ = "read"
    """See rounds, letters, meetings, figures, and who comes, by name."""
    ADDRESSES = "addresses"
    """See members' addresses, deliveries and the outbox."""
    MEMBERS = "members"
    """Change people, organisations and audiences."""
    IMPORTS = "imports"
    """Bring a member list in."""
    ROUNDS = "rounds"
    """Make and edit rounds."""
    LETTERS = "letters"
    """Write letters and test them on oneself."""
    RELEASE = "release"
    """Release, pause and resume letters."""
    MEETINGS = "meetings"
    """Change a meeting, answer for a member, paste the address behind the door."""
    DELIBERATIONS = "deliberations"
    """Set up what councils discuss, and set a council's day for it."""
    TALKS = "talks"
    """Set up speakers, place them with councils, send offers."""
    CONTRIBUTIONS = "contributions"
    """Make questionnaires, say who may read what was sent in and what its passages are, give it outside."""
    INBOX = "inbox"
    """Deal with mails that came in: answer for a member, correct an address, answer by mail, set aside."""
    STAFF = "staff"
    """Invite, approve and stop colleagues."""
    PROGRAMS = "programs"
    """Let other programs read, and be told when something has happened."""
    PROTECTION = "protection"
    """Give a person their copy, erase one, set periods, see who has read what."""


_SECRETARIAT = frozenset(Permission) - {Permission.STAFF, Permission.PROGRAMS, Permission.PROTECTION}

OF_ROLE: Mapping[str, frozenset[Permission]] = {
    Staff.Role.ADMIN: frozenset(Permission),
    Staff.Role.SECRETARIAT: _SECRETARIAT,
    Staff.Role.READER: frozenset({Permission.READ}),
}


def may(staff: Staff, permission: Permission) -> bool:
    """Whether ``staff``'s role holds ``permission``. Being signed in well enough is the guard's business."""
    return permission in OF_ROLE.get(staff.role, frozenset())
