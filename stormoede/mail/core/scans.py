"""What a virus scanner says of a file, and how clamd says it."""

import re
from dataclasses import dataclass

_FOUND = re.compile(r"(?:^|\s)(?:\S+:\s+)?(\S[^\r\n:]{0,199}?) FOUND\s*$", re.MULTILINE)
CLEAN, INFECTED = 0, 1


class ScanFault(Exception):
    """The scanner could not be asked, or gave no answer in time. ``str()`` of it says why, in the scanner's words or ours."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``infected``, and the name the scanner has for it; ``fault`` when it could make nothing of this very file."""

    infected: bool = False
    name: str = ""
    fault: str = ""


def of_program(code: int, said: str) -> Verdict:
    """What a program came to: 0 clean, 1 infected, anything else it could not tell, as clamscan and clamdscan have it."""
    if code == CLEAN:
        return Verdict()
    if code == INFECTED:
        return Verdict(infected=True, name=_name(said))
    return Verdict(fault=f"exit {code}")


def of_clamd(said: str) -> Verdict:
    """An answer to INSTREAM: "stream: OK", "stream: Eicar-Test-Signature FOUND", or words that end in ERROR."""
    line = said.strip("\0\r\n ")
    if line.endswith("FOUND"):
        return Verdict(infected=True, name=_name(line))
    if line == "stream: OK":
        return Verdict()
    if line.endswith("ERROR"):
        return Verdict(fault=_clean(line))
    raise ScanFault("the scanner said nothing that can be read")


def _name(said: str) -> str:
    found = _FOUND.search(said)
    return _clean(found.group(1)) if found else ""


def _clean(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())[:100]
