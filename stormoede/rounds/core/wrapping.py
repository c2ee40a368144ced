"""Long texts in TOML, broken into lines a person can read. Only the spelling changes: the file says the same."""

import re

WIDTH = 118
_OPEN = '"""'
_ONE_LINE = re.compile(r'([A-Za-z0-9_-]+) = "((?:[^"\\]|\\.)*)"')
_BREAK = re.compile(r"(?<=[^\s]) (?=[^\s])")


def wrap(toml: str) -> str:
    """``toml``, as tomli_w writes it, with each long text between three quotes and its lines broken with ``\\``."""
    lines: list[str] = []
    inside = False
    for line in toml.split("\n"):
        if inside:
            lines += _broken(line)
            inside = not line.endswith(_OPEN)
        elif (text := _ONE_LINE.fullmatch(line)) and len(line) > WIDTH:
            lines += [f"{text[1]} = {_OPEN}\\", *_broken(text[2] + _OPEN)]
        else:
            lines.append(line)
            inside = line.endswith(f" = {_OPEN}")
    return "\n".join(lines)


def _broken(line: str) -> list[str]:
    """``line`` at most ``WIDTH`` wide where it has spaces to break at; every line but the last ends in `` \\``."""
    lines, start, last = [], 0, 0
    for place in (match.start() for match in _BREAK.finditer(line)):
        if place + 2 - start > WIDTH and last > start:
            lines.append(line[start:last] + " \\")
            start = last + 1
        last = place
    if len(line) - start > WIDTH and last > start:
        lines.append(line[start:last] + " \\")
        start = last + 1
    return [*lines, line[start:]]
