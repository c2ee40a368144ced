"""Which councils a text says it is from: names in Danish forms, where somebody says whose words these are.

Only the places where one says so are looked at: subject, names of files, how texts begin, how the mail ends. A council that is merely
spoken of further down has sent nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from stormoede.lib.danish import name_key
from stormoede.members.core.matching import spellings

_WORD = re.compile(r"[^\W_]+")
_COUNCIL = frozenset({
    "kommune", "kommunes", "kommuner", "kommuners", "kommunerne", "kommunernes", "regionskommune", "regionskommunes", "byråd", "byråds",
    "byrådet", "byrådets", "kommunalbestyrelse", "kommunalbestyrelses", "kommunalbestyrelsen", "kommunalbestyrelsens", "municipality",
    "borgmester", "borgmesteren", "borgmesterens", "borgerrepræsentation", "borgerrepræsentationen",
})  # fmt: skip
_LINK = frozenset({"og", "samt", "and", "i"})
_FROM = frozenset({"fra", "for", "af", "from", "vegne", "i"})
_JOINT = re.compile(
    r"\b(?:fælles(?:svar|input|bidrag|udtalelse|høringssvar)?|på vegne af|i fællesskab|sammen med|joint|kommunerne|byrådene|kommunalbestyrelserne)\b",
    re.IGNORECASE,
)
_LONGEST_NAME, _RUN_GAP = 3, 3


@dataclass(frozen=True, slots=True)
class Said:
    """Councils named in one place, in order. ``joint``: as those who speak together."""

    bodies: tuple[int, ...]
    joint: bool = False


@dataclass(frozen=True, slots=True)
class _Mention:
    body: int
    first: int
    last: int
    called: bool


class Names:
    """Councils by every spelling they go by.

    A name that is also a word counts with "kommune" or the like beside it, and where it is written as a name within a sentence.
    """

    def __init__(
        self, known: Mapping[int, Sequence[str]], words: Sequence[str] = ("vejen", "skive", "ishøj", "odder")
    ) -> None:
        self._of: dict[str, int] = {}
        for body, names in known.items():
            for name in names:
                for key in spellings(name):
                    self._of.setdefault(key, body)
        self._words = frozenset(words)
        self._begin = frozenset(key.partition(" ")[0] for key in self._of)

    def said(self, text: str) -> Said:
        """Whose the words say they are: those who speak together, else the one that is named as one's own, else nobody."""
        marks = list(_WORD.finditer(text))
        keys = [_key(mark[0]) for mark in marks]
        found = list(self._mentions(keys, lambda at: _is_proper(text, marks[at])))
        for run in _runs(found, keys):
            bodies = tuple(dict.fromkeys(one.body for one in run))
            if len(bodies) > 1 and (_JOINT.search(text) or any(one.called for one in run)):
                return Said(bodies, True)
        own = [one for one in found if one.called] or found
        bodies = tuple(dict.fromkeys(one.body for one in own))
        if len(bodies) > 1 and _JOINT.search(text) and all(one.called for one in own):
            return Said(bodies, True)
        return Said(bodies)

    def _size(self, keys: Sequence[str], at: int) -> int:
        """Of how many words the name is that begins there; 0 where none does."""
        return next((size for size in range(_LONGEST_NAME, 0, -1) if " ".join(keys[at : at + size]) in self._of), 0)

    def _mentions(self, keys: Sequence[str], proper: Callable[[int], bool]) -> Iterator[_Mention]:
        at = 0
        while at < len(keys):
            size = self._size(keys, at) if keys[at] in self._begin else 0
            if not size:
                at += 1
                continue
            key = " ".join(keys[at : at + size])
            own = key.startswith(("kkr ", "kommunekontaktråd "))
            around = [*keys[max(0, at - 2) : at], *keys[at + size : at + size + 1]]
            called = own or any(word in _COUNCIL for word in around)
            told = called or ((key not in self._words or proper(at)) and not (len(key) < 4 and size == 1))
            if told:
                yield _Mention(
                    self._of[key], at, at + size, called or any(word in _FROM for word in keys[max(0, at - 1) : at])
                )
            at += size


# Mails are written in the same words.
_key = lru_cache(8192)(name_key)


def _is_proper(text: str, mark: re.Match[str]) -> bool:
    """Is the word written as a name is: with a capital, where no sentence begins? Danish has no other words of that kind."""
    before = text[max(0, mark.start() - 12) : mark.start()].rstrip(' \t"»“(')
    return mark[0][:1].isupper() and mark[0][1:].islower() and bool(before) and before[-1] not in ".!?:;\n\r•*"


def _runs(found: Sequence[_Mention], keys: Sequence[str]) -> Iterator[list[_Mention]]:
    """Names that stand in one list: between them nothing but "og", "kommune" and the like."""
    run: list[_Mention] = []
    for one in found:
        between = keys[run[-1].last : one.first] if run else []
        if run and not (len(between) <= _RUN_GAP and all(word in _COUNCIL | _LINK for word in between)):
            yield run
            run = []
        run.append(one)
    if run:
        yield run
