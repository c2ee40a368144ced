"""More of the torture folder: what records systems, other offices' programs and odd mail programs make. See cases.py."""

from base64 import encodebytes
from io import BytesIO

from pypdf import PdfReader, PdfWriter

from tests.intake import documents as d
from tests.intake import outlook as o
from tests.intake.letters import mail

SHORT = "Kommunalbestyrelsen ønsker flere hænder til ældreområdet og ro om den fælles økonomi, så vi kan planlægge og holde det, vi har lovet borgerne. Vi mangler desuden 12 pladser."  # fmt: skip
ANSWER = d.docx(d.p("Vi ønsker ro om økonomien."))
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NOTICE = "\n\nVenlig hilsen\n\nGitte Rask\nChefkonsulent\n\nDenne e-mail kan indeholde fortrolige oplysninger, som kun er bestemt for modtageren. Har du fået den ved en fejl, så slet den og giv os besked på telefon 72 53 00 00."


def _links(*links: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="r{n}" Type="{_KIND}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(links)
    )
    return f'<Relationships xmlns="{_LINKS}">{inner}</Relationships>'


def _body(body: str, space: str = d._W) -> str:
    return f"<w:document {space}><w:body>{body}</w:body></w:document>"


def chunked(name: str, content: bytes) -> bytes:
    """A DOCX into which a page was put whole, as records systems do."""
    return d.packed({
        "[Content_Types].xml": "<Types/>", "word/_rels/document.xml.rels": _links(("aFChunk", "/word/last.txt"), ("aFChunk", f"/word/{name}")),
        "word/document.xml": _body(d.p("Før.") + '<w:altChunk w:id="r1"/><w:altChunk w:id="r0"/>'),
        f"word/{name}": content, "word/last.txt": "Til sidst.",
    })  # fmt: skip


def unlocked(words: str, algorithm: str) -> bytes:
    """A PDF that anybody may read, and only its owner may change."""
    writer = PdfWriter(PdfReader(BytesIO(d.pdf(d.lines(words)))))
    writer.encrypt("", "ejer", algorithm=algorithm)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _raw(*parts: bytes, kind: str = "mixed") -> bytes:
    head = f"From: Gitte Rask <gitte.rask@faaborg-midtfyn.example>\r\nTo: oea26@kl.example\r\nSubject: Input\r\nMIME-Version: 1.0\r\nContent-Type: multipart/{kind}; boundary=bb\r\n\r\n"
    return head.encode() + b"".join(b"--bb\r\n" + part + b"\r\n" for part in parts) + b"--bb--\r\n"


def _words(words: str, more: str = "") -> bytes:
    return f"Content-Type: text/plain; charset=utf-8{more}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{words}".encode()


def _named(head: bytes) -> bytes:
    return head + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encodebytes(ANSWER)


def _round(raw: bytes) -> bytes:
    """A compound file whose list of sectors leads each back to the first."""
    return raw[:-512] + b"\0\0\0\0" * 128


_STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
_ENDNOTE = '<w:p><w:r><w:t>Udgiften steg</w:t></w:r><w:r><w:endnoteReference w:id="2"/></w:r></w:p>'
_MOVED = '<w:p><w:moveFrom w:id="1"><w:r><w:t>Væk.</w:t></w:r></w:moveFrom><w:r><w:t>Står.</w:t></w:r><w:moveTo w:id="2"><w:r><w:t xml:space="preserve"> Hertil.</w:t></w:r></w:moveTo></w:p>'
_PROMPT = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{d.p('Klik her for at skrive')}</w:sdtContent></w:sdt>{d.p('Svaret.')}"
_CUT_ROW = f'<w:tbl><w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc>{d.p("Væk")}</w:tc></w:tr><w:tr><w:tc>{d.p("Bliver")}</w:tc></w:tr></w:tbl>'
_SIGNS = (
    "<w:p><w:r><w:t>Kommunal</w:t><w:softHyphen/><w:t>bestyrelse 2025</w:t><w:noBreakHyphen/><w:t>26</w:t></w:r></w:p>"
)
_ODT = "<text:p>Før<draw:frame><draw:text-box><text:p>I boksen</text:p></draw:text-box></draw:frame></text:p><text:p>Tekst<office:annotation><text:p>Kommentar</text:p></office:annotation> kommunal\u00adbestyrelsen</text:p>"
_ODT_HIDDEN = '<text:section text:display="none"><text:p>Skjult afsnit</text:p></text:section><text:p>Synligt</text:p>'
_COLUMNS = [(50, 700 - 14 * n, f"venstre {n} om") for n in range(5)] + [
    (320, 700 - 14 * n, f"højre {n} om") for n in range(5)
]
_PAGE = "<html><body><p>Vi ønsker ro om rammerne.</p></body></html>"
_PAGE_AS_MAIL = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Vi =C3=B8nsker ro om rammerne.</p>"
_OUTLOOK_HTML = f'<div class="WordSection1"><p>{SHORT}</p><div style="border-top:solid #E1E1E1 1.0pt"><p><b>Fra:</b> KL &lt;oea26@kl.example&gt;<br><b>Sendt:</b> 7. februar 2025 10:00<br><b>Til:</b> Gitte<br><b>Emne:</b> Invitation</p></div><p>Dette har KL skrevet.</p></div>'
_FLOWED = SHORT.replace(" ro om", " \r\nro om").replace(" desuden", " \r\ndesuden")

