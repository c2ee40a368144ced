"""DOCX: what stands when every tracked change is accepted, with text boxes, content controls and footnotes.

Deletions, comments, hidden text, and the heads and feet of pages are left out, and counted. A footnote stands at the end, its
number in brackets where it was set.
"""

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from stormoede.intake.core import chunks, plain
from stormoede.intake.core.draft import Draft
from stormoede.intake.core.markup import Package
from stormoede.intake.core.values import Remark, Shape

_HEADING = re.compile(r"(?:heading|overskrift|title|titel|subtitle|undertitel)\s?\d*", re.IGNORECASE)
_LONG_CELL = 200
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_TICKED, _EMPTY = "☒", "☐"
# Boxes and ticks as Wingdings has them.
_BOXES = {"FE": _TICKED, "FD": _TICKED, "A8": _EMPTY, "6F": _EMPTY, "FC": "✓"}
_SKIPPED = frozenset({"instrText", "delInstrText", "sectPr", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "rt", "proofErr", "softHyphen"})  # fmt: skip


def read(raw: bytes) -> Draft:
    """The text of a DOCX."""
    package = Package(raw)
    for name in (*package.linked("", "officeDocument").values(), "word/document.xml"):
        body = package.tree(name)
        if body is not None:
            return _Reader(package, name).whole(body)
    raise ValueError("no document in the package")


