"""Mails in the manner of Outlook, Exchange, Gmail, Apple Mail, Thunderbird, and the gateways of municipalities."""

from base64 import encodebytes
from collections.abc import Sequence
from email.header import Header
from quopri import encodestring
from zlib import crc32

BOX = "oea26@kl.example"
GITTE = "Gitte Rask <gitte.rask@faaborg-midtfyn.example>"
type Files = Sequence[tuple[str, bytes]]
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf", "txt": "text/plain",
    "odt": "application/vnd.oasis.opendocument.text", "zip": "application/x-zip-compressed", "png": "image/png", "jpg": "image/jpeg",
    "doc": "application/msword", "dat": "application/ms-tnef", "ics": "text/calendar", "eml": "message/rfc822",
}  # fmt: skip


def mail(
    text: str,
    files: Files = (),
    *,
    subject: str = "Input til ØA26",
    sender: str = GITTE,
    to: str = BOX,
    head: str = "",
    html: str = "",
    charset: str = "utf-8",
    transfer: str = "quoted-printable",
    octets: bool = False,
    logo: bytes = b"",
) -> bytes:
    """A mail; ``octets``: files come as application/octet-stream, as some programs send them."""
    lines = [
        f"From: {Header(sender.split('<')[0].strip(), 'utf-8').encode()} <{sender.split('<')[-1].rstrip('>')}>" if "<" in sender else f"From: {sender}",
        f"To: {to}", f"Subject: {Header(subject, 'utf-8').encode()}", "Date: Fri, 11 Apr 2025 10:00:00 +0200",
        f"Message-ID: <{crc32(repr((text, subject, sender, to, head, html, files)).encode())}@x.example>", "MIME-Version: 1.0",
    ]  # fmt: skip
    lines += [head.strip()] if head else []
    bodies = [_text(text, "plain", charset, transfer)] if text or not html else []
    bodies += [_text(html, "html", charset, transfer)] if html else []
    body = bodies[0] if len(bodies) == 1 else _multi("alternative", bodies)
    if logo:
        body = _multi("related", [body, _file("image001.png", logo, "Content-ID: <image001.png@01DB>\r\nContent-Disposition: inline; filename=\"image001.png\"\r\n")])  # fmt: skip
    parts = [body, *(_file(name, raw, octets=octets) for name, raw in files)]
    whole = parts[0] if len(parts) == 1 else _multi("mixed", parts)
    return "\r\n".join(lines).encode() + b"\r\n" + whole


def _text(text: str, kind: str, charset: str, transfer: str) -> bytes:
    raw = text.replace("\n", "\r\n").encode(charset, "replace")
    body = {"quoted-printable": lambda: encodestring(raw), "base64": lambda: encodebytes(raw), "8bit": lambda: raw}[
        transfer
    ]()
    return (
        f'Content-Type: text/{kind}; charset="{charset}"\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n'.encode()
        + body
    )


def _file(name: str, raw: bytes, head: str = "", *, octets: bool = False) -> bytes:
    kind = (
        "application/octet-stream"
        if octets
        else _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    )
    shown = Header(name, "utf-8").encode() if not name.isascii() else name
    told = head or f'Content-Disposition: attachment; filename="{shown}"\r\n'
    if kind == "message/rfc822":
        return f"Content-Type: message/rfc822\r\n{told}\r\n".encode() + raw
    return (
        f'Content-Type: {kind}; name="{shown}"\r\nContent-Transfer-Encoding: base64\r\n{told}\r\n'.encode()
        + encodebytes(raw)
    )


def _multi(kind: str, parts: Sequence[bytes]) -> bytes:
    mark = f"_{kind}_{len(parts)}_{crc32(b''.join(parts))}"
    line = f"\r\n--{mark}".encode()
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\r\n\r\n'.encode() + b"".join(line + b"\r\n" + one for one in parts) + line + b"--\r\n"  # fmt: skip


SIGNED = "\n\nMed venlig hilsen\n\nGitte Rask\nChefkonsulent\nFaaborg-Midtfyn Kommune\nTlf. 72 53 00 00"
OUTLOOK = "\n\n\nFra: KL <oea26@kl.example>\nSendt: 7. februar 2025 10:00\nTil: Gitte Rask\nEmne: Invitation\n\nKære Gitte\nDette har KL skrevet."
OUTLOOK_EN = "\n\n________________________________\nFrom: KL <oea26@kl.example>\nSent: Friday, February 7, 2025 10:00\nTo: Gitte Rask\nSubject: Invitation\n\nDette har KL skrevet."  # fmt: skip
OLD_OUTLOOK = "\n\n-----Oprindelig meddelelse-----\nFra: KL\nSendt: 7. februar 2025\nTil: Gitte\nEmne: Invitation\n\nDette har KL skrevet."
GMAIL = "\n\nDen fre. 7. feb. 2025 kl. 10.00 skrev KL <oea26@kl.example>:\n\n> Kære Gitte\n> Dette har KL skrevet.\n"
GMAIL_EN = "\n\nOn Fri, Feb 7, 2025 at 10:00 AM KL <oea26@kl.example>\nwrote:\n\n> Dette har KL skrevet.\n"
APPLE = "\n\n> Den 7. feb. 2025 kl. 10.00 skrev KL <oea26@kl.example>:\n> \n> Dette har KL skrevet.\n"
THUNDERBIRD = "\n\nDen 07.02.2025 kl. 10.00 skrev KL:\n> Dette har KL skrevet.\n"
