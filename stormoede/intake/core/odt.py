"""ODT: paragraphs, lists, tables, text frames and footnotes; what was deleted under tracked changes, and comments, left out."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from stormoede.intake.core.draft import Draft
from stormoede.intake.core.limits import Locked
from stormoede.intake.core.markup import Package
from stormoede.intake.core.values import Remark, Shape

_SIGNS = {"tab": "\t", "line-break": "\n"}
_LONG_CELL = 200


def read(raw: bytes) -> Draft:
    """The text of an ODT. Locked when it needs a password."""
    package = Package(raw)
    manifest = package.part("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in manifest:
        raise Locked
    root = package.tree("content.xml")
    if root is None:
        raise ValueError("no document in the package")
    reader = _Reader()
    for body in root.iter():
        if _local(body) == "text" and body.tag != root.tag and _space(body) == "office":
            reader.blocks(body)
    reader.notes()
    return reader.draft


def _local(node: Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _space(node: Element) -> str:
    """The short name of the node's namespace: office, text, draw, table."""
    return node.tag.partition("}")[0].rpartition(":xmlns:")[2].partition(":")[0] if isinstance(node.tag, str) else ""


def _value(node: Element, name: str) -> str:
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


class _Reader:
    def __init__(self) -> None:
        self.draft = Draft()
        self._notes: list[Element] = []
        self._boxes: list[Element] = []

    def blocks(self, node: Element, shape: Shape | None = None) -> None:
        """All blocks below ``node``."""
        for one in node:
            match _local(one):
                case "tracked-changes":
                    self.draft.note(Remark.DELETED, sum(_local(change) == "deletion" for change in one.iter()))
                    self.draft.note(Remark.INSERTED, sum(_local(change) == "insertion" for change in one.iter()))
                case "p" | "h" as name:
                    self._paragraph(one, shape or (Shape.HEADING if name == "h" else Shape.PARAGRAPH))
                case "list":
                    self.blocks(one, shape or Shape.ITEM)
                case "table":
                    self._table(one)
                case "annotation":
                    self.draft.note(Remark.COMMENTS)
                case "section" if _value(one, "display") == "none":
                    self.draft.note(Remark.HIDDEN)
                case "sequence-decls" | "forms" | "variable-decls" | "user-field-decls":
                    continue
                case "text-box":
                    self.draft.note(Remark.BOXES)
                    self.blocks(one, Shape.BOX)
                case _:
                    self.blocks(one, shape)

    def notes(self) -> None:
        """The footnotes, at the end. A note has no notes."""
        for number, note in enumerate(self._notes, 1):
            words = "\n".join("".join(self._inline(one)).strip() for one in note.iter() if _local(one) in {"p", "h"})
            self.draft.add(f"[{number}] {words}", Shape.NOTE)
            self.draft.note(Remark.FOOTNOTES)

    def _paragraph(self, node: Element, shape: Shape) -> None:
        self.draft.add("".join(self._inline(node)), shape)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.draft.note(Remark.BOXES)
            self.blocks(box, Shape.BOX)

    def _inline(self, node: Element) -> Iterator[str]:
        yield _flat(node.text)
        for one in node:
            name = _local(one)
            if name == "s":
                yield " " * min(int(_value(one, "c") or 1), 200)
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name == "note":
                body = next((part for part in one if _local(part) == "note-body"), None)
                if body is not None:
                    self._notes.append(body)
                    yield f"[{len(self._notes)}]"
            elif name == "annotation":
                self.draft.note(Remark.COMMENTS)
            elif name in {"hidden-text", "hidden-paragraph"}:
                self.draft.note(Remark.HIDDEN)
            elif name == "text-box":
                self._boxes.append(one)
            elif name not in {"annotation-end", "tracked-changes", "desc", "title", "ruby-text"}:
                yield from self._inline(one)
            yield _flat(one.tail)

    def _table(self, table: Element) -> None:
        for row in _rows(table):
            cells = [one for one in row if _local(one) == "table-cell"]
            if not self._row([list(cell) for cell in cells]):
                for cell in cells:
                    self.blocks(cell)

    def _row(self, cells: Sequence[Sequence[Element]]) -> bool:
        """Put a row of short cells on one line. False, and nothing done, when they hold more than that."""
        if len(cells) < 2 or any(len(cell) > 1 or any(_local(one) not in {"p", "h"} for one in cell) for cell in cells):
            return False
        before, notes = self.draft.remarks.copy(), len(self._notes)
        words = ["".join("".join(self._inline(one)) for one in cell).strip() for cell in cells]
        if self._boxes or any(len(one) > _LONG_CELL for one in words):
            self.draft.remarks, self._boxes = before, []
            del self._notes[notes:]
            return False
        self.draft.add("\t".join(one.replace("\n", " ") for one in words), Shape.ROW)
        return True


def _rows(node: Element) -> Iterator[Element]:
    for one in node:
        if _local(one) == "table-row":
            yield one
        elif _local(one) in {"table-rows", "table-header-rows", "table-row-group"}:
            yield from _rows(one)


def _flat(text: str | None) -> str:
    return text.replace("\n", " ").replace("\t", " ").replace("\N{SOFT HYPHEN}", "") if text else ""
