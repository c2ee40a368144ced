"""Which of the names programs give their letters is to be believed."""

# Said of whatever a program wrote: often it is what Windows writes, and as often UTF-8.
_SAID_OF_ANYTHING = frozenset({
    "us-ascii", "ascii", "iso-8859-1", "iso8859-1", "iso_8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "unknown-8bit", "x-unknown",
})  # fmt: skip


def believed(told: str) -> str:
    """``told``, where it says how the letters are written; empty where the letters themselves tell it better.

    What is UTF-8 as a whole was meant so: no other text comes out that way by chance. All else of these names is Windows-1252.
    """
    return "" if told.lower() in _SAID_OF_ANYTHING else told
