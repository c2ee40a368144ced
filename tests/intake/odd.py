"""Still more of the torture folder: what phones, gateways, archives and signatures make of a mail on its way. See cases.py."""

import io
import zipfile
from base64 import encodebytes
from unicodedata import normalize

from tests.intake import documents as d
from tests.intake.letters import mail
from tests.intake.more import _DOCX, ANSWER, SHORT, _named, _raw, _words

_HEAD = b"From: Gitte Rask <gitte.rask@faaborg-midtfyn.example>\r\nTo: oea26@kl.example\r\nSubject: Input\r\nMIME-Version: 1.0\r\n"
_SVAR = _named(
    f'Content-Type: {_DOCX}; name=Svar.docx\r\nContent-Disposition: attachment; filename="Svar.docx"'.encode()
)
_INNER = _raw(_words("Hermed."), _SVAR).partition(b"MIME-Version: 1.0\r\n")[2]


def _told(kind: int, *content: bytes) -> bytes:
    whole = b"".join(content)
    length = len(whole).to_bytes(4, "big").lstrip(b"\0") or b"\0"
    return bytes([kind]) + (length if len(whole) < 128 else bytes([0x80 | len(length)]) + length) + whole


def signed(inner: bytes, *, pieces: bool) -> bytes:
    """What is signed, with nobody's signature: in one piece, or in several with marks at their ends, as Outlook writes it."""
    data, kind = bytes.fromhex("06092a864886f70d010701"), bytes.fromhex("06092a864886f70d010702")
    start = _told(0x02, b"\1") + _told(0x31)
    if not pieces:
        content = _told(0x30, data, _told(0xA0, _told(0x04, inner)))
        return _told(0x30, kind, _told(0xA0, _told(0x30, start, content, _told(0x31))))
    octets = b"\x24\x80" + b"".join(_told(0x04, inner[n : n + 500]) for n in range(0, len(inner), 500)) + b"\0\0"
    content = b"\x30\x80" + data + b"\xa0\x80" + octets + b"\0\0\0\0"
    return b"\x30\x80" + kind + b"\xa0\x80\x30\x80" + start + content + _told(0x31) + b"\0\0" * 3


def _opaque(raw: bytes, kind: str = "signed-data") -> bytes:
    told = f'Content-Type: application/pkcs7-mime; smime-type={kind}; name="smime.p7m"\r\nContent-Transfer-Encoding: base64\r\n'
    return _HEAD + told.encode() + b"Content-Disposition: attachment; filename=smime.p7m\r\n\r\n" + encodebytes(raw)


