"""Who goes out to the councils in the story, who asks for them, and when. Pure; everybody is invented, and so are all figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stormoede.story.core.script import local

TRACK = "oplaeg"
FIRST, LAST = date(2025, 3, 18), date(2025, 4, 24)
EASTER = (date(2025, 4, 14), date(2025, 4, 21))
SPEAKERS_AT = local(2025, 2, 10, 9, 0)
OPENINGS_AT = local(2025, 2, 12, 20, 15)
PROPOSED_AT = local(2025, 3, 14, 13, 0)
ANSWERED_AT = local(2025, 3, 16, 19, 30)
AGAIN_AT = local(2025, 3, 17, 9, 0)
TAKEN_AT = local(2025, 3, 17, 12, 40)
ILL_AT, WELL_AT = local(2025, 4, 1, 7, 30), local(2025, 4, 3, 0, 0)
OFFERED_AT = local(2025, 4, 1, 8, 15)
STEPPED_IN_AT = local(2025, 4, 1, 9, 5)
MOMENTS = (
    SPEAKERS_AT, OPENINGS_AT, PROPOSED_AT, ANSWERED_AT, AGAIN_AT, TAKEN_AT, ILL_AT, OFFERED_AT, STEPPED_IN_AT,
)  # fmt: skip
DAY, EVENING, BOTH = (8, 16), (16, 22), (8, 22)


@dataclass(frozen=True, slots=True)
class Goes:
    """A speaker: from the side, out from ``home``. ``free``: what part of which weekdays, Monday being 0."""

    name: str
    email: str
    side: str
    home: str
    per_week: int
    reach_km: int | None
    free: Mapping[int, tuple[int, int]]
    online: bool = True


@dataclass(frozen=True, slots=True)
class Asks:
    """The council of the municipality ``code`` asks at ``at``. ``wishes`` are when talks would begin, the best first."""

    at: datetime
    code: str
    topic: str
    wishes: Sequence[datetime]
    side: str = ""
    form: str = "on_site"
    place: str = "Byrådssalen, rådhuset"
    note: str = ""


DECLINES = "Morten Søby"
FALLS_ILL = "Regitze Voss"
SPEAKERS: Sequence[Goes] = (
    Goes("Birgitte Holm", "birgitte.holm@kl.example", "board", "0751", 2, None, {0: EVENING, 2: EVENING, 3: EVENING}),
    Goes(DECLINES, "morten.soeby@kl.example", "board", "0461", 2, 200, {1: EVENING, 2: EVENING, 3: EVENING}),
    Goes(
        FALLS_ILL, "regitze.voss@kl.example", "board", "0253", 2, 150, {0: EVENING, 1: EVENING, 2: BOTH}, online=False
    ),
    Goes("Anders Kjær Thygesen", "anders.thygesen@kl.example", "secretariat", "0101", 1, None, {2: BOTH, 3: DAY}),
    Goes("Ditte Kvist", "ditte.kvist@kl.example", "secretariat", "0265", 3, 120, {0: BOTH, 1: BOTH, 2: DAY, 3: BOTH}),
    Goes("Omar Yildiz", "omar.yildiz@kl.example", "secretariat", "0851", 3, None, {0: BOTH, 1: BOTH, 2: BOTH, 3: DAY}),
)
REQUESTS: Sequence[Asks] = (
    Asks(local(2025, 2, 14, 10, 5), "0615", "Rammerne for 2026 og det specialiserede socialområde",
         (local(2025, 3, 18, 19), local(2025, 3, 25, 19)), "board"),
    Asks(local(2025, 2, 17, 9, 40), "0851", "Hvad ligger der i aftalen om servicerammen?",
         (local(2025, 3, 20, 9), local(2025, 3, 24, 16, 30)), "secretariat"),
    Asks(local(2025, 2, 20, 14, 12), "0376", "En kommune med færre børn og flere ældre",
         (local(2025, 4, 2, 17), local(2025, 4, 9, 17)), "board", note="Vi serverer en sandwich fra kl. 16.30."),
    Asks(local(2025, 2, 24, 11, 30), "0265", "Anlægsrammen og de store byggerier",
         (local(2025, 3, 19, 17), local(2025, 3, 26, 17))),
    Asks(local(2025, 2, 26, 8, 55), "0151", "Den fælles budgetkoordinering",
         (local(2025, 3, 19, 17), local(2025, 4, 7, 18)), "board"),
    Asks(local(2025, 2, 28, 13, 20), "0492", "Færger, øer og udligning",
         (local(2025, 3, 27, 15), local(2025, 4, 3, 15)), form="online", place=""),
    Asks(local(2025, 3, 3, 9, 10), "0400", "Økonomien i en ø-kommune",
         (local(2025, 3, 27, 15, 30), local(2025, 4, 10, 13)), form="either"),
    Asks(local(2025, 3, 4, 15, 45), "0561", "Rekruttering: hvad virker andre steder?",
         (local(2025, 3, 24, 19), local(2025, 3, 31, 19))),
    Asks(local(2025, 3, 6, 10, 0), "0791", "Det nære sundhedsvæsen og kommunens økonomi",
         (local(2025, 4, 2, 16), local(2025, 4, 8, 16)), "secretariat"),
    Asks(local(2025, 3, 7, 12, 25), "0479", "Udgifterne til anbringelser",
         (local(2025, 3, 26, 19), local(2025, 4, 2, 19)), "board"),
    Asks(local(2025, 3, 11, 8, 35), "0217", "Klimatilpasning langs kysten",
         (local(2025, 4, 11, 19), local(2025, 4, 22, 13))),
    Asks(local(2025, 3, 13, 16, 5), "0760", "Hvad skal vi svare på ØA26?",
         (local(2025, 4, 11, 18),), "board", note="Kun den dag; det er vores budgetseminar."),
)  # fmt: skip

NOTES: Mapping[str, str] = {
    "0615": "Byrådet spurgte mest til det specialiserede socialområde. Udgiften til voksne er steget med 9 procent på to år.\n\n"
    "De ønsker, at staten betaler mere af de dyreste enkeltsager, og at rammen følger antallet af ældre.",
    "0851": "En lang snak om anlægsrammen. Aalborg har udskudt to skoler og vil gerne kunne flytte anlæg mellem årene.",
    "0265": "Roskilde vil have plads til skoler i vækstområderne. Flere sagde, at én fælles anlægsramme rammer skævt.",
    "0561": "Hver fjerde stilling i ældreplejen står tom efter første opslag. De vil gerne dele erfaringer med fuld tid.",
    "0492": "Færgetilskuddet følger ikke priserne på brændstof. Ærø foreslår, at det reguleres hvert år.",
}
"""What the speakers heard, by the municipality; written the morning after."""


def openings(speaker: Goes) -> Iterator[tuple[datetime, datetime]]:
    """When the speaker can, day by day; nobody in the week of Easter."""
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        span = speaker.free.get(day.weekday())
        if span and not EASTER[0] <= day <= EASTER[1]:
            begins, ends = (local(day.year, day.month, day.day, hour) for hour in span)
            yield begins, ends
