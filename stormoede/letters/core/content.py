"""A letter as it is frozen: every word and every fact of the round that stands in it. Nothing of the person."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from stormoede.letters.core.tree import Date


@dataclass(frozen=True, slots=True)
class Words:
    """The letter in one language, with the facts of the round's tracks in that language.

    ``signatories`` and ``to`` are set in a language that is not the round's own: as what they sign there, and the audience's
    name, which is left out where it has none.
    """

    language: str
    subject: str
    preheader: str
    heading: str
    mail: str
    paper: str = ""
    paper_heading: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    dates: tuple[Date, ...] = ()
    signatories: tuple[tuple[str, str], ...] | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: the round's sender, contact and signatories."""

    sender: str
    mailbox: str
    lines: tuple[str, ...]
    signatories: tuple[tuple[str, str], ...]
    website: str = ""

    @property
    def address(self) -> str:
        """The postal address as one line, the sender first."""
        return ", ".join((self.sender, *self.lines))


@dataclass(frozen=True, slots=True)
class Attached:
    """A file the letter carries; ``digest`` says what is in it."""

    name: str
    type: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Content:
    """A whole letter. ``words`` has the round's own language first; ``to`` is the audience's common name."""

    round_key: str
    letter_key: str
    title: str
    dated: date | None
    personal_paper: bool
    to: str
    letterhead: Letterhead
    words: tuple[Words, ...]
    enclosures: tuple[Attached, ...] = ()

    def words_for(self, language: str) -> Words:
        """The words in ``language``, or in the round's own where there are none."""
        return next((words for words in self.words if words.language == language), self.words[0])

    def head_for(self, language: str) -> Letterhead:
        """Who writes, in ``language`` or in the round's own."""
        signs = self.words_for(language).signatories
        return self.letterhead if signs is None else replace(self.letterhead, signatories=signs)

    def to_for(self, language: str) -> str:
        """The audience's name in ``language``; empty where it has none."""
        to = self.words_for(language).to
        return self.to if to is None else to


def to_json(content: Content) -> dict[str, Any]:
    """What ``from_json`` reads back to an equal value."""
    return asdict(content) | {"dated": content.dated.isoformat() if content.dated else None}


def from_json(data: Mapping[str, Any]) -> Content:
    """The content that ``to_json`` wrote."""
    head = data["letterhead"]
    return Content(
        **{
            **data,
            "dated": date.fromisoformat(data["dated"]) if data["dated"] else None,
            "letterhead": Letterhead(
                **{
                    **head,
                    "lines": tuple(head["lines"]),
                    "signatories": tuple((name, title) for name, title in head["signatories"]),
                }
            ),
            "words": tuple(_words(one) for one in data["words"]),
            "enclosures": tuple(Attached(**one) for one in data.get("enclosures", ())),
        }
    )


def _words(data: Mapping[str, Any]) -> Words:
    signs = data.get("signatories")
    known = {"dates": tuple(Date(**one) for one in data["dates"])}
    return Words(**{**data, **known, "signatories": None if signs is None else tuple((n, t) for n, t in signs)})
