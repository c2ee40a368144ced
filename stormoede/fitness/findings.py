"""What a look at an installation finds."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """``OK`` holds, ``ADVICE`` may stay as it is, ``FAULT`` must be mended before members are asked."""

    OK = "ok"
    ADVICE = "advice"
    FAULT = "FAULT"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what it is, what was found, and what to do about it."""

    grade: Grade
    subject: str
    found: str
    do: str = ""

    def __str__(self) -> str:
        head = f"{self.grade:<7} {self.subject:<10} {self.found}"
        return f"{head}\n{'':<19}{self.do}" if self.do else head


def ok(subject: str, found: str) -> Finding:
    return Finding(Grade.OK, subject, found)


def advice(subject: str, found: str, do: str) -> Finding:
    return Finding(Grade.ADVICE, subject, found, do)


def fault(subject: str, found: str, do: str) -> Finding:
    return Finding(Grade.FAULT, subject, found, do)
