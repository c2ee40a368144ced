"""A question as data: what it asks for, the fields it is answered in, and what is wrong with an answer.

A field has a name: the question's key, and for a ranked list the key with the rank (``vigtigst.1``). A draft is text by field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

TEXT_LIMIT = 50_000
LINE_LIMIT = 500
MOST_RANKS = 20
# Names of fields that belong to the decision and not to a question.
RESERVED = frozenset({"decision", "minority"})


class Kind(StrEnum):
    """What a question asks for."""

    TEXT = "text"
    RANKED = "ranked"
    SCALE = "scale"
    NUMBER = "number"
    FILE = "file"


class Problem(StrEnum):
    """What can be wrong with an answer. The sentences are in ``contributions/refusals.py``."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NOT_NUMBER = "not_number"
    OUT_OF_RANGE = "out_of_range"
    NOT_OPTION = "not_option"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``least`` and ``most`` bound a scale or a number, ``top`` is how many are ranked.

    ``options`` are what can be ranked; with ``free`` other words too. ``own`` says that it is asked of single members as well.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    help: str = ""
    required: bool = False
    own: bool = True
    options: tuple[str, ...] = ()
    free: bool = True
    top: int = 3
    least: int = 1
    most: int = 5
    low: str = ""
    high: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """One thing answered: words, or a number. ``position`` is the rank, from 1; 0 where nothing is ranked."""

    position: int
    words: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an answer, at a field."""

    field: str
    problem: Problem


def fields(question: Question) -> list[str]:
    """The names of the fields a question is answered in, in order."""
    match question.kind:
        case Kind.FILE:
            return []
        case Kind.RANKED:
            return [f"{question.key}.{rank}" for rank in range(1, question.top + 1)]
        case _:
            return [question.key]


def given(question: Question, values: Mapping[str, str]) -> list[Given]:
    """What is answered, in order; ranks close up where one was left empty. Values that are at fault are left out."""
    told = [values.get(name, "").strip() for name in fields(question)]
    match question.kind:
        case Kind.RANKED:
            return [Given(rank, words) for rank, words in enumerate(filter(None, told), 1)]
        case Kind.SCALE | Kind.NUMBER:
            number = whole(told[0])
            return [] if number is None else [Given(0, number=number)]
        case Kind.TEXT:
            return [Given(0, told[0])] if told[0] else []
        case Kind.FILE:
            return []


def faults(question: Question, values: Mapping[str, str], files: int = 0) -> list[Fault]:
    """What is wrong with the answer. ``files`` are how many are attached to the question."""
    names = fields(question)
    told = {name: values.get(name, "").strip() for name in names}
    if not any(told.values()) and not files:
        return [Fault(names[0] if names else question.key, Problem.MISSING)] if question.required else []
    match question.kind:
        case Kind.RANKED:
            return _ranked(question, told)
        case Kind.SCALE | Kind.NUMBER:
            return _numbered(question, names[0], told[names[0]])
        case Kind.TEXT if len(told[names[0]]) > TEXT_LIMIT:
            return [Fault(names[0], Problem.TOO_LONG)]
        case _:
            return []


def whole(text: str) -> int | None:
    """A whole number as people write it: 1200, 1.200, 1 200. None when it is none."""
    plain = text.replace(".", "").replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    sign, digits = plain[:1] == "-", plain.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 15:
        return None
    return -int(digits) if sign else int(digits)


def limit(question: Question) -> int:
    """How many characters a field of the question holds."""
    return TEXT_LIMIT if question.kind is Kind.TEXT else LINE_LIMIT


def _numbered(question: Question, name: str, told: str) -> list[Fault]:
    number = whole(told)
    if number is None:
        return [Fault(name, Problem.NOT_NUMBER)]
    return [] if question.least <= number <= question.most else [Fault(name, Problem.OUT_OF_RANGE)]


def _ranked(question: Question, told: Mapping[str, str]) -> list[Fault]:
    found, seen = [], set[str]()
    for name, words in told.items():
        if not words:
            continue
        if words.casefold() in seen:
            found.append(Fault(name, Problem.TWICE))
        elif not question.free and words not in question.options:
            found.append(Fault(name, Problem.NOT_OPTION))
        elif len(words) > LINE_LIMIT:
            found.append(Fault(name, Problem.TOO_LONG))
        seen.add(words.casefold())
    return found


def asked(questions: Sequence[Question], *, own: bool) -> list[Question]:
    """The questions asked of a council, or of a member for their own view."""
    return [question for question in questions if question.own or not own]
