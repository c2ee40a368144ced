"""What invented councils send in, and when. Pure; every figure is invented."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from stormoede.story.core.script import local


@dataclass(frozen=True, slots=True)
class Sent:
    """The council of the municipality ``code`` writes ``values`` by field, and hands them in unless ``draft``."""

    at: datetime
    code: str
    values: Mapping[str, str]
    draft: bool = False


INPUTS: Sequence[Sent] = (
    Sent(
        local(2025, 3, 12, 9, 20),
        "0851",
        {
            "vigtigst.1": "Det specialiserede socialområde",
            "vigtigst.2": "Børn og unge i mistrivsel",
            "vigtigst.3": "Anlæg, veje og bygninger",
            "situation": "Udgiften til voksne med særlige behov steg med 6 procent fra 2023 til 2024.\n\nVi har måttet sætte "
            "to skolerenoveringer på pause for at holde rammen.",
            "udfordringer": "Vi mener, at staten bør tage et større ansvar for de dyreste enkeltsager.",
            "pres": "5",
            "decision.date": "10.03.2025",
            "decision.reference": "Byrådet, punkt 6",
        },
    ),
    Sent(
        local(2025, 3, 18, 15, 45),
        "0760",
        {
            "vigtigst.1": "Flere ældre og pleje i eget hjem",
            "vigtigst.2": "Rekruttering af medarbejdere",
            "vigtigst.3": "Klimatilpasning",
            "situation": "Antallet af borgere over 80 år er steget med 310 på fire år. Vores budget er ikke fulgt med.",
            "udfordringer": "Hver tredje opslåede stilling i hjemmeplejen står tom efter første opslag.\n\nVi ønsker mere frihed til "
            "selv at tilrettelægge arbejdet.",
            "pres": "4",
            "koordinering": "Kommuner med stor vækst i antallet af ældre skal have plads i den samlede ramme.",
            "decision.date": "17.03.2025",
            "decision.reference": "Byrådet, punkt 9",
            "decision.for": "24",
            "decision.against": "3",
            "minority.1.who": "Tre medlemmer af byrådet",
            "minority.1.words": "Vi ser hellere, at der spares på administration, end at rammen hæves.",
        },
    ),
    Sent(
        local(2025, 3, 24, 11, 5),
        "0492",
        {
            "vigtigst.1": "Færgerne",
            "vigtigst.2": "Rekruttering af medarbejdere",
            "vigtigst.3": "Det specialiserede socialområde",
            "situation": "Vores udgift til færgedrift er vokset med 2,1 mio. kr. siden 2022.",
            "udfordringer": "En enkelt ny anbringelse kan vælte vores budget.",
            "pres": "4",
        },
    ),
    Sent(
        local(2025, 3, 28, 8, 40),
        "0151",
        {
            "vigtigst.1": "Børn og unge i mistrivsel",
            "vigtigst.2": "Beredskab og sikkerhed",
            "vigtigst.3": "Det specialiserede socialområde",
            "situation": "Vi bruger 18 procent mere på specialundervisning end for tre år siden.",
            "koordinering": "Vi foreslår, at anlægsrammen samles over to år.",
            "pres": "3",
        },
    ),
    Sent(
        local(2025, 4, 2, 13, 30),
        "0430",
        {"vigtigst.1": "Flere ældre og pleje i eget hjem", "situation": "Udkast: Udgiften til hjemmehjælp er steget."},
        draft=True,
    ),
)
