"""How much is read of what strangers made. Whatever is larger is kept, not read, and said."""

LARGEST = 35 * 1024 * 1024
UNPACKED = 200 * 1024 * 1024
PACKED_FILES = 100
RATIO = 100
XML = 48 * 1024 * 1024
PAGES = 300
TEXT = 2_000_000
AROUND = 20_000
FILES = 60

MEMORY = 512 * 1024 * 1024
PROCESSOR_SECONDS = 10
CLOCK_SECONDS = 30.0
ANSWER = 48 * 1024 * 1024


class TooMuch(ValueError):
    """A limit was passed."""


class Locked(ValueError):
    """A password is needed."""


class Scanned(ValueError):
    """There are pages, and nothing on them can be read as text."""
