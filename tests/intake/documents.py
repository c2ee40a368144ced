"""Documents made by hand, so that each holds exactly what its test is about. All that is in them is invented."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'


def packed(files: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, (2025, 4, 1, 0, 0, 0)), content, method)
    return made.getvalue()


def p(text: str, more: str = "") -> str:
    return f'<w:p>{more}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def docx(body: str, **parts: str) -> bytes:
    """A DOCX: ``body`` is what stands in w:body; ``parts`` are further ones of the folder word/, without their ending."""
    root = f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W}><w:body>{body}</w:body></w:document>'
    more = {f"word/{name}.xml": f'<?xml version="1.0" encoding="UTF-8"?>{content}' for name, content in parts.items()}
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": root, **more})


def footnotes(**notes: str) -> str:
    inner = "".join(f'<w:footnote w:id="{key[1:]}">{p(text)}</w:footnote>' for key, text in notes.items())
    return f"<w:footnotes {_W}>{inner}</w:footnotes>"


TRACKED = (
    '<w:p><w:r><w:t xml:space="preserve">Vi ønsker </w:t></w:r><w:del w:id="1"><w:r><w:delText>færre</w:delText></w:r></w:del>'
    '<w:ins w:id="2"><w:r><w:t>flere</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> hænder.</w:t></w:r></w:p>'
    '<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Skolen </w:t></w:r></w:p>'
    + p("mangler lærere.")
)
BOX = (
    "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx><w:txbxContent>" + p("Ordene i boksen.")
    + "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>" + p("Ordene i boksen.")
    + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Før boksen.</w:t></w:r></w:p>"
)  # fmt: skip
CONTROL = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Feltets svar: 14 pladser.')}</w:sdtContent></w:sdt><w:p><w:sdt><w:sdtContent><w:r><w:t>Valgt: Ja</w:t></w:r></w:sdtContent></w:sdt></w:p>"
NOTED = '<w:p><w:r><w:t>Udgiften steg</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t xml:space="preserve"> i 2024.</w:t></w:r></w:p>'
TABLE = f"<w:tbl><w:tr><w:tc>{p('Spørgsmål')}</w:tc><w:tc>{p('Svar')}</w:tc></w:tr><w:tr><w:tc>{p('Pladser')}</w:tc><w:tc>{p('Tolv.')}{p('Og to til.')}</w:tc></w:tr></w:tbl>"
HIDDEN = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Skjult</w:t></w:r><w:r><w:t>Synligt.</w:t></w:r></w:p>"
FIELD = (
    '<w:p><w:r><w:instrText>HYPERLINK "http://127.0.0.1:9/x"</w:instrText></w:r><w:r><w:t>Se bilaget.</w:t></w:r></w:p>'
)


def odt(body: str, manifest: str = "") -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{n}="{space}{n}:1.0"' for n in ("office", "text", "table", "draw"))
    root = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:text>{body}</office:text></office:body></office:document-content>'
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": root, "META-INF/manifest.xml": manifest or "<m/>"})  # fmt: skip


ODT_TRACKED = (
    "<text:tracked-changes><text:changed-region><text:deletion><text:p>Slettet</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    '<text:h>Input</text:h><text:p>Vi<text:s text:c="1"/>har <text:change-start/>12<text:change-end/> pladser<text:note><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>Kilde: budgettet.</text:p></text:note-body></text:note>.</text:p><text:list><text:list-item><text:p>Et punkt</text:p></text:list-item></text:list>"
)


def pdf(*pages: Sequence[tuple[float, float, str]], size: int = 11) -> bytes:
    """A PDF with each text at its place (from the left and from the bottom of a page of 595 by 842 points)."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    kids = []
    for page in pages:
        drawn = b"".join(
            b"BT /F1 %d Tf %d %d Td (" % (size, x, y) + _pdf_text(text) + b") Tj ET\n" for x, y, text in page
        )
        stream = zlib.compress(drawn)
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n" % len(stream) + stream + b"\nendstream")
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>" % len(objects))  # fmt: skip
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return _pdf_file(objects)