def _zip(name: bytes) -> bytes:
    """A zip that does not say how the name of its entry is written."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("x" * len(name), ANSWER)
    return made.getvalue().replace(b"x" * len(name), name)


def _plain(words: bytes, charset: str) -> bytes:
    return _raw(
        f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode() + words
    )


def _attached(name: str, words: str, kind: str = "plain") -> bytes:
    return f'Content-Type: text/{kind}; charset=utf-8; name="{name}"\r\nContent-Disposition: attachment; filename="{name}"\r\n\r\n{words}'.encode()


def _passed_on(who: str, subject: str, words: str) -> str:
    return f"---------- Forwarded message ---------\nFra: {who}\nDate: tor. 10. apr. 2025\nSubject: {subject}\nTo: KL\n\n{words}"


def _outlook(who: str, subject: str, words: str) -> str:
    return f"Fra: {who}\nSendt: 10. april 2025 09:00\nTil: KL\nEmne: {subject}\n\n{words}"


_IB, _BO = "Ib Krogh <ib.krogh@assens.example>", "Bo Dahl <bo.dahl@nyborg.example>"
_DOUBLE = (
    b"Content-Type: multipart/appledouble; boundary=ad\r\n\r\n--ad\r\nContent-Type: application/applefile; name=Svar.docx\r\nContent-Transfer-Encoding: base64\r\n\r\nAAUWBwACAABNYWMgT1MgWA==\r\n--ad\r\n"
    + _SVAR
    + b"\r\n--ad--"
)
_AS_BASE64 = b"Content-Type: message/rfc822; name=Input.eml\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encodebytes(
    mail("Hermed.", [("Svar.docx", ANSWER)])
)
_ELSEWHERE = b'Content-Type: message/external-body; access-type=URL; URL="http://127.0.0.1:9/Svar.docx"\r\n\r\nContent-Type: application/pdf\r\n\r\n'
_PGP = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{SHORT}\n-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----\n"
_BOX = '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>{}</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:t xml:space="preserve"> {}</w:t></w:r></w:p>'
_BOXES = (
    _BOX.format("<w:checked/>", "Ja")
    + _BOX.format("", "Nej")
    + '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t xml:space="preserve"> Måske</w:t></w:r></w:p>'
)
_CHOSEN = '<w:p><w:r><w:t xml:space="preserve">Svar: </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Ja"/><w:listEntry w:val="Nej"/></w:ddList></w:ffData></w:fldChar></w:r></w:p>'
_INVITED = b"Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\nEND:VCALENDAR"

#: name: (the mail, how each file was read, what must stand in what counts, what must not)
ODD: dict[str, tuple[bytes, tuple[str, ...], str, str]] = {
    "signed-opaque": (_opaque(signed(_INNER, pieces=False)), ("read",), "Vi ønsker ro", ""),
    "signed-opaque-in-pieces": (_opaque(signed(_INNER, pieces=True)), ("read",), "Vi ønsker ro", ""),
    "signed-pgp-in-the-words": (mail(_PGP), (), "flere hænder", "PGP"),
    "words-that-say-latin-and-are-utf-8": (_plain(SHORT.encode(), "iso-8859-1"), (), "flere hænder til ældreområdet", "Ã"),
    "words-that-say-latin-and-are-of-windows": (_plain(f"{SHORT} Det er “ro” – nu.".encode("cp1252"), "iso-8859-1"), (), "“ro” – nu", ""),
    "words-that-say-ascii": (_plain(SHORT.encode("cp1252"), "us-ascii"), (), "flere hænder til ældreområdet", ""),
    "passed-on-twice": (mail("Hermed.\n\n" + _passed_on(_BO, "Fwd: Input", "Se her.\n\n" + _passed_on(_IB, "Input", SHORT)), subject="Fwd: Input"), (), "flere hænder", "Forwarded"),
    "passed-on-twice-by-outlook": (mail("Hermed.\n\n" + _outlook(_BO, "VS: Input", "Se her.\n\n" + _outlook(_IB, "Input", SHORT)), subject="VS: Input"), (), "flere hænder", "Sendt:"),
    "file-of-a-mac-in-two-forks": (_raw(_words("Hermed."), _DOUBLE), ("read",), "Vi ønsker ro", ""),
    "mail-within-in-base64": (_raw(_words("Hermed."), _AS_BASE64), ("read",), "Vi ønsker ro", "RnJvb"),
    "file-that-is-elsewhere": (_raw(_words("Hermed."), _ELSEWHERE), ("other",), "", "127.0.0.1"),
    "docx-in-letters-of-a-mac": (mail("Hermed.", [("Svar.docx", d.docx(d.p(normalize("NFD", "Rådet ønsker ro."))))]), ("read",), "Rådet ønsker ro.", ""),
    "docx-with-letters-cast-in-one": (mail("Hermed.", [("Svar.docx", d.docx(d.p("Vi ﬁnder det ﬂot.")))]), ("read",), "Vi finder det flot.", ""),
    "docx-with-boxes": (mail("Hermed.", [("Svar.docx", d.docx(_BOXES))]), ("read",), "☒ Ja\n\n☐ Nej\n\n☒ Måske", ""),
    "docx-with-a-list-to-choose-from": (mail("Hermed.", [("Svar.docx", d.docx(_CHOSEN))]), ("read",), "Svar: Nej", "Ja"),
    "docx-behind-an-empty-line": (mail("Hermed.", [("Svar.docx", b"\r\n" + ANSWER)]), ("read",), "Vi ønsker ro", ""),
    "zip-in-a-mail-within": (mail("Hermed.", [("Input.eml", mail("Hermed.", [("Alt.zip", d.packed({"Svar.docx": ANSWER, "inde.zip": d.packed({"a.txt": "x"})}))]))]), ("read", "other"), "Vi ønsker ro", ""),
    "zip-in-a-winmail-dat": (mail("", [("winmail.dat", d.winmail(("Alt.zip", d.packed({"Svar.docx": ANSWER}))))]), ("read",), "Vi ønsker ro", ""),
    "words-in-a-table": (mail("", html=f"<table><tr><td>Spørgsmål</td><td>Svar</td></tr></table><p>{SHORT}</p>"), (), "Spørgsmål Svar", ""),
    "words-of-outlook-on-a-phone": (mail(f"{SHORT}\n\nSendt fra Outlook til iOS<https://aka.example/o0ukef>\n________________________________\n" + _outlook("KL <oea26@kl.example>", "Input", "Dette har KL skrevet."), subject="Sv: Input"), (), "flere hænder", "Outlook"),
    "zip-of-windows-with-a-danish-name": (mail("Hermed.", [("Alt.zip", _zip("Høringssvar.docx".encode("cp850")))]), ("read",), "Vi ønsker ro", ""),
    "zip-of-a-mac-with-a-danish-name": (mail("Hermed.", [("Alt.zip", _zip(normalize("NFD", "Årsag.docx").encode()))]), ("read",), "Vi ønsker ro", ""),
    "words-below-a-file": (_raw(_words("Hermed."), _SVAR, _attached("ATT00001.htm", "<div>Sendt fra min iPhone</div>", "html")), ("read",), "Vi ønsker ro", "iPhone"),
    "words-below-a-file-that-say-more": (_raw(_words("Hermed."), _SVAR, _attached("ATT00001.txt", SHORT * 4)), ("read",), "12 pladser", ""),
    "pages-of-a-mac": (mail("Hermed.", [("Svar.pages", d.packed({"Index/Document.iwa": b"\0iwa", "preview.jpg": b"\xff\xd8\xff"}))]), ("other",), "", ""),
    "docx-named-doc": (mail("Hermed.", [("Svar.doc", ANSWER)]), ("read",), "Vi ønsker ro", ""),
    "rtf-named-doc": (mail("Hermed.", [("Svar.doc", b"{\\rtf1\\ansi Vi \\'f8nsker ro.}")]), ("other",), "", "rtf1"),
    "invitation-with-a-file": (_raw(_INVITED, _SVAR), ("read",), "Vi ønsker ro", "VCALENDAR"),
    "file-of-no-type": (_raw(_words("Hermed."), _named(b"Content-Disposition: attachment; filename=Svar.docx")), ("read",), "Vi ønsker ro", ""),
    "file-with-a-filter's-words-below-it": (_raw(_words("Hermed."), _SVAR + b"\r\n\r\n___\r\nDenne mail er set af kommunens filter.\r\n"), ("read",), "Vi ønsker ro", "filter"),
    "words-in-one-line-without-end": (_raw(_words(SHORT + " Og mere." * 40_000)), (), "flere hænder", ""),
}  # fmt: skip
#: What is left to the inbox: nothing in it is a document, or says enough.
LEFT: dict[str, bytes] = {
    "words-below-nothing": _raw(_words("Jeg kommer den 31. marts."), _attached("ATT00001.txt", "Sendt fra min iPad")),
    "sealed-for-somebody-else": _opaque(signed(_INNER, pieces=False).replace(bytes.fromhex("010702"), bytes.fromhex("010703")), "enveloped-data"),
    "signed-opaque-cut": _opaque(signed(_INNER, pieces=True)[:60]),
    "a-part-of-a-mail": _HEAD + b'Content-Type: message/partial; id="a@b"; number=1; total=3\r\n\r\nContent-Type: text/plain\r\n\r\nDel et.\r\n',
    "a-file-that-is-shared": mail("Hermed vores input: https://kommune.example/:w:/s/x/Ea?e=1"),
}  # fmt: skip
