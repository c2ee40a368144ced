"""The story of the debate booklet »Tæt på«: when each council takes it up and answers, and when the regional councils do. Pure.

Days, answers and votes are invented; the same councils give the same acts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from stormoede.story.core.script import Step, local

KEY = "taet-paa"
BEGINNING = local(2025, 8, 18, 9, 0)
LETTER_AT = local(2025, 8, 18, 10, 0)
PAGES_AT = local(2025, 8, 18, 12, 0)
STEPS: Sequence[Step] = (
    Step("booklet-sent", local(2025, 8, 18, 13, 0)),
    Step("days-set", local(2025, 9, 15, 9, 0)),
    Step("discussing", local(2025, 10, 20, 9, 0)),
    Step("answers-in", local(2025, 11, 17, 13, 0)),
    Step("syntheses-in", local(2025, 12, 5, 13, 0)),
)
_ALWAYS = (
    "Folkeskolen i de små klasser og hjemmeplejen. Det er der, hverdagen holder eller ikke holder.",
    "Børn, ældre og alt det, hvor man skal kunne kende den, der kommer ind ad døren.",
    "Borgerservice med et menneske. Den, der ikke kan bruge en skærm, har ikke noget andet sted at gå hen.",
)
_TOGETHER = (
    "Løn, indkøb, it og beredskab. Det mærker borgeren ikke, og der er penge at hente.",
    "Specialtilbud til voksne. Vi er for små til at have dem selv og for mange til at køre efter dem.",
    "Myndighedssager om miljø og byggeri kunne løses af fire kommuner i et fælles kontor.",
)
_DISTANCE = (
    "En halv time til skole er for meget for de små. Til lægen må der højst være 20 minutter.",
    "Afstand er ikke kun kilometer. Bussen går to gange om dagen, så en halv time bliver til en halv dag.",
    "Hos os er der ikke langt til noget. Hos os er det køen, der er lang.",
)
_HANDS = (
    "Vi mangler 40 i ældreplejen allerede. Flere skal have lov at arbejde på fuld tid, og flere skal uddannes her i kommunen.",
    "Noget må vente, og det skal vi sige højt. Rengøring hver anden uge er bedre end et løfte, vi ikke kan holde.",
    "Frivillige kan meget, men de kan ikke give medicin. Vi bør betale dem, der kan.",
)
_STATE = (
    "Hold op med at bestemme, hvor mange timer der skal dokumenteres. Vi vil hellere bruge dem på borgerne.",
    "Puljer med korte frister. Vi bør få pengene og stå til ansvar for dem.",
    "Minimumsnormeringer er en god tanke, men de bør kunne ses over et år og ikke over en uge.",
)
_FIRST = (
    "Skole tæt på", "Læge og sygepleje tæt på", "Flere hænder i ældreplejen", "Færre regler", "Bedre busser og veje",
    "Penge til de små kommuner",
)  # fmt: skip
_MINORITY = "Vi mener, at svaret går for let hen over, hvad det koster. Det bør stå, hvad vi vil undvære."
_SHARED = (
    "{sent} af regionens {all} kommuner har svaret. De er enige om, at hjemmeplejen og de små klasser bør blive i kommunen, og at "
    "puljer med korte frister bør væk."
)
_APART = "Skillelinjen går mellem by og land. Kommuner med lange afstande vil have skole og læge først, de tætte vil have færre regler."
_ASSEMBLY = "Landsmødet bør tage stilling til, om afstand skal vægte mere, når pengene fordeles."


@dataclass(frozen=True, slots=True)
class Plan:
    """A body says at ``at`` when it meets."""

    at: datetime
    body: int
    day: date


@dataclass(frozen=True, slots=True)
class HandIn:
    """A body answers at ``at``: its words by the fields of the questionnaire in ``track``."""

    at: datetime
    body: int
    track: str
    values: Mapping[str, str] = field(default_factory=dict)


type Deed = Plan | HandIn


def deeds(councils: Sequence[tuple[int, int]], regional: Sequence[int]) -> list[Deed]:
    """All deeds of councils (key, seats) and regional councils (key), in the order of time."""
    random = Random("tæt på")  # noqa: S311 - a story, no secret
    told = [deed for body, seats in councils for deed in _of_council(body, seats, random)]
    told += [deed for body in regional for deed in _of_regional(body, random)]
    return sorted(told, key=lambda deed: (deed.at, deed.body))


def _of_council(body: int, seats: int, random: Random) -> Iterator[Deed]:
    if random.random() >= 0.94:
        return
    early = random.random() < 0.7
    said = local(2025, 8, 19, 9) + timedelta(hours=random.random() * (24 * 25 if early else 24 * 60))
    # Councils meet on Mondays to Thursdays, and not in the week of the autumn holiday.
    first = max(said.date() + timedelta(3), date(2025, 9, 1))
    days = [day for n in range(70) if (day := first + timedelta(n)) <= date(2025, 11, 6) and day.weekday() < 4]
    day = random.choice([one for one in days if not date(2025, 10, 11) <= one <= date(2025, 10, 19)])
    yield Plan(said, body, day)
    if random.random() < 0.86:
        sent = local(day.year, day.month, day.day, 9) + timedelta(
            days=random.randrange(1, 6), hours=random.random() * 6
        )
        yield HandIn(sent, body, "svar", _answer(seats, day, random))


def _answer(seats: int, day: date, random: Random) -> dict[str, str]:
    values = {name: random.choice(texts) for name, texts in (
        ("altid", _ALWAYS), ("sammen", _TOGETHER), ("afstand", _DISTANCE), ("haender", _HANDS), ("staten", _STATE),
    ) if random.random() < 0.9}  # fmt: skip
    values |= {f"foerst.{place}": what for place, what in enumerate(random.sample(_FIRST, 3), 1)}
    against = random.choice((0, 0, 0, 1, 2, 4)) if seats > 9 else 0
    values |= {"decision.date": day.isoformat(), "decision.reference": f"Dagsordenens punkt {random.randrange(4, 19)}"}
    if against:
        values |= {"decision.for": str(seats - against), "decision.against": str(against)}
        values |= {"minority.1.who": "Et mindretal", "minority.1.words": _MINORITY}
    return values


def _of_regional(body: int, random: Random) -> Iterator[Deed]:
    day = date(2025, 11, 18) + timedelta(random.randrange(9))
    yield Plan(local(2025, 9, 1 + random.randrange(20), 10), body, day)
    sent = local(day.year, day.month, day.day, 15)
    yield HandIn(sent, body, "sammenfatning", {"faelles": _SHARED, "uenige": _APART, "landsmoede": _ASSEMBLY})
