"""Input by mail: 1,000 mails with attachments, from the moment they come in until they wait for one look.

The figure is mails a second; the limit is what reading alone does: the same mails taken apart in this program, without a child, a
database, a council to find, or a receipt to write. Both are measured in turns, so that a machine that is faster now than then is as fast
for both.
"""

import time
import zipfile
import zlib
from base64 import encodebytes
from collections.abc import Sequence
from io import BytesIO
from itertools import batched

from stormoede.bench import crowd
from stormoede.bench.report import Bench, Figure, figure
from stormoede.lib import clock

MAILS, LEAST = 1000, 0.5
_TURN = 250
_WORDS = (
    "Kommunalbestyrelsen har drøftet økonomien og konstaterer, at udgifterne til det specialiserede socialområde stiger hurtigere "
    "end budgettet, selv om området er prioriteret. Vi ønsker, at det indgår i drøftelserne om næste års aftale. "
)
# Word cuts a paragraph into runs, each with its own marks.
_RUN = '<w:r w:rsidRPr="00A77B3E"><w:rPr><w:rFonts w:ascii="Calibri"/><w:lang w:val="da-DK"/></w:rPr><w:t xml:space="preserve">{} </w:t></w:r>'
_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def run(given: Bench) -> Figure:
    """How many mails a second are taken in, against reading alone."""
    from stormoede.contributions.models import Submission
    from stormoede.intake.core import mails as alone
    from stormoede.mail.models import Message

    made = crowd.fill(300, clock.wall())
    raws = mails(given.size or MAILS, made.round.mailbox)
    spent, lasted = 0.0, 0.0
    for some in batched(raws, _TURN):
        began = time.monotonic()
        for raw in some:
            alone.read(raw)
        turned = time.monotonic()
        _take_in(some)
        spent, lasted = spent + turned - began, lasted + time.monotonic() - turned
    least = len(raws) / spent
    waiting = Submission.objects.filter(state__in=("waiting", "copy")).count()
    told = {
        "mails": len(raws),
        "waiting_for_a_look": waiting,
        "receipts": Message.objects.filter(kind="contributions.acknowledged").count(),
        "reading_alone_a_second": round(least, 1),
        "least": LEAST,
        "held": len(raws) / lasted >= LEAST * least and waiting == len(raws),
    }
    return figure(
        "intake", round(len(raws) / lasted, 1), "mails a second", round(least, 1), limit_is="reading alone", **told
    )


def _take_in(raws: Sequence[bytes]) -> None:
    from stormoede.contributions import reading
    from stormoede.mail.actions import incoming

    at = clock.round_now()
    for raw in raws:
        incoming.receive(raw, at=at)
    while incoming.run(at=at):
        pass
    while reading.run(at=at):
        pass


def mails(count: int, mailbox: str) -> list[bytes]:
    """So many mails, each with a document of 2,400 words: DOCX, PDF and plain text in turn."""
    return [_mail(number, mailbox) for number in range(count)]


def _mail(number: int, mailbox: str) -> bytes:
    words = [f"{_WORDS * 3}Afsnit {n} i svar {number}." for n in range(24)]
    name, kind, raw = (
        ("svar.docx", "vnd.openxmlformats-officedocument.wordprocessingml.document", _docx(words)),
        ("svar.pdf", "pdf", _pdf(words)),
        ("svar.txt", "octet-stream", "\n\n".join(words).encode()),
    )[number % 3]
    head = (
        f"From: Sekretariatet <sekretariat{number}@kommune.example>\r\nTo: {mailbox}\r\nSubject: Input {number}\r\n"
        f'Message-ID: <{number}@kommune.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHermed vores input.\r\n\r\nMed venlig hilsen\r\nSekretariatet\r\n"
        f"--b\r\nContent-Type: application/{kind}\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'
    )
    return head.encode() + encodebytes(raw) + b"\r\n--b--\r\n"


def _docx(words: Sequence[str]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        body = "".join(f"<w:p>{_runs(one)}</w:p>" for one in words)
        package.writestr("word/document.xml", f"<w:document {_SPACE}><w:body>{body}</w:body></w:document>")
    return made.getvalue()


def _runs(words: str) -> str:
    told = words.split()
    return "".join(_RUN.format(" ".join(told[start : start + 4])) for start in range(0, len(told), 4))


def _pdf(words: Sequence[str]) -> bytes:
    """Eight pages with three paragraphs each, in lines of some eighty letters."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    kids = []
    for page in range(0, len(words), 3):
        drawn, y = b"", 760
        for one in words[page : page + 3]:
            for start in range(0, len(one), 80):
                text = one[start : start + 80].encode("cp1252", "replace")
                drawn += b"BT /F1 10 Tf 60 %d Td (%s) Tj ET\n" % (y, text)
                y -= 13
            y -= 14
        stream = zlib.compress(drawn)
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    made = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, one) for n, one in enumerate(objects, 1))
    return made + b"trailer<</Root 1 0 R>>\n%%EOF\n"
