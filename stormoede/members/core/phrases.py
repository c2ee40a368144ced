"""An audience in words, both ways: »borgmestre i Region Syddanmark« is a part of a spec, and that part is those words.

    WHO [i PLACE, PLACE og PLACE]     WHO: alle, or roles, or bodies, or roles af bodies
    målgruppen KEY                    another audience
    svaret ROUND/TRACK/ANSWER         those who have answered so
    person NUMBER, NUMBER og NUMBER   people by the association's number, else by id

Danish and English are both read; either is written.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stormoede.lib.danish import name_key
from stormoede.members.core.audiences import Answer, Saved, Seats, SpecFault

ROLES = {
    "da": {
        "member": "menige medlemmer",
        "mayor": "borgmestre",
        "deputy_mayor": "viceborgmestre",
        "chair": "formænd",
        "secretary": "sekretærer",
    },
    "en": {
        "member": "ordinary members",
        "mayor": "mayors",
        "deputy_mayor": "deputy mayors",
        "chair": "chairs",
        "secretary": "secretaries",
    },
}
BODIES = {
    "da": {
        "council": "kommunalbestyrelser",
        "finance_committee": "økonomiudvalg",
        "regional_council": "KKR",
        "board": "bestyrelsen",
        "administration": "forvaltninger",
    },
    "en": {
        "council": "councils",
        "finance_committee": "finance committees",
        "regional_council": "regional councils",
        "board": "the board",
        "administration": "administrations",
    },
}
_GRAMMAR = {
    "da": {
        "all": "alle",
        "of": " af ",
        "in": " i ",
        "and": " og ",
        "audience": "målgruppen ",
        "answer": "svaret ",
        "person": "person ",
    },
    "en": {
        "all": "everybody",
        "of": " of ",
        "in": " in ",
        "and": " and ",
        "audience": "the audience ",
        "answer": "the answer ",
        "person": "person ",
    },
}
_SPLIT = re.compile(r"\s*,\s*|\s+(?:og|and)\s+", re.IGNORECASE)
_IN = re.compile(r"\s+(?:i|in)\s+", re.IGNORECASE)
_OF = re.compile(r"\s+(?:af|for|of)\s+", re.IGNORECASE)
_AUDIENCE = re.compile(r"(?:målgruppen?|(?:the )?audience)\s+([-\w]+)", re.IGNORECASE)
_ANSWER = re.compile(r"(?:svaret?|(?:the )?answer)\s+([-\w]+/[-\w]+/[-:\w]+)", re.IGNORECASE)
_PERSON = re.compile(r"persone?r?n?e?\s+(.+)", re.IGNORECASE)
_READ_ROLES = {name_key(word): role for words in ROLES.values() for role, word in words.items()}
_READ_BODIES = {name_key(word): body for words in BODIES.values() for body, word in words.items()}
_ALL = {words["all"] for words in _GRAMMAR.values()}


@dataclass(frozen=True, slots=True)
class Numbers:
    """People named by the association's number or by id; the caller knows who they are."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """What places are called: organisations by code, groups by "kind:code"."""

    organisations: Mapping[str, str]
    groups: Mapping[str, str]

    def known(self) -> dict[str, tuple[str, str]]:
        """(word of a spec, value) by normalised name or code; a name that two places share is left out."""
        found: dict[str, tuple[str, str]] = {}
        shared: set[str] = set()
        named = (("organisations", self.organisations), ("groups", self.groups))
        for word, places in named:
            for value, name in places.items():
                key = name_key(name)
                shared |= {key} & found.keys()
                found[key] = (word, value)
        codes = {value.casefold(): (word, value) for word, places in named for value in places}
        return {**{key: place for key, place in found.items() if key not in shared}, **codes}


def say(part: Seats | Saved | Answer, places: Places, language: str) -> str:
    """The part in words that ``read`` understands."""
    words = _GRAMMAR["da" if language == "da" else "en"]
    if isinstance(part, Saved):
        return words["audience"] + part.key
    if isinstance(part, Answer):
        return words["answer"] + part.value
    tongue = "da" if language == "da" else "en"
    roles = listed([ROLES[tongue][role] for role in part.roles], tongue)
    bodies = listed([BODIES[tongue][body] for body in part.bodies], tongue)
    who = words["of"].join(filter(None, (roles, bodies))) or words["all"]
    known = places.known()
    where = [
        _place(value, names.get(value, value), word, known)
        for word, values, names in (
            ("organisations", part.organisations, places.organisations),
            ("groups", part.groups, places.groups),
        )
        for value in values
    ]
    return who + words["in"] + listed(where, tongue) if where else who


def read(text: str, known: Mapping[str, tuple[str, str]]) -> Seats | Saved | Answer | Numbers:
    """What ``text`` says; ``known`` is ``Places.known()``. Raises SpecFault."""
    phrase = " ".join(text.split())
    if found := _AUDIENCE.fullmatch(phrase):
        return Saved(found[1])
    if found := _ANSWER.fullmatch(phrase):
        return Answer(found[1])
    if found := _PERSON.fullmatch(phrase):
        return Numbers(tuple(filter(None, _SPLIT.split(found[1]))))
    who, *rest = _IN.split(phrase, maxsplit=1)
    roles, bodies = _who(who)
    values: dict[str, set[str]] = {"organisations": set(), "groups": set()}
    for name in filter(None, _SPLIT.split(rest[0]) if rest else ()):
        place = known.get(name.casefold()) or known.get(name_key(name))
        if place is None:
            raise SpecFault("", "unknown organisation", name)
        values[place[0]].add(place[1])
    seats = Seats(roles, bodies, tuple(sorted(values["organisations"])), tuple(sorted(values["groups"])))
    if seats == Seats():
        raise SpecFault("", "empty", phrase)
    return seats


def listed(parts: Sequence[str], language: str) -> str:
    """a, b og c."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + _GRAMMAR[language]["and"] + parts[-1]


def _who(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if text.casefold() in _ALL:
        return (), ()
    first, *rest = _OF.split(text, maxsplit=1)
    roles, bodies = set(), set()
    for word in filter(None, _SPLIT.split(first)):
        key = name_key(word)
        if key in _READ_ROLES:
            roles.add(_READ_ROLES[key])
        elif key in _READ_BODIES and not rest:
            bodies.add(_READ_BODIES[key])
        else:
            raise SpecFault("", "unknown word", word)
    for word in filter(None, _SPLIT.split(rest[0]) if rest else ()):
        if name_key(word) not in _READ_BODIES:
            raise SpecFault("", "unknown word", word)
        bodies.add(_READ_BODIES[name_key(word)])
    if roles and bodies and not rest:
        raise SpecFault("", "unknown word", text)
    return tuple(sorted(roles)), tuple(sorted(bodies))


def _place(value: str, name: str, word: str, known: Mapping[str, tuple[str, str]]) -> str:
    plain = len(_SPLIT.split(name)) == 1 and name == " ".join(name.split())
    return name if plain and known.get(name_key(name)) == (word, value) else value