#: name: (the mail, how each file was read, what must stand in what counts, what must not)
MORE: dict[str, tuple[bytes, tuple[str, ...], str, str]] = {
    "docx-strict": (mail("Hermed.", [("Svar.docx", d.packed({"[Content_Types].xml": "<Types/>", "word/document.xml": _body(d.p("Strengt."), _STRICT)}))]), ("read",), "Strengt.", ""),
    "docx-whose-document-has-another-name": (mail("Hermed.", [("Svar.docx", d.packed({"[Content_Types].xml": "<Types/>", "_rels/.rels": _links(("officeDocument", "word/document2.xml")), "word/document2.xml": _body(d.p("Andet navn."))}))]), ("read",), "Andet navn.", ""),
    "docx-endnote": (mail("Hermed.", [("Svar.docx", d.docx(_ENDNOTE, endnotes=f'<w:endnotes {d._W}><w:endnote w:id="2">{d.p("Kilde: regnskabet.")}</w:endnote></w:endnotes>'))]), ("read",), "Udgiften steg[1]\n\n[1] Kilde: regnskabet.", ""),
    "docx-moved": (mail("Hermed.", [("Svar.docx", d.docx(_MOVED))]), ("read",), "Står. Hertil.", "Væk"),
    "docx-nothing-typed-in-a-control": (mail("Hermed.", [("Svar.docx", d.docx(_PROMPT))]), ("read",), "Svaret.", "Klik her"),
    "docx-deleted-row": (mail("Hermed.", [("Svar.docx", d.docx(_CUT_ROW))]), ("read",), "Bliver", "Væk"),
    "docx-hyphens": (mail("Hermed.", [("Svar.docx", d.docx(_SIGNS))]), ("read",), "Kommunalbestyrelse 2025-26", ""),
    "docx-a-page-put-in-whole": (mail("Hermed.", [("Svar.docx", chunked("afchunk.htm", _PAGE.encode()))]), ("read",), "Før.\n\nVi ønsker ro om rammerne.\n\nTil sidst.", "<p>"),
    "docx-a-page-as-a-mail-put-in-whole": (mail("Hermed.", [("Svar.docx", chunked("afchunk.mht", _PAGE_AS_MAIL))]), ("read",), "Vi ønsker ro om rammerne.", "=C3"),
    "docx-of-no-bytes": (mail("Hermed.", [("Svar.docx", b"")]), ("empty",), "", ""),
    "docx-without-an-ending": (mail("Hermed." + NOTICE, [("Svar", ANSWER), ("Svar.pdf", d.pdf(d.lines("Det samme.")))]), ("read", "read"), "Vi ønsker ro", "Chefkonsulent"),
    "odt-frame-comment-and-soft-hyphen": (mail("Hermed.", [("Svar.odt", d.odt(_ODT))]), ("read",), "Før\n\nI boksen\n\nTekst kommunalbestyrelsen", "Kommentar"),
    "odt-hidden": (mail("Hermed.", [("Svar.odt", d.odt(_ODT_HIDDEN))]), ("read",), "Synligt", "Skjult"),
    "pdf-only-its-owner-may-change": (mail("Hermed.", [("Svar.pdf", unlocked("Læsbar tekst om økonomien.", "RC4-128"))]), ("read",), "Læsbar tekst om økonomien.", ""),
    "pdf-only-its-owner-may-change-aes": (mail("Hermed.", [("Svar.pdf", unlocked("Læsbar tekst om økonomien.", "AES-256"))]), ("read",), "Læsbar tekst om økonomien.", ""),
    "pdf-two-columns": (mail("Hermed.", [("Svar.pdf", d.pdf(_COLUMNS))]), ("read",), "venstre 3 om venstre 4 om", "om højre 0 om venstre"),
    "outlooks-file-of-an-older-kind": (mail("Hermed.", [("Input.msg", o.file(o.msg("Input", SHORT, "Ib Krogh", wide=False)))]), (), "flere hænder", ""),
    "outlooks-file-within-one": (mail("Hermed.", [("Input.msg", o.file(o.msg("Input", "Hermed.", files=[("Input", o.msg("VS: Input", "Se bilaget.", files=[("Svar.docx", ANSWER), ("Bilag.txt", b"Tal: 12. " * 600)]))])))]), ("read", "read"), "Vi ønsker ro om økonomien.", ""),
    "outlooks-file-cut": (mail("Hermed.", [("Input.msg", o.file(o.msg("Input", SHORT))[:1200] + "__properties_version1.0".encode("utf-16-le"))]), (), "Hermed.", ""),
    "outlooks-file-that-goes-round": (mail("Hermed.", [("Input.msg", _round(o.file(o.msg("Input", SHORT, files=[("Svar.docx", ANSWER)]))))]), (), "flere hænder", ""),
    "pdf-form-filled-in": (mail("Hermed.", [("Svar.pdf", d.form(d.pdf(d.lines("1. Hvad er vigtigst?\n\n2. Hvad mangler?", step=30)), (670, "Ro om økonomien i tre år."), (600, "Flere hænder."), (580, "Og 12 pladser.")))]), ("read",), "1. Hvad er vigtigst?\n\nRo om økonomien i tre år.\n\n2. Hvad mangler?\n\nFlere hænder.\n\nOg 12 pladser.", ""),
    "pdf-form-with-boxes": (mail("Hermed.", [("Svar.pdf", d.form(d.pdf([(90, 700, "Vi siger ja"), (90, 660, "Vi siger nej")]), (696, "x"), (656, "")))]), ("read",), "☒\n\nVi siger ja\n\nVi siger nej", "nej\n\n☒"),
    "pdf-typed-upon": (mail("Hermed.", [("Svar.pdf", d.typed(d.pdf(d.lines("Svar:\n\nUnderskrift:", step=30)), 670, "Ro om økonomien."))]), ("read",), "Svar:\n\nRo om økonomien.\n\nUnderskrift:", ""),
    "pdf-short-lines": (mail("Hermed.", [("Svar.pdf", d.pdf(d.lines("Vi ønsker ro om økonomien og henviser til aftalen med\nKommunernes Landsforening om rammen.\nÅr 2024\nUdgift 12,4 mio. kr.\nFor Assens Kommune\nBorgmesteren")))]), ("read",), "aftalen med Kommunernes Landsforening om rammen.\n\nÅr 2024\n\nUdgift 12,4 mio. kr.\n\nFor Assens Kommune\n\nBorgmesteren", ""),
    "docx-in-utf-16": (mail("Hermed.", [("Svar.docx", d.packed({"[Content_Types].xml": "<Types/>", "word/document.xml": ('<?xml version="1.0" encoding="UTF-16"?>' + _body(d.p("Vi ønsker ro om rammerne."))).encode("utf-16")}))]), ("read",), "Vi ønsker ro om rammerne.", ""),
    "docx-in-utf-16-with-a-document-type": (mail("Hermed.", [("Svar.docx", d.packed({"[Content_Types].xml": "<Types/>", "word/document.xml": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>'.encode("utf-16")}))]), ("broken",), "", ""),
    "pdf-behind-blank-lines": (mail("Hermed.", [("Svar.pdf", b"\r\n\r\n" + d.pdf(d.lines("Tekst om økonomien.")))]), ("read",), "Tekst om økonomien.", ""),
    "zip-from-a-mac": (mail("Hermed.", [("Arkiv.zip", d.packed({"__MACOSX/._Svar.docx": b"\0\5", ".DS_Store": b"x", "mappe/Svar.docx": ANSWER, "mappe/~$Svar.docx": b"laas", "Thumbs.db": b"x"}))]), ("read",), "Vi ønsker ro", ""),
    "zip-7": (mail("Hermed.", [("Arkiv.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 50)]), ("other",), "", ""),
    "mail-of-outlook-as-a-file": (mail("Hermed.", [("Input.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)]), ("other",), "", ""),
    "winmail-dat-words-alone": (mail("", [("winmail.dat", d.winmail(text=SHORT))]), ("read",), "flere hænder", ""),
    "name-in-pieces": (_raw(_words("Hermed."), _named(f"Content-Type: {_DOCX}\r\nContent-Disposition: attachment; filename*0*=utf-8''H%C3%B8rings; filename*1*=svar.docx".encode())), ("read",), "Vi ønsker ro", ""),
    "name-in-bytes-of-windows": (_raw(_words("Hermed."), _named(f"Content-Type: {_DOCX}\r\nContent-Disposition: attachment; filename=".encode() + "\"Høringssvar.docx\"".encode("cp1252"))), ("read",), "Vi ønsker ro", ""),
    "no-end-to-its-parts": (_raw(_words("Hermed."), _named(f"Content-Type: {_DOCX}; name=Svar.docx".encode()))[:-8], ("read",), "Vi ønsker ro", ""),
    "signed-smime": (_raw(_words(SHORT), b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIB", kind="signed"), ("passed",), "flere hænder", "MIIB"),
    "words-in-pieces-around-a-file": (_raw(_words(SHORT), _named(f"Content-Type: {_DOCX}; name=Svar.docx\r\nContent-Disposition: inline".encode()), _words("Og skolerne.\r\n\r\nSendt fra min iPhone")), ("read",), "Vi ønsker ro", "iPhone"),
    "words-folded": (_raw(_words(_FLOWED, "; format=flowed")), (), SHORT, ""),
    "words-in-no-encoding-at-all": (_raw(b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + SHORT.encode("cp1252")), (), "flere hænder til ældreområdet", ""),
    "words-outlook-html-alone": (mail("", html=_OUTLOOK_HTML, subject="SV: Input"), (), "flere hænder", "KL skrevet"),
    "words-swedish-outlook": (mail(SHORT + "\n\nFrån: KL\nSkickat: den 7 februari 2025\nTill: Gitte\nÄmne: Inbjudan\n\nDette har KL skrevet."), (), "flere hænder", "KL skrevet"),
    "words-dutch-outlook": (mail(SHORT + "\n\nVan: KL\nVerzonden: vrijdag 7 februari 2025\nAan: Gitte\nOnderwerp: Uitnodiging\n\nDette har KL skrevet."), (), "flere hænder", "KL skrevet"),
    "words-bold-heads": (mail(SHORT + "\n\n*Fra:* KL\n*Sendt:* 7. februar 2025\n*Til:* Gitte\n*Emne:* Invitation\n\nDette har KL skrevet."), (), "flere hænder", "KL skrevet"),
    "words-wrote-the-other-way-round": (mail(SHORT + "\n\nKL <oea26@kl.example> skrev den 7. feb. 2025 kl. 10.00:\n\n> Dette har KL skrevet."), (), "flere hænder", "skrev den"),
    "words-notice-below": (mail(SHORT + NOTICE), (), "flere hænder", "fortrolige"),
    "words-notice-above": (mail("[EKSTERN MAIL] Denne mail kommer fra en afsender uden for kommunen. Vær forsigtig med links.\n\n" + SHORT), (), "flere hænder", "EKSTERN"),
}  # fmt: skip
