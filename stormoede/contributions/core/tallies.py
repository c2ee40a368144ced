"""What was ranked, counted: how many have each thing on their list, and how many have it first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LEAST = 2


@dataclass(frozen=True, slots=True)
class Tally:
    """One thing, in the words of the list, or of the one who first said it."""

    words: str
    named: int
    first: int


def count(lists: Iterable[Sequence[str]], options: Iterable[str] = ()) -> list[Tally]:
    """What at least two lists have in common, most named first. Lists are in order, the most important thing first.

    ``options`` are what could be chosen, in the words to be told. Capitals and spaces make no difference; two ways to say the same in other words do.
    """
    said = {" ".join(words.split()).casefold(): words for words in options}
    named: dict[str, int] = {}
    first: dict[str, int] = {}
    for one in lists:
        keys = list(dict.fromkeys(_key(words, said) for words in one))
        for place, key in enumerate(keys):
            named[key] = named.get(key, 0) + 1
            first[key] = first.get(key, 0) + (place == 0)
    told = [Tally(said[key], times, first[key]) for key, times in named.items() if times >= _LEAST]
    return sorted(told, key=lambda one: (-one.named, -one.first, one.words.casefold()))


def _key(words: str, said: dict[str, str]) -> str:
    plain = " ".join(words.split())
    said.setdefault(plain.casefold(), plain)
    return plain.casefold()