def _local(node: Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _child(node: Element, *path: str) -> Element | None:
    found: Element | None = node
    for name in path:
        found = next((one for one in found if _local(one) == name), None) if found is not None else None
    return found


def _value(node: Element | None, name: str = "val") -> str:
    if node is None:
        return ""
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def _on(node: Element | None) -> bool:
    return node is not None and _value(node).lower() not in {"0", "false", "none", "off"}


class _Reader:
    def __init__(self, package: Package, main: str) -> None:
        self.draft = Draft()
        self._package = package
        self._folder = main.rpartition("/")[0]
        self._chunks = package.linked(main, "aFChunk")
        self._carried = ""
        self._boxes: list[Element] = []
        self._notes: list[tuple[str, str]] = []

    def whole(self, root: Element) -> Draft:
        """The body, then the footnotes and endnotes it names."""
        body = _child(root, "body")
        self._blocks(body if body is not None else root)
        self._end_paragraph("", Shape.PARAGRAPH)
        self._footnotes()
        heads = [
            name
            for name in self._package.names
            if re.fullmatch(rf"{re.escape(self._folder)}/(?:header|footer)\d*\.xml", name)
        ]
        self.draft.note(Remark.HEADERS, len(heads))
        return self.draft

    def _blocks(self, node: Element, shape: Shape | None = None) -> None:
        for one in node:
            match _local(one):
                case "p":
                    self._paragraph(one, shape)
                case "tbl":
                    self._table(one)
                case "del" | "moveFrom":
                    self.draft.note(Remark.DELETED)
                case "AlternateContent":
                    self._blocks(_chosen(one), shape)
                case "altChunk":
                    self._chunk(_value(one, "id"))
                case "sdt" if _is_prompt(one):
                    continue
                case name if name not in _SKIPPED:
                    self._blocks(one, shape)

    def _paragraph(self, node: Element, shape: Shape | None = None) -> None:
        words = "".join(self._inline(node))
        told = _child(node, "pPr")
        if told is not None and _child(told, "rPr", "del") is not None:
            # Its end was deleted, so that it runs on into the next one.
            self.draft.note(Remark.DELETED)
            self._carried += words
            return
        self._end_paragraph(words, shape or _shape(told))
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.draft.note(Remark.BOXES)
            self._blocks(box, Shape.BOX)

    def _chunk(self, key: str) -> None:
        """A page or a text that a records system has put in whole, for Word to take apart when it opens the document."""
        name = self._chunks.get(key, "")
        raw = self._package.part(name) if name else None
        if raw is None or raw.startswith(b"PK"):
            self.draft.note(Remark.NESTED)
            return
        plain.written(chunks.words(raw, name), self.draft)

    def _end_paragraph(self, words: str, shape: Shape) -> None:
        self.draft.add(self._carried + words, shape)
        self._carried = ""

    def _inline(self, node: Element) -> Iterator[str]:
        for one in node:
            name = _local(one)
            if name == "t":
                yield one.text or ""
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name == "sym":
                yield _BOXES.get(_value(one, "char").upper()[-2:], "") if "ding" in _value(one, "font") else ""
            elif name == "checkBox":
                yield _TICKED if _is_ticked(one) else _EMPTY
            elif name == "ddList":
                yield _picked(one)
            elif name in {"del", "moveFrom"}:
                self.draft.note(Remark.DELETED)
            elif name == "delText" or name in _SKIPPED:
                continue
            elif name in {"ins", "moveTo"}:
                self.draft.note(Remark.INSERTED)
                yield from self._inline(one)
            elif name == "sdt" and _is_prompt(one):
                continue
            elif name == "r" and self._is_hidden(one):
                self.draft.note(Remark.HIDDEN)
            elif name in {"footnoteReference", "endnoteReference"}:
                yield self._marked(name, _value(one, "id"))
            elif name == "commentReference":
                self.draft.note(Remark.COMMENTS)
            elif name == "AlternateContent":
                yield from self._inline(_chosen(one))
            elif name == "txbxContent":
                self._boxes.append(one)
            else:
                yield from self._inline(one)

    @staticmethod
    def _is_hidden(run: Element) -> bool:
        return _on(_child(run, "rPr", "vanish"))

    def _marked(self, name: str, key: str) -> str:
        self._notes.append(("footnotes" if name.startswith("foot") else "endnotes", key))
        return f"[{len(self._notes)}]"

    def _table(self, table: Element) -> None:
        for row in _rows(table):
            if _child(row, "trPr", "del") is not None:
                self.draft.note(Remark.DELETED)
            elif not self._row(list(_cells(row))):
                for cell in _cells(row):
                    self._blocks(cell)

    def _row(self, cells: Sequence[Element]) -> bool:
        """Put a row of short cells on one line. False, and nothing done, when they hold more than that."""
        if len(cells) < 2 or any(_local(one) not in {"p", "tcPr"} for cell in cells for one in cell):
            return False
        before, notes = self.draft.remarks.copy(), len(self._notes)
        told = [["".join(self._inline(one)).strip() for one in cell if _local(one) == "p"] for cell in cells]
        if self._boxes or any(len(words) > 1 or len("".join(words)) > _LONG_CELL for words in told):
            self.draft.remarks, self._boxes = before, []
            del self._notes[notes:]
            return False
        self.draft.add("\t".join("".join(words).replace("\n", " ") for words in told), Shape.ROW)
        return True

    def _footnotes(self) -> None:
        trees = {
            kind: self._package.tree(f"{self._folder}/{kind}.xml") for kind in {kind for kind, _key in self._notes}
        }
        number = 0
        while number < len(self._notes):
            kind, key = self._notes[number]
            number += 1
            root = trees.get(kind)
            found = next((one for one in root if _value(one, "id") == key), None) if root is not None else None
            if found is not None:
                words = "\n".join("".join(self._inline(one)).strip() for one in found.iter() if _local(one) == "p")
                self.draft.add(f"[{number}] {words}", Shape.NOTE)
                self.draft.note(Remark.FOOTNOTES)


def _is_ticked(box: Element) -> bool:
    """Has somebody ticked the box of an older form?"""
    told = _child(box, "checked")
    return _on(told if told is not None else _child(box, "default"))


def _picked(choices: Element) -> str:
    """What somebody chose in a list of an older form."""
    told, entries = _value(_child(choices, "result")), [_value(one) for one in choices if _local(one) == "listEntry"]
    place = int(told) if told.isascii() and told.isdigit() else 0
    return entries[place] if place < len(entries) else ""


def _is_prompt(control: Element) -> bool:
    """Does a content control hold nothing but the words that ask for its content?"""
    return _on(_child(control, "sdtPr", "showingPlcHdr"))


def _chosen(alternatives: Element) -> Element:
    """One of several ways to say the same, so that nothing is said twice."""
    found = _child(alternatives, "Choice")
    if found is None or not any(one.text for one in found.iter() if _local(one) == "t"):
        other = _child(alternatives, "Fallback")
        return other if other is not None else found if found is not None else Element("nothing")
    return found


def _shape(told: Element | None) -> Shape:
    if told is None:
        return Shape.PARAGRAPH
    if _HEADING.fullmatch(_value(_child(told, "pStyle"))) or _child(told, "outlineLvl") is not None:
        return Shape.HEADING
    return Shape.ITEM if _child(told, "numPr") is not None else Shape.PARAGRAPH


def _rows(node: Element) -> Iterator[Element]:
    for one in node:
        if _local(one) == "tr":
            yield one
        elif _local(one) in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _rows(one)


def _cells(node: Element) -> Iterator[Element]:
    for one in node:
        if _local(one) == "tc":
            yield one
        elif _local(one) in {"sdt", "sdtContent", "customXml"}:
            yield from _cells(one)
