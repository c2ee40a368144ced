"""The table of the torture folder: each mail with the one state it must end in. ``python -m tests.intake FOLDER`` writes them as files.

``files`` are how far each file was read, in order; ``has`` must stand in what counts, ``lacks`` must not.
"""

from dataclasses import dataclass

from tests.intake import documents as d
from tests.intake import letters as m
from tests.intake import outlook as o
from tests.intake.letters import mail
from tests.intake.more import MORE
from tests.intake.odd import LEFT, ODD

IB, PRIVATE = "Ib Krogh <ib.krogh@assens.example>", "Ukendt <ukendt@gmail.example>"
LONG = "Kommunalbestyrelsen har drøftet økonomien og ønsker ro om rammerne i de kommende år. " * 9
SHORT = "Kommunalbestyrelsen ønsker flere hænder til ældreområdet og ro om den fælles økonomi, så vi kan planlægge og holde det, vi har lovet borgerne. Vi mangler desuden 12 pladser."  # fmt: skip
ANSWER = d.docx(d.p("Vi ønsker ro om økonomien."))


@dataclass(frozen=True)
class Case:
    raw: bytes
    files: tuple[str, ...] = ("read",)
    councils: tuple[str, ...] = ("Faaborg-Midtfyn",)
    rule: str = "sender"
    claim: str = "contribution"
    state: str = "waiting"
    has: str = ""
    lacks: str = ""


def _pdf(words: str) -> bytes:
    return d.pdf(d.lines(words))


_PAGES = [
    [
        (70, 810, "Faaborg-Midtfyn Kommune"),
        *d.lines(
            f"Udgiften stiger hvert eneste år, og det kan vi ikke blive ved med\nat finansiere uden en ny aftale om rammen, afsnit {n}."
        ),
        (280, 30, f"Side {n} af 3"),
    ]
    for n in (1, 2, 3)
]
_INNER = mail("Vi ønsker ro.", [("Svar.docx", ANSWER)], sender=IB, subject="Input fra Assens")
_OUTLOOKS = o.msg("Input", "Vi ønsker ro.", IB, html="<p>Vi ønsker ro.</p>", files=[("Svar.docx", ANSWER)])
_PASSED_ON = "\n\nFra: Ib Krogh <ib.krogh@assens.example>\nSendt: 10. april 2025 09:00\nTil: Gitte\nEmne: Input\n\nVi i Assens ønsker ro om økonomien i de kommende år.\n"

