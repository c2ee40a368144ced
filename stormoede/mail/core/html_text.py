"""The text of a mail that has only HTML. The HTML itself is never shown."""

import re
from html.parser import HTMLParser

LIMIT = 1_000_000
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "svg", "object"})
_LINES = frozenset(
    {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "hr", "ul"}
)
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY = re.compile(r"\n[\n ]{2,}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._hidden += 1
        elif tag in _LINES:
            self.out.append("\n")
        elif tag in {"td", "th"}:
            self.out.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _LINES and tag != "br":
            self.out.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.out.append(data.replace("\n", " "))


def text_of(html: str) -> str:
    """What a reader sees of ``html``, a line a block; at most the first million characters are read."""
    reader = _Reader()
    reader.feed(html[:LIMIT])
    reader.close()
    lines = _BLANKS.sub(" ", "".join(reader.out).replace("\r", ""))
    return _EMPTY.sub("\n\n", "\n".join(line.strip() for line in lines.split("\n"))).strip()
