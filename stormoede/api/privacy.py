"""What this room keeps about people: nothing. Keys and hooks belong to programs."""

from stormoede.lib.privacy import DataClass

CLASSES: tuple[DataClass, ...] = ()
IMPERSONAL: frozenset[str] = frozenset({"ApiKey", "Hook", "Posting"})