CASES: dict[str, Case] = {
    # Documents, each kind by itself.
    "docx-plain": Case(mail("Hermed." + m.SIGNED, [("Svar.docx", ANSWER)]), has="Vi ønsker ro om økonomien.", lacks="venlig hilsen"),
    "docx-tracked-changes": Case(mail("Hermed.", [("Svar.docx", d.docx(d.TRACKED))]), has="Vi ønsker flere hænder.\n\nSkolen mangler lærere.", lacks="færre"),
    "docx-text-box": Case(mail("Hermed.", [("Svar.docx", d.docx(d.BOX))]), has="Før boksen.\n\nOrdene i boksen."),
    "docx-content-control": Case(mail("Hermed.", [("Svar.docx", d.docx(d.CONTROL))]), has="Feltets svar: 14 pladser.\n\nValgt: Ja"),
    "docx-footnote": Case(mail("Hermed.", [("Svar.docx", d.docx(d.NOTED, footnotes=d.footnotes(n2="Kilde: regnskabet.")))]), has="Udgiften steg[1] i 2024.\n\n[1] Kilde: regnskabet."),
    "docx-table": Case(mail("Hermed.", [("Svar.docx", d.docx(d.TABLE))]), has="Spørgsmål\tSvar\n\nPladser\n\nTolv.\n\nOg to til."),
    "docx-hidden-text": Case(mail("Hermed.", [("Svar.docx", d.docx(d.HIDDEN))]), has="Synligt.", lacks="Skjult"),
    "docx-field-to-an-address": Case(mail("Hermed.", [("Svar.docx", d.docx(d.FIELD))]), has="Se bilaget.", lacks="127.0.0.1"),
    "docx-head-and-foot": Case(mail("Hermed.", [("Svar.docx", d.docx(d.p("Vi mener det."), header1=d.p("Hoved"), footer1=d.p("Fod")))]), has="Vi mener det.", lacks="Hoved"),
    "docx-locked": Case(mail("Hermed.", [("Svar.docx", d.LOCKED_DOCX)]), files=("locked",)),
    "docx-broken": Case(mail("Hermed.", [("Svar.docx", ANSWER[:120])]), files=("broken",)),
    "docx-empty": Case(mail("Hermed.", [("Svar.docx", d.docx(""))]), files=("empty",)),
    "docx-document-type": Case(mail("Hermed.", [("Svar.docx", d.packed({"[Content_Types].xml": "", "word/document.xml": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}))]), files=("broken",)),
    "docx-billion-laughs": Case(mail("Hermed.", [("Svar.docx", d.packed({"[Content_Types].xml": "", "word/document.xml": '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(f'<!ENTITY a{n} "&a{n - 1 if n else ""};&a{n - 1 if n else ""};">' for n in range(30)) + "]><l>&a29;</l>"}))]), files=("broken",)),
    "docx-bomb": Case(mail("Hermed.", [("Svar.docx", d.packed({"[Content_Types].xml": "", "word/document.xml": b"<a>" + b" " * 60_000_000 + b"</a>"}))]), files=("heavy",)),
    "docx-as-octet-stream": Case(mail("Hermed.", [("Svar.docx", ANSWER)], octets=True), has="Vi ønsker ro"),
    "docx-deeply-nested": Case(mail("Hermed.", [("Svar.docx", d.docx("<w:sdt><w:sdtContent>" * 3000 + "</w:sdtContent></w:sdt>" * 3000))]), files=("broken",)),
    "doc-of-the-old-kind": Case(mail("Hermed.", [("Svar.doc", d.OLD_DOC)]), files=("other",)),
    "odt-tracked-and-footnote": Case(mail("Hermed.", [("Svar.odt", d.odt(d.ODT_TRACKED))]), has="Input\n\nVi har 12 pladser[1].\n\nEt punkt\n\n[1] Kilde: budgettet.", lacks="Slettet"),
    "odt-locked": Case(mail("Hermed.", [("Svar.odt", d.odt("", "<manifest:encryption-data/>"))]), files=("locked",)),
    "pdf-plain": Case(mail("Hermed.", [("Svar.pdf", _pdf("Vi ønsker ro om økonomien\nog flere hænder."))]), has="Vi ønsker ro om økonomien og flere hænder."),
    "pdf-hyphens": Case(mail("Hermed.", [("Svar.pdf", _pdf("Vi ønsker at kommunalbestyrel-\nserne høres om social- \nog sundhedsområdet hvert år."))]), has="kommunalbestyrelserne høres om social- og sundhedsområdet"),
    "pdf-head-foot-and-page-numbers": Case(mail("Hermed.", [("Svar.pdf", d.pdf(*_PAGES))]), has="Udgiften stiger hvert eneste år, og det kan vi ikke blive ved med at finansiere", lacks="Side 2 af 3"),
    "pdf-two-paragraphs": Case(mail("Hermed.", [("Svar.pdf", _pdf("Først siger vi dette om skoler.\nOg det er vigtigt.\n\n\nSå siger vi noget andet."))]), has="vigtigt.\n\nSå siger"),
    "pdf-scan": Case(mail("Hermed.", [("Scan0001.pdf", d.scan(2))]), files=("scan",)),
    "pdf-locked": Case(mail("Hermed.", [("Svar.pdf", d.locked(_pdf("Hemmeligt")))]), files=("locked",)),
    "pdf-broken": Case(mail("Hermed.", [("Svar.pdf", b"%PDF-1.4\nikke mere")]), files=("broken",)),
    "pdf-too-many-pages": Case(mail("Hermed.", [("Svar.pdf", d.pdf(*[[(70, 700, "x")]] * 301))]), files=("heavy",)),
    "pdf-that-is-a-docx": Case(mail("Hermed.", [("Svar.pdf", ANSWER)]), has="Vi ønsker ro"),
    "txt-utf8": Case(mail("Hermed.", [("Svar.txt", "Vi ønsker ro på ældreområdet.".encode())]), has="Vi ønsker ro på ældreområdet."),
    "txt-windows-1252": Case(mail("Hermed.", [("Svar.txt", "Vi ønsker ro på ældreområdet.".encode("cp1252"))]), has="Vi ønsker ro på ældreområdet."),
    "txt-utf16": Case(mail("Hermed.", [("Svar.txt", "Vi ønsker ro på ældreområdet.".encode("utf-16"))]), has="Vi ønsker ro på ældreområdet."),
    "picture-of-a-page": Case(mail("Hermed.", [("IMG_0001.jpg", d.PHOTO)]), files=("scan",)),
    # What files are packed in.
    "zip-two-files": Case(mail("Hermed.", [("Alt.zip", d.packed({"Svar.docx": ANSWER, "Bilag.txt": "Tal: 12."}))]), files=("read", "read"), has="Vi ønsker ro om økonomien.\n\nTal: 12."),
    "zip-in-a-zip": Case(mail("Hermed.", [("Alt.zip", d.packed({"inde.zip": d.packed({"a.txt": "x"}), "Svar.txt": "Vi mener det."}))]), files=("other", "read"), has="Vi mener det."),
    "zip-bomb": Case(mail("Hermed.", [("Alt.zip", d.packed({f"{n}.txt": b"\0" * 40_000_000 for n in range(6)}))]), files=("heavy",)),
    "zip-many-entries": Case(mail("Hermed.", [("Alt.zip", d.packed({f"{n}.txt": "x" for n in range(101)}))]), files=("heavy",)),
    "zip-with-a-way-out": Case(mail("Hermed.", [("Alt.zip", d.packed({"../../etc/Svar.txt": "Vi mener det."}))]), has="Vi mener det."),
    "winmail-dat": Case(mail("", [("winmail.dat", d.winmail(("Høringssvar.docx", ANSWER)))], html="<p>Hermed.</p>"), has="Vi ønsker ro om økonomien."),
    "winmail-dat-two": Case(mail("Hermed.", [("winmail.dat", d.winmail(("Svar.docx", ANSWER), ("Bilag.txt", b"Tal: 12.")))]), files=("read", "read"), has="Tal: 12."),
    "winmail-dat-cut": Case(mail("Hermed.", [("winmail.dat", d.winmail(("Svar.docx", ANSWER))[:200])]), files=("empty",)),
    "forwarded-as-a-mail": Case(mail("Se vedhæftede.", [("Input.eml", _INNER)], sender=PRIVATE, subject="VS: Input"), councils=("Assens",), has="Vi ønsker ro om økonomien."),
    "forwarded-as-outlooks-file": Case(mail("Se vedhæftede.", [("Input.msg", o.file(_OUTLOOKS))], sender=PRIVATE, subject="VS: Input"), councils=("Assens",), has="Vi ønsker ro om økonomien."),
    "forwarded-outlook": Case(mail("Til jer." + _PASSED_ON + LONG, sender=PRIVATE, subject="VS: Input"), files=(), councils=("Assens",), has="Vi i Assens ønsker ro", lacks="Sendt: 10. april"),
    "forwarded-gmail": Case(mail("---------- Forwarded message ---------\nFra: Ib Krogh <ib.krogh@assens.example>\nDate: tor. 10. apr. 2025 kl. 09.00\nSubject: Input\nTo: Gitte\n\n" + LONG, sender=PRIVATE, subject="Fwd: Input"), files=(), councils=("Assens",), has="har drøftet økonomien", lacks="Forwarded"),
    "forwarded-apple": Case(mail("Start på videresendt besked:\n\n> Fra: Ib Krogh <ib.krogh@assens.example>\n> Emne: Input\n> Dato: 10. april 2025\n> Til: Gitte\n> \n> " + LONG, sender=PRIVATE, subject="Fwd: Input"), files=(), councils=("Assens",), has="har drøftet økonomien"),
    # The mail's own words, in each client's manner.
    "words-outlook": Case(mail(SHORT + m.SIGNED + m.OUTLOOK, charset="windows-1252", html=f"<p>{SHORT}</p>", logo=d.LOGO), files=("passed",), has="flere hænder", lacks="KL skrevet"),
    "words-outlook-english": Case(mail(SHORT + m.OUTLOOK_EN, charset="iso-8859-1"), files=(), has="flere hænder", lacks="KL skrevet"),
    "words-old-outlook": Case(mail(SHORT + m.OLD_OUTLOOK), files=(), has="flere hænder", lacks="KL skrevet"),
    "words-exchange-base64": Case(mail(SHORT, transfer="base64", head="X-MS-Has-Attach: no"), files=(), has="flere hænder"),
    "words-gmail": Case(mail(SHORT + m.GMAIL, subject="Re: Input"), files=(), has="flere hænder", lacks="KL skrevet"),
    "words-gmail-english": Case(mail(SHORT + m.GMAIL_EN, subject="Re: Input"), files=(), has="flere hænder", lacks="KL skrevet"),
    "words-apple": Case(mail(SHORT + m.APPLE + "\nSendt fra min iPhone", subject="Re: Input", transfer="8bit"), files=(), has="flere hænder", lacks="KL skrevet"),
    "words-thunderbird": Case(mail(SHORT + m.THUNDERBIRD, subject="Re: Input"), files=(), has="flere hænder", lacks="KL skrevet"),
    "words-between-the-lines": Case(mail("Se nedenfor." + "\n\nDen 07.02.2025 kl. 10.00 skrev KL:\n> Hvad er vigtigst?\n" + SHORT + "\n> Og hvad mere?\nSkolerne.\n", subject="SV: Input"), files=(), has="Skolerne.", lacks="Hvad er vigtigst"),
    "words-html-alone": Case(mail("", html=f"<style>p{{}}</style><p>{SHORT}</p><script>x</script><img src='http://127.0.0.1:9/a.gif'>"), files=(), has="flere hænder", lacks="127.0.0.1"),
    "words-long-without-a-name-for-it": Case(mail(LONG, subject="Til jer"), files=(), has="har drøftet økonomien"),
    "signature-logo-beside-a-document": Case(mail("Hermed." + m.SIGNED, [("Svar.docx", ANSWER)], html="<p>Hermed.</p><img src='cid:image001.png@01DB'>", logo=d.LOGO), files=("passed", "read"), has="Vi ønsker ro", lacks="Chefkonsulent"),
    "covering-note-does-not-count": Case(mail("Hermed fremsendes vores input. Sig til, hvis I mangler noget.", [("Svar.docx", ANSWER)]), has="Vi ønsker ro", lacks="Hermed fremsendes"),
    "same-document-twice": Case(mail("Hermed.", [("Svar.docx", ANSWER), ("Svar.pdf", _pdf("Vi ønsker ro om økonomien."))]), files=("read", "read"), has="Vi ønsker ro om økonomien."),
    # Whose it is.
    "domain-alone": Case(mail("Hermed.", [("Svar.docx", ANSWER)], sender="Byrådssekretariatet <byraad@assens.example>"), councils=("Assens",), rule="domain"),
    "shared-mailbox": Case(mail("Hermed.", [("Svar.docx", ANSWER)], sender="post@nyborg.example"), councils=("Nyborg",)),
    "name-in-the-subject": Case(mail("Hermed.", [("Svar.docx", ANSWER)], sender=PRIVATE, subject="Høringssvar fra Høje Tåstrup Kommune"), councils=("Høje-Taastrup",), rule="name"),
    "name-in-the-file": Case(mail("Hermed.", [("Aarhus_Kommunes_input.docx", ANSWER)], sender=PRIVATE), councils=("Aarhus",), rule="name"),
    "name-in-the-text": Case(mail("Hermed.", [("Svar.docx", d.docx(d.p("Byrådet i Århus mener, at det er nok.")))], sender=PRIVATE), councils=("Aarhus",), rule="name"),
    "name-that-is-a-word": Case(mail("Det er vejen frem.", [("Svar.docx", d.docx(d.p("Dette er vejen frem for alle.")))], sender=PRIVATE), councils=(), rule="nobody"),
    "name-that-is-a-word-with-kommune": Case(mail("Hermed.", [("Svar.docx", d.docx(d.p("Input fra Vejen Kommune om økonomien.")))], sender=PRIVATE), councils=("Vejen",), rule="name"),
    "on-behalf-of": Case(mail("Hermed på vegne af Nyborg Kommune.", [("Svar.docx", ANSWER)], sender=PRIVATE), councils=("Nyborg",), rule="name"),
    "joint-input": Case(mail("Hermed fælles input fra Assens, Nyborg og Faaborg-Midtfyn Kommuner.", [("Svar.docx", ANSWER)]), councils=("Faaborg-Midtfyn", "Assens", "Nyborg")),
    "joint-input-in-a-file": Case(mail("Hermed.", [("Svar.docx", d.docx(d.p("På vegne af kommunalbestyrelserne i Assens og Nyborg fremsendes dette.")))], sender=IB), councils=("Assens", "Nyborg")),
    "speaks-for-another": Case(mail("Hermed.", [("Svar.docx", d.docx(d.p("Byrådet i Assens mener det.")))]), councils=("Faaborg-Midtfyn",)),
    "nobody-we-know": Case(mail("Hermed.", [("Svar.docx", ANSWER)], sender=PRIVATE, subject="Input"), councils=(), rule="nobody"),
    "digital-post": Case(mail("Der er ny Digital Post.", [("Hoveddokument.pdf", _pdf("Assens Kommune ønsker ro.")), ("MeMo.zip", d.packed({"a.xml": "<a/>"}))], sender="Digital Post <noreply@digitalpost.example>", subject="Digital Post: Høringssvar"), files=("read", "other"), councils=("Assens",), rule="name"),
    # What is none.
    "away": Case(mail("Jeg er på ferie.", [("Svar.docx", ANSWER)], head="Auto-Submitted: auto-replied"), claim="automatic"),
    "newsletter": Case(mail("Nyt fra foreningen.", [("Nyt.pdf", _pdf("Nyt."))], head="List-Id: <nyt.x.example>\nList-Unsubscribe: <mailto:a@x.example>"), claim="automatic"),
    "a-few-words": Case(mail("Jeg kommer den 31. marts."), claim="inbox"),
    "a-logo-and-a-few-words": Case(mail("Tak for brevet." + m.SIGNED, subject="SV: Invitation", html="<p>Tak</p>", logo=d.LOGO), claim="inbox"),
    "calendar-answer": Case(mail("", [("invite.ics", b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:x\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")], html="<p>Ja</p>"), claim="calendar"),
}  # fmt: skip
CASES |= {name: Case(raw, files, has=has, lacks=lacks) for name, (raw, files, has, lacks) in (MORE | ODD).items()}
CASES |= {name: Case(raw, claim="inbox") for name, raw in LEFT.items()}