def _pdf_text(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _pdf_file(objects: Sequence[bytes]) -> bytes:
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % at for at in places
    )
    made += b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(made)


def lines(words: str, top: int = 700, left: int = 70, step: int = 14) -> list[tuple[float, float, str]]:
    """Lines of a page, from ``top`` down; an empty one leaves a gap."""
    return [(left, top - step * number, line) for number, line in enumerate(words.split("\n")) if line]


def scan(pages: int = 1) -> bytes:
    """Pages that are a picture each."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\x7f\nendstream"]  # fmt: skip
    kids = []
    for _ in range(pages):
        objects.append(b"<</Length 30>>stream\nq 595 0 0 842 0 0 cm /I Do Q \nendstream")
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</XObject<</I 3 0 R>>>>>>" % len(objects))  # fmt: skip
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return _pdf_file(objects)


def form(raw: bytes, *fields: tuple[int, str]) -> bytes:
    """A PDF with a field at each height, filled in by a program that leaves it to the reader to draw what it holds.

    "x" and "" are a box that is ticked and one that is not.
    """
    writer = PdfWriter(PdfReader(io.BytesIO(raw)))
    made = ArrayObject(writer._add_object(_field(height, words)) for height, words in fields)
    writer.pages[0][NameObject("/Annots")] = made
    writer.root_object[NameObject("/AcroForm")] = _dictionary(Fields=made, NeedAppearances=BooleanObject(True))
    return _written(writer)


def _field(height: int, words: str) -> DictionaryObject:
    place = {"T": TextStringObject(f"felt{height}"), "Rect": ArrayObject(map(NumberObject, (70, height, 500, height + 14))), "F": NumberObject(4)}  # fmt: skip
    if words in {"x", ""}:
        state = NameObject("/Ja" if words else "/Off")
        looks = _dictionary(N=_dictionary(Ja=DictionaryObject(), Off=DictionaryObject()))
        return _dictionary(Subtype=NameObject("/Widget"), FT=NameObject("/Btn"), V=state, AS=state, AP=looks, **place)
    return _dictionary(Subtype=NameObject("/Widget"), FT=NameObject("/Tx"), V=TextStringObject(words), DA=TextStringObject("/Helv 10 Tf"), **place)  # fmt: skip


def _dictionary(**told: PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): one for key, one in told.items()})


def typed(raw: bytes, height: int, words: str) -> bytes:
    """A PDF upon which somebody typed."""
    writer = PdfWriter(PdfReader(io.BytesIO(raw)))
    writer.add_annotation(0, FreeText(text=words, rect=(70, height, 500, height + 14)))
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def locked(raw: bytes) -> bytes:
    """A PDF that asks for a password."""
    writer = PdfWriter(PdfReader(io.BytesIO(raw)))
    writer.encrypt("hemmelig", algorithm="RC4-128")
    return _written(writer)


LOCKED_DOCX = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512
OLD_DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "WordDocument".encode("utf-16-le") + b"\0" * 512
LOGO = b"\x89PNG\r\n\x1a\n" + b"\0" * 3000
PHOTO = b"\xff\xd8\xff\xe0" + b"\x11" * 200_000


def winmail(*files: tuple[str, bytes], text: str = "") -> bytes:
    """A winmail.dat with these files."""
    made = [b"\x78\x9f\x3e\x22\x01\x00"]

    def attribute(level: int, kind: int, data: bytes) -> None:
        made.append(struct.pack("<BII", level, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF))

    if text:
        attribute(1, 0x0002800C, text.encode("cp1252") + b"\0")
    for name, content in files:
        attribute(2, 0x00069002, b"\0" * 14)
        attribute(2, 0x00018010, name.encode("cp1252", "replace")[:8] + b"\0")
        attribute(2, 0x0006800F, content)
        wide = (name + "\0").encode("utf-16-le")
        padded = wide + b"\0" * (-len(wide) % 4)
        attribute(2, 0x00069005, struct.pack("<IHHII", 1, 0x001F, 0x3707, 1, len(wide)) + padded)
    return b"".join(made)
