"""The numbered lists of a DOCX: a definition each, so that each begins where it should."""

from dataclasses import dataclass, field

_LEVELS = 9


@dataclass(slots=True)
class Numbering:
    """Gives out numbers of lists; 1 is the list with points."""

    starts: list[int] = field(default_factory=list)

    def numbered(self, start: int) -> int:
        """The number of a new list that begins with ``start``."""
        self.starts.append(start)
        return len(self.starts) + 1

    def xml(self) -> str:
        """The part numbering.xml, without its head."""
        points = "".join(_level(level, "bullet", "\N{BULLET}") for level in range(_LEVELS))
        numbers = "".join(_level(level, "decimal", f"%{level + 1}.") for level in range(_LEVELS))
        lists = "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>{_starting(start)}</w:num>'
            for number, start in enumerate(self.starts, 2)
        )
        return (
            f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>{points}</w:abstractNum>'
            f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>{numbers}</w:abstractNum>'
            f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{lists}'
        )


def _starting(start: int) -> str:
    return "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for level in range(_LEVELS)
    )


def _level(level: int, form: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{360 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
    )
