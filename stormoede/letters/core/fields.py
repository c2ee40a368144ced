"""Merge fields: ``((navn))`` or ``((name))``. A value is text and stays text, whatever stands in it.

A text is first turned into one with *slots*: each field becomes a number between two private-use characters that no
text can hold (``clean`` takes them out), so that Markdown, HTML and JSON carry it through untouched. A ``Form`` is such
a text cut at its slots; filling it is one join.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

_OPEN, _CLOSE = "\ue000", "\ue001"
_FIELD = re.compile(r"(?<!\\)\(\(\s*([^()\s](?:[^()\n]{0,118}[^()\s])?)\s*\)\)")
_SLOT = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
# Unicode's Cc but for tab and line end, Cs and Co.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]")

# What a field is called in English and in Danish; the first is the key its value is found under.
NAMES: tuple[tuple[str, str], ...] = (
    ("name", "navn"),
    ("role", "rolle"),
    ("municipality", "kommune"),
    ("place name", "kommunenavn"),
    ("round", "runde"),
    ("round title", "rundens titel"),
    ("negotiation", "forhandling"),
    ("sender", "afsender"),
    ("mailbox", "postkasse"),
    ("contact", "kontakt"),
    ("contact email", "kontaktmail"),
    ("contact phone", "kontakttelefon"),
    ("page", "side"),
)
BLOCKS: tuple[tuple[str, str], ...] = (("dates", "aftener"), ("button", "knap"), ("signatures", "underskrift"))
# Slots that no one can type: the frame's own.
BARE_PAGE, OFF, BECAUSE, ADDRESSEE = "\ue010page", "\ue010off", "\ue010because", "\ue010addressee"
PERSONAL = frozenset({"name", "role", "municipality", "place name", "page"})
_KEYS = {danish: english for english, danish in (*NAMES, *BLOCKS)}


def key(name: str) -> str:
    """What the field ``name`` is looked up as: ``Navn`` and ``name`` are one."""
    folded = " ".join(name.casefold().split())
    return _KEYS.get(folded, folded)


def clean(text: str) -> str:
    """``text`` without control, surrogate and private-use characters; line ends become ``\\n``."""
    if text.isprintable():
        return text
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str) -> str:
    """``text`` as one line: what a value, a subject or a heading may be."""
    return " ".join(clean(text).split())


def small_first(words: str) -> str:
    """``words`` as they stand inside a sentence: "formand", but "KL's formand"."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def slotted(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` with each field replaced by a slot holding its number, and the fields' names as typed, in order."""
    names: list[str] = []

    def take(match: re.Match[str]) -> str:
        names.append(match[1])
        return f"{_OPEN}{len(names) - 1}{_CLOSE}"

    return _FIELD.sub(take, clean(text)), tuple(names)


def slot(name: str) -> str:
    """A slot for the field ``name``, to stand in text that becomes a form."""
    return f"{_OPEN}{name}{_CLOSE}"


def cut(text: str) -> list[str]:
    """``text`` cut at its slots: text, what the slot holds, text, … and text last."""
    return _SLOT.split(text)


@dataclass(frozen=True, slots=True)
class Form:
    """Text with slots. ``texts`` is one longer than ``names`` (as typed); ``keys`` is what values are found under."""

    texts: tuple[str, ...]
    names: tuple[str, ...]
    keys: tuple[str, ...]

    def fill(self, values: Mapping[str, str], mark: Callable[[str], str]) -> str:
        """The text with ``values`` in its slots, already escaped for it; ``mark`` shows a field without a value."""
        return self._around([values.get(k) or mark(n) for n, k in zip(self.names, self.keys, strict=True)])

    def settled(self, values: Mapping[str, str]) -> "Form":
        """The form with ``values`` written in for good, and slots left for the rest."""
        held = (values.get(found) or slot(name) for name, found in zip(self.names, self.keys, strict=True))
        return form(self._around(held))

    @property
    def held(self) -> str:
        """The text the form was cut from, slots and all."""
        return self._around(slot(name) for name in self.names)

    def _around(self, between: Iterable[str]) -> str:
        return self.texts[0] + "".join(part + text for part, text in zip(between, self.texts[1:], strict=True))

    def missing(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """The names of fields without a value, as typed, each once."""
        return tuple(dict.fromkeys(n for n, k in zip(self.names, self.keys, strict=True) if not values.get(k)))


def form(text: str) -> Form:
    """The form of a text that holds slots made by ``slot``."""
    parts = cut(text)
    names = tuple(parts[1::2])
    return Form(tuple(parts[::2]), names, tuple(map(key, names)))


def line_form(text: str) -> Form:
    """The form of one line as a person typed it: a subject, a heading. ``\\((`` is two brackets and no field."""
    held, names = slotted(line(text))
    parts = cut(held)
    return Form(tuple(part.replace("\\((", "((") for part in parts[::2]), names, tuple(map(key, names)))


def as_typed(name: str) -> str:
    """A field as it is typed."""
    return f"(({name}))"
