"""The council's decision: when, under which reference, with which votes, and what a minority said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stormoede.contributions.core.questions import LINE_LIMIT, TEXT_LIMIT, whole

MINORITIES = 4
DATE, REFERENCE, FOR, AGAINST, ABSTAINED = (
    "decision.date", "decision.reference", "decision.for", "decision.against", "decision.abstained",
)  # fmt: skip
_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y")


class Asked(StrEnum):
    """Whether a questionnaire asks for the council's decision."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class Problem(StrEnum):
    """What can be wrong with a decision. The sentences are in ``contributions/refusals.py``."""

    NO_DATE = "no_date"
    NOT_DATE = "not_date"
    AHEAD = "ahead"
    NO_REFERENCE = "no_reference"
    NOT_VOTES = "not_votes"
    TOO_MANY = "too_many"
    NO_WORDS = "no_words"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a minority wants told apart: who, and the words."""

    who: str
    words: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the council decided; empty and None where nothing is said."""

    on: date | None = None
    reference: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None
    minorities: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the decision, at a field."""

    field: str
    problem: Problem


def names(asked: Asked) -> list[str]:
    """The names of the fields a decision is written in."""
    if asked is Asked.NONE:
        return []
    own = [name for number in range(1, MINORITIES + 1) for name in minority(number)]
    return [DATE, REFERENCE, FOR, AGAINST, ABSTAINED, *own]


def minority(number: int) -> tuple[str, str]:
    """The fields of one minority statement: who, and the words."""
    return f"minority.{number}.who", f"minority.{number}.words"


def limit(name: str) -> int:
    """How many characters a field of the decision holds."""
    return TEXT_LIMIT if name.endswith(".words") else LINE_LIMIT


def read(values: Mapping[str, str]) -> Decision:
    """The decision as far as it can be read."""
    statements = tuple(
        Statement(values.get(who, "").strip(), values.get(words, "").strip())
        for who, words in map(minority, range(1, MINORITIES + 1))
    )
    return Decision(
        _date(values.get(DATE, "")),
        values.get(REFERENCE, "").strip(),
        whole(values.get(FOR, "").strip()),
        whole(values.get(AGAINST, "").strip()),
        whole(values.get(ABSTAINED, "").strip()),
        tuple(one for one in statements if one.words),
    )


def faults(values: Mapping[str, str], asked: Asked, today: date, seats: int | None = None) -> list[Fault]:
    """What is wrong with the decision. ``seats`` are how many the council has, when that is known."""
    if asked is Asked.NONE:
        return []
    told, decision = {name: values.get(name, "").strip() for name in names(asked)}, read(values)
    found = []
    if told[DATE] and decision.on is None:
        found.append(Fault(DATE, Problem.NOT_DATE))
    elif decision.on and decision.on > today:
        found.append(Fault(DATE, Problem.AHEAD))
    elif not told[DATE] and asked is Asked.REQUIRED:
        found.append(Fault(DATE, Problem.NO_DATE))
    if not told[REFERENCE] and asked is Asked.REQUIRED:
        found.append(Fault(REFERENCE, Problem.NO_REFERENCE))
    return [*found, *_votes(told, seats), *_statements(told)]


def _votes(told: Mapping[str, str], seats: int | None) -> list[Fault]:
    counted = {name: whole(told[name]) for name in (FOR, AGAINST, ABSTAINED) if told[name]}
    wrong = [Fault(name, Problem.NOT_VOTES) for name, votes in counted.items() if votes is None or votes < 0]
    if wrong or not seats:
        return wrong
    cast = sum(votes or 0 for votes in counted.values())
    return [Fault(FOR, Problem.TOO_MANY)] if cast > seats else []


def _statements(told: Mapping[str, str]) -> list[Fault]:
    found = []
    for who, words in map(minority, range(1, MINORITIES + 1)):
        if told[words] and not told[who]:
            found.append(Fault(who, Problem.NOBODY))
        elif told[who] and not told[words]:
            found.append(Fault(words, Problem.NO_WORDS))
    return found


def _date(text: str) -> date | None:
    for form in _FORMS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day, not an instant
        except ValueError:
            continue
    return None
