"""A member's calendar, as a calendar program keeps it: it takes iTIP files in the order they come and holds entries by UID."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from icalendar import Calendar as File


@dataclass
class Calendar:
    """What is held: by UID the last SEQUENCE and, while the entry is there, when it begins."""

    held: dict[str, tuple[int, datetime | None]] = field(default_factory=dict)

    def take(self, content: bytes) -> None:
        """One file. An older one than what is known changes nothing; the same SEQUENCE twice would be shown as two."""
        file = File.from_ical(content)
        (event,) = file.walk("VEVENT")
        uid, sequence = str(event["UID"]), int(event["SEQUENCE"])
        known, _starts = self.held.get(uid, (-1, None))
        assert sequence != known, "a calendar would not know which of the two to show"
        if sequence < known:
            return
        gone = str(file["METHOD"]) == "CANCEL"
        self.held[uid] = (sequence, None if gone else event.decoded("DTSTART").astimezone(UTC))

    @property
    def entries(self) -> dict[str, datetime]:
        """What one sees in it: when each entry begins."""
        return {uid: starts for uid, (_, starts) in self.held.items() if starts}
