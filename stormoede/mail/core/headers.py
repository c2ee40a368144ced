"""Header lines of a mail. Every value passes through ``value`` or ``address``, which encode it and refuse CR and LF.

Lines are folded at 76 characters; encoded words and parameters follow RFC 2047 and RFC 2231. Results are bytes with CRLF.
"""

import re
from binascii import b2a_base64
from functools import lru_cache
from urllib.parse import quote

_LIMIT = 76
_ASCII = "".join(map(chr, range(32, 127)))
_WORD = re.compile(r"[!-~]{1,60}(?: [!-~]{1,60})*")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?: [A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~.\u0080-\U0010ffff]{1,64}")
_DOMAIN = re.compile(
    r"(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
_TOKEN = re.compile(r"[A-Za-z0-9!#$&+\-.^_`{|}~]+")


class HeaderRefused(ValueError):
    """A value cannot stand in a header: it has a line break, another control character, or is no address."""


def _checked(text: str) -> str:
    if _FORBIDDEN.search(text):
        raise HeaderRefused("A header value has a line break or a control character.")
    return text


def _encoded_words(text: str, used: int) -> list[str]:
    """``text`` as encoded words, none splitting a character, the first one short enough to follow ``used`` columns."""
    words: list[str] = []
    room = max(3, (_LIMIT - used - 12) // 4 * 3)
    chunk = b""
    for character in text:
        raw = character.encode()
        if len(chunk) + len(raw) > room:
            words.append(_encoded_word(chunk))
            chunk, room = b"", 45
        chunk += raw
    words.append(_encoded_word(chunk))
    return words


def _encoded_word(chunk: bytes) -> str:
    return f"=?utf-8?b?{b2a_base64(chunk, newline=False).decode()}?="


def _folded(words: list[str], used: int) -> str:
    """Words with a space between, a line break before the space where the line would grow too long."""
    out: list[str] = []
    for index, word in enumerate(words):
        if index and used + 1 + len(word) > _LIMIT:
            out.append("\r\n ")
            used = 1
        elif index:
            out.append(" ")
            used += 1
        out.append(word)
        used += len(word)
    return "".join(out)


def _is_plain(text: str) -> bool:
    return _WORD.fullmatch(text) is not None and "=?" not in text


def value(text: str, used: int = 0) -> str:
    """Free text as a header value that begins after ``used`` columns. HeaderRefused when it has CR, LF or controls."""
    _checked(text)
    if _is_plain(text):
        return _folded(text.split(" "), used)
    return _folded(_encoded_words(text, used), used) if text else ""


@lru_cache(maxsize=64)
def header(name: str, text: str) -> bytes:
    """One whole header line of free text, remembered: a letter's subject is most often everybody's."""
    if not _NAME.fullmatch(name):
        raise HeaderRefused("A header has no usable name.")
    return f"{name}: {value(text, len(name) + 2)}\r\n".encode("ascii")


def raw_header(name: str, text: str) -> bytes:
    """One header line that must not become encoded words (addresses of a list, say): letters beyond ASCII are
    percent-encoded, as they are in addresses; folded at spaces."""
    _checked(text)
    if not _NAME.fullmatch(name):
        raise HeaderRefused("A header has no usable name.")
    plain = text if text.isascii() else quote(text, safe=_ASCII)
    return f"{name}: {_folded(plain.split(' '), len(name) + 2)}\r\n".encode("ascii")


@lru_cache(maxsize=256)
def domain(text: str) -> str:
    """A domain in its ASCII form (IDNA), lower case. HeaderRefused when it is none."""
    try:
        ascii_form = text if text.isascii() else text.encode("idna").decode("ascii")
    except UnicodeError as fault:
        raise HeaderRefused("The part after @ is no domain.") from fault
    if not _DOMAIN.fullmatch(ascii_form):
        raise HeaderRefused("The part after @ is no domain.")
    return ascii_form.lower()


def mailbox(text: str) -> str:
    """An address as it is given to SMTP: the local part as it is, the domain in ASCII. HeaderRefused when it is none."""
    local, at, host = text.rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or local.startswith(".") or local.endswith(".") or ".." in local:
        raise HeaderRefused("This is no mail address.")
    if not local.isprintable():
        raise HeaderRefused("This is no mail address.")
    return f"{local}@{domain(host)}"


def address_header(header_name: str, display: str, box: str) -> bytes:
    """One header line with a display name and an address (a result of ``mailbox``). A local part may be UTF-8."""
    _checked(display)
    used = len(header_name) + 2
    ending = f"<{box}>"
    if not display:
        return f"{header_name}: {box}\r\n".encode()
    if _is_plain(display) and _ATOMS.fullmatch(display):
        words = display.split(" ")
    elif _is_plain(display) and len(display) < 60:
        words = ['"' + display.replace("\\", "\\\\").replace('"', '\\"') + '"']
    else:
        words = _encoded_words(display, used)
    return f"{header_name}: {_folded([*words, ending], used)}\r\n".encode()


def parameter(name: str, text: str) -> str:
    """One parameter of a header, with its leading ``;``, folded onto lines of its own (RFC 2231 where it is not ASCII)."""
    _checked(text)
    if _TOKEN.fullmatch(text) and len(text) < 60:
        return f";\r\n {name}={text}"
    if _is_plain(text) and len(text) < 60 and '"' not in text and "\\" not in text:
        return f';\r\n {name}="{text}"'
    pieces = _percent(text)
    if len(pieces) == 1:
        return f";\r\n {name}*=utf-8''{pieces[0]}"
    return "".join(f";\r\n {name}*{i}*={"utf-8''" if i == 0 else ''}{piece}" for i, piece in enumerate(pieces))


def _percent(text: str) -> list[str]:
    """``text`` percent-encoded, in pieces of at most 50 columns, none splitting a character."""
    pieces = [""]
    for character in text:
        piece = quote(character, safe="")
        if len(pieces[-1]) + len(piece) > 50:
            pieces.append("")
        pieces[-1] += piece
    return pieces
