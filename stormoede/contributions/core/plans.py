"""What is decided about a questionnaire, as values, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from stormoede.contributions.core.decisions import Asked
from stormoede.contributions.core.questions import MOST_RANKS, Kind, Question

BODIES = ("council", "regional_council", "finance_committee")
# What each kind of question keeps beside its key, title, help and the two marks.
SPEC: Mapping[Kind, tuple[str, ...]] = {
    Kind.TEXT: (),
    Kind.RANKED: ("top", "options", "free"),
    Kind.SCALE: ("least", "most", "low", "high"),
    Kind.NUMBER: ("least", "most", "unit"),
    Kind.FILE: (),
}
_NUMBER_MOST = 1_000_000_000


class Late(StrEnum):
    """What happens to what comes after the deadline: it is taken and marked, or not taken."""

    ACCEPT = "accept"
    CLOSED = "closed"


class Problem(StrEnum):
    """What can be wrong with a questionnaire. The sentences are in ``contributions/refusals.py``."""

    NO_QUESTIONS = "no_questions"
    NOBODY = "nobody"
    RANGE = "range"
    TOO_WIDE = "too_wide"
    TOP = "top"
    NO_OPTIONS = "no_options"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is the same for everybody. ``bodies`` are the kinds of bodies asked."""

    deadline: datetime
    bodies: tuple[str, ...] = ("council",)
    own_views: bool = True
    decision: Asked = Asked.OPTIONAL
    late: Late = Late.ACCEPT


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, at a field (of a question when ``question`` is its place in the list)."""

    field: str
    problem: Problem
    question: int | None = None


def faults(plan: Plan, questions: Sequence[Question]) -> list[Fault]:
    """Everything wrong, in the order a person reads it."""
    found = []
    if not plan.bodies and not plan.own_views:
        found.append(Fault("bodies", Problem.NOBODY))
    if not questions:
        found.append(Fault("questions", Problem.NO_QUESTIONS))
    return found + [fault for number, one in enumerate(questions) for fault in question_faults(one, number)]


def question_faults(question: Question, number: int | None = None) -> list[Fault]:
    """What is wrong with one question by itself."""
    match question.kind:
        case Kind.SCALE | Kind.NUMBER if question.most <= question.least:
            return [Fault("most", Problem.RANGE, number)]
        case Kind.SCALE if question.most - question.least > 10:
            return [Fault("most", Problem.TOO_WIDE, number)]
        case Kind.RANKED if not 1 <= question.top <= MOST_RANKS:
            return [Fault("top", Problem.TOP, number)]
        case Kind.RANKED if not question.free and not question.options:
            return [Fault("options", Problem.NO_OPTIONS, number)]
        case _:
            return []


def spec(question: Question) -> dict[str, Any]:
    """What the question's kind keeps, as JSON."""
    kept = {name: getattr(question, name) for name in SPEC[question.kind]}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}


def default(kind: Kind, name: str) -> Any:  # noqa: ANN401 - a number, a text or a mark, by name
    """What ``name`` is when nobody says: a number may be anything from nought."""
    if kind is Kind.NUMBER and name in {"least", "most"}:
        return 0 if name == "least" else _NUMBER_MOST
    return {"top": 3, "options": (), "free": True, "least": 1, "most": 5}.get(name, "")
