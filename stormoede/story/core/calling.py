"""The one call of the told story: mayors and finance committees, for the same afternoon in May. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from stormoede.story.core.script import local

AT = local(2025, 5, 14, 13, 0)
STARTS = local(2025, 5, 14, 15, 30)
AUDIENCE = "borgmestre-og-oekonomiudvalg"
SUBJECT = "Status på økonomiforhandlingerne"
LINES = "Kort nyt fra bordet.\nI kan stille spørgsmål."
ADDRESS = "https://moede.example/oea26-status"
DEPUTY = "Kirsten Vestergård Dam"


class Reply(StrEnum):
    """What an invented person who is called does."""

    COME = "come"
    CANNOT = "cannot"
    DEPUTY = "deputy"
    ARRIVE = "arrive"


@dataclass(frozen=True, slots=True, order=True)
class Called:
    """``number`` (a person of the member list) does ``reply`` at ``at``."""

    at: datetime
    number: str
    reply: Reply


def acts(numbers: Sequence[str]) -> list[Called]:
    """What those called do, in order of time: most come, some cannot, some say nothing, and one sends a deputy, who comes."""
    random = Random("indkaldelse")  # noqa: S311 - a story, no secret
    told = sorted(act for number in numbers for act in _of_one(number, random))
    one = next((act for act in told if act.reply is Reply.CANNOT), None)
    if one is None:
        return told
    sent = [Called(one.at, one.number, Reply.DEPUTY), Called(STARTS - timedelta(minutes=4), one.number, Reply.ARRIVE)]
    return sorted([*(act for act in told if act != one), *sent])


def _of_one(number: str, random: Random) -> Iterator[Called]:
    pull = random.random()
    at = AT + timedelta(minutes=min(2 + random.expovariate(1 / 25), 145))
    if pull < 0.62:
        yield Called(at, number, Reply.COME)
        if random.random() < 0.9:
            yield Called(STARTS + timedelta(minutes=min(max(random.gauss(-3, 4), -14), 12)), number, Reply.ARRIVE)
    elif pull < 0.8:
        yield Called(at, number, Reply.CANNOT)
