"""Which events other programs may be told of, and where what they are about is read. Nothing of the desk's own work is among them."""

from collections.abc import Mapping

# Event word: the address of what it is about, with its id; empty where nothing is read by that id.
TOLD: Mapping[str, str] = {
    "round.made": "rounds",
    "round.copied": "rounds",
    "round.edited": "rounds",
    "round.deleted": "",
    "letter.released": "",
    "letter.sent": "",
    "letter.caught_up": "",
    "mail.refused": "",
    "mail.bounced": "",
    "mail.unbuildable": "",
    "meeting.made": "",
    "meeting.edited": "",
    "session.added": "sessions",
    "session.edited": "sessions",
    "session.cancelled": "sessions",
    "session.removed": "",
    "call.sent": "",
    "call.cancelled": "",
    "registration.answered": "answers",
    "registration.moved_up": "answers",
    "registration.displaced": "answers",
    "registration.confirmed": "answers",
    "registration.undone": "answers",
    "registration.freed": "answers",
    "registration.late_allowed": "answers",
    "registration.late_declined": "answers",
    "version.handed_in": "",
    "deliberation.planned": "deliberations",
    "deliberation.taken_back": "deliberations",
    "speaker_request.asked": "speaker_requests",
    "speaker_request.edited": "speaker_requests",
    "speaker_request.taken_back": "speaker_requests",
    "talk.offered": "talks",
    "talk.accepted": "talks",
    "talk.declined": "talks",
    "talk.edited": "talks",
    "talk.cancelled": "talks",
    "talk.held": "talks",
    "person.made": "members",
    "person.imported": "members",
    "person.renamed": "members",
    "person.address_corrected": "members",
    "mandate.given": "members",
    "mandate.ended": "members",
    "leave.given": "members",
    "leave.edited": "members",
    "leave.ended": "members",
    "leave.cancelled": "members",
    "import.applied": "",
}

# What a test says that it is.
TEST = "hook.tested"


def href(act: str, subject: str) -> str | None:
    """Where what the event is about is read, as a path; None when it is read nowhere."""
    resource = TOLD.get(act, "")
    return f"/api/v1/{resource}/{subject.partition(':')[2]}" if resource else None
