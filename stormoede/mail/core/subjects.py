"""Subjects that programs write over their answers, in the languages we meet."""

import re

_SUBJECTS = re.compile(
    r"^(?:(?:sv|re|aw|vs)\s*:\s*)*(?:automatisk (?:svar|besvarelse|kvittering|meddelelse)|auto-?svar|autoreply|auto-?reply|"
    r"automatic reply|auto response|automatische antwort|abwesenheits|r[ée]ponse automatique|autosvar|automatiskt svar|"
    r"out of (?:the )?office|ikke (?:til stede|på kontoret)\s*(?::|$)|fraværs(?:besked|assistent)|"
    r"ferie(?:besked|meddelelse)|kvittering for (?:modtag|din henvendelse|jeres henvendelse|afsendelse)|"
    r"vi har modtaget din (?:mail|henvendelse)|(?:læst|read|not read|ikke læst|slettet|deleted)\s*:)",
    re.IGNORECASE,
)


def is_automatic(subject: str) -> bool:
    """Does a program say so itself? A member's own "Fravær den 31. marts" is not one."""
    return bool(_SUBJECTS.search(subject))
