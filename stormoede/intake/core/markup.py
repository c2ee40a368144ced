"""The XML of office files: no document type, no entities, nothing outside; parts of the package read up to a limit."""

import codecs
import re
import zipfile
from io import BytesIO
from posixpath import normpath
from xml.etree.ElementTree import Element, fromstring

from stormoede.intake.core import limits
from stormoede.intake.core.limits import TooMuch

_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_NAMED = re.compile(r"^\s*<\?xml[^>]{0,200}?\?>")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_KNOWN = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1"})


class Package:
    """An office file: a zip whose parts are read one by one."""

    def __init__(self, raw: bytes) -> None:
        self._zip = zipfile.ZipFile(BytesIO(raw))
        self._left = limits.UNPACKED
        if len(self._zip.infolist()) > 4000:
            raise TooMuch("more parts than are read")

    @property
    def names(self) -> list[str]:
        return self._zip.namelist()

    def part(self, name: str) -> bytes | None:
        """The part of that name, or None. TooMuch when it unpacks to more than is read."""
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            return None
        most = min(limits.XML, self._left)
        with self._zip.open(info) as stream:
            found = stream.read(most + 1)
        if len(found) > most:
            raise TooMuch("a part unpacks to more than is read")
        self._left -= len(found)
        return found

    def linked(self, name: str, kind: str) -> dict[str, str]:
        """The parts that ``name`` points at ("" is the package itself) by links of ``kind``, by id. None of them lies outside."""
        folder, _, last = name.rpartition("/")
        root = self.tree(f"{folder}/_rels/{last}.rels" if folder else f"_rels/{last}.rels")
        found = {}
        for link in root if root is not None else ():
            target = link.get("Target", "")
            if link.get("Type", "").rpartition("/")[2] == kind and link.get("TargetMode", "") != "External":
                found[link.get("Id", "")] = normpath(target if target[:1] == "/" else f"/{folder}/{target}").lstrip("/")
        return found

    def tree(self, name: str) -> Element | None:
        """The part as a tree, or None where there is none."""
        raw = self.part(name)
        return None if raw is None else tree(raw)


def tree(raw: bytes) -> Element:
    """The tree of an XML part. ValueError when it has a document type, or is written in an unknown encoding."""
    if raw[:2] in _WIDE:
        # The other encoding that every reader of XML knows. Its own name for it is no longer true.
        raw = _NAMED.sub("", raw.decode("utf-16"), count=1).encode()
    declared = _DECLARED.match(raw[:400])
    if b"\x00" in raw[:400] or (declared and declared[1].lower() not in _KNOWN):
        raise ValueError("an encoding that is not read")
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise ValueError("a document type is not read")
    return fromstring(raw)  # noqa: S314 - see above
