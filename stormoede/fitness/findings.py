"""What a look at an installation finds, said in the operator's language: also where no key, table or setting of Django's is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from stormoede.lib.wording import told


class Grade(StrEnum):
    """``OK`` holds, ``ADVICE`` may stay as it is, ``FAULT`` must be mended before members are asked."""

    OK = "ok"
    ADVICE = "advice"
    FAULT = "FAULT"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what it is, what was found, and what to do about it.

    ``said`` and ``advised`` are sentences as the catalogue has them, with places for ``values``. Grade and subject are words for
    scripts and for the table in the documentation, alike in every language.
    """

    grade: Grade
    subject: str
    said: str
    advised: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def found(self) -> str:
        """What was found, in English."""
        return self.said % self.values

    @property
    def do(self) -> str:
        """What to do about it, in English."""
        return self.advised % self.values

    def __str__(self) -> str:
        head = f"{self.grade:<7} {self.subject:<10} {told(self.said, **self.values)}"
        return f"{head}\n{'':<19}{told(self.advised, **self.values)}" if self.advised else head


def ok(subject: str, said: str, **values: object) -> Finding:
    return Finding(Grade.OK, subject, said, values=values)


def advice(subject: str, said: str, advised: str, **values: object) -> Finding:
    return Finding(Grade.ADVICE, subject, said, advised, values)


def fault(subject: str, said: str, advised: str, **values: object) -> Finding:
    return Finding(Grade.FAULT, subject, said, advised, values)
