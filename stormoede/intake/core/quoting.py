"""What a mail says itself: without what it answers, as Outlook, Gmail, Apple Mail and Thunderbird put it below, and without the signature.

What was forwarded is kept apart: it is what the mail is about.
"""

import re
from dataclasses import dataclass

_DAYS = r"(?:man|tir|ons|tor|fre|lør|søn|mon|tue|wed|thu|fri|sat|sun)[a-zæøå]*\.?,?"
_WROTE = re.compile(
    rf"^[ \t>]*(?:(?:Den|On|Am|Le)\b[^\n]{{3,160}}(?:\n[^\n]{{0,160}})?\b(?:skrev|wrote|schrieb|a écrit)\b[^\n]{{0,160}}:?[ \t]*"
    rf"|{_DAYS}[^\n]{{3,120}}\bskrev\b[^\n]{{0,160}}:[ \t]*|[^\n]{{1,120}}<[^<>\n@]+@[^<>\n]+>[ \t]+(?:skrev|wrote)\b[^\n]{{0,80}}:[ \t]*"
    r"|[^\n]{1,120}\b(?:skrev|wrote|schreef)\b[^\n]{0,80}:[ \t]*(?=\n\s*>))$",
    re.IGNORECASE | re.MULTILINE,
)
_BANNER = re.compile(
    r"^[ \t>]*-{2,}[ \t]*(?:Oprindelig (?:meddelelse|besked|mail)|Original (?:message|meddelelse)|Original besked|"
    r"Reply message|Svar på besked)[ \t]*-{2,}[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_PASSED_ON = re.compile(
    r"^[ \t>]*(?:-{2,}[ \t]*(?:Forwarded message|Videresendt (?:meddelelse|besked|mail))[ \t]*-{2,}|"
    r"(?:Begin forwarded message|Start på videresendt besked|Videresendt besked|Videresendt e-mail|Start på videresendt meddelelse):?)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_LINE = r"[ \t>*]*{}[ \t]*\*?:[ \t*]*[^\n]*\n(?:[ \t>*]*\n)?"
_FIELDS = re.compile(
    r"^(?:[ \t>]*_{10,}[ \t]*\n\s*)?"
    + _LINE.format(r"(?:Fra|From|Von|Från|Van)")
    + rf"(?:{_LINE.format(r'(?:Sendt|Sent|Dato|Date|Gesendet|Skickat|Verzonden|Datum|Til|Till|To|An|Aan|Cc|Kopi|Emne|Subject|Betreff|Ämne|Onderwerp|Svar til|Reply-To|Prioritet|Vigtighed|Importance)')}){{1,8}}",
    re.IGNORECASE | re.MULTILINE,
)
_FROM = re.compile(r"(?:Fra|From|Von|Från|Van)[ \t*]*:[^\n]*?([^\s<>\"():;,\[\]]+@[^\s<>\"():;,\[\]]+)", re.IGNORECASE)
_SUBJECT = re.compile(
    r"^[ \t>*]*(?:Emne|Subject|Betreff|Ämne|Onderwerp)[ \t*]*:[ \t*]*([^\n]*)", re.IGNORECASE | re.MULTILINE
)
_AGAIN = re.compile(r"^\s*(?:(?:vs|fw|fwd|videresend(?:t|else)?)\s*:)", re.IGNORECASE)
_MARK = re.compile(r"^[ \t]*>", re.MULTILINE)
_DASHES = re.compile(r"^(?:-- ?|__+)$", re.MULTILINE)
_CLOSING = re.compile(
    r"^[ \t]*(?:(?:med )?(?:(?:venlig|de bedst|bedst|mang|kærlig|god|varm|sol)e? ?)+(?:hilsen|hilsner)|m\.?v\.?h\.?|v\.?h\.?|hilsen|hilsner|"
    r"på (?:kommunalbestyrelsens|byrådets|borgmesterens) vegne|(?:best|kind|warm) regards|yours sincerely|sincerely|"
    r"(?:sendt fra|sent from) (?:min|mit|my) [^\n]{1,40}|(?:hent|get|sendt fra|sent from) outlook (?:til|for) [^\n]{1,80})[ \t]*[,.!]?[ \t]*(?:[^\n]{0,60})$",
    re.IGNORECASE | re.MULTILINE,
)
_ARMOUR = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:[A-Za-z]+: [^\n]*\n)*\n?|^-----BEGIN PGP SIGNATURE-----[ \t]*$.*?(?:^-----END PGP SIGNATURE-----[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_ESCAPED = re.compile(r"^- (?=-)", re.MULTILINE)
_SIGNED_LINES, _SIGNED_WIDTH = 18, 120
# What a municipality's mail server puts below every mail, and above every one from outside.
_NOTICE = re.compile(
    r"^[ \t*]*(?:Denne (?:e-?mail|mail|besked|meddelelse)|This (?:e-?mail|message)|Fortrolighed|Fortrolig|Confidentiality|Disclaimer|OBS|"
    r"Tænk på miljøet|Vi behandler (?:dine )?personoplysninger|(?:Læs|Se) (?:mere )?(?:om )?(?:vores|hvordan)[^\n]*(?:persondata|personoplysninger|databeskyttelse|privatliv))",
    re.IGNORECASE | re.MULTILINE,
)
_OUTSIDE = re.compile(
    r"\A\s*(?:[\[(*]*(?:ekstern|external)\b[^\n]{0,40}(?:mail|afsender|sender|besked|message)[^\n]*|"
    r"[\[(*]*(?:OBS|ADVARSEL|BEMÆRK|CAUTION|WARNING)\b[^\n]*(?:ekstern|external|udefra|outside)[^\n]*)\n",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A mail's own words, what it forwards and from whom, and what was left out."""

    own: str
    forwarded: str = ""
    sender: str = ""
    quoted: int = 0
    signed: bool = False


def said(text: str, subject: str = "") -> Said:
    """Take the text of a mail apart."""
    words = text.replace("\r\n", "\n").replace("\r", "\n").replace("\N{NO-BREAK SPACE}", " ")
    words = _OUTSIDE.sub("", _unarmoured(words))
    passed = _PASSED_ON.search(words)
    below = _first(words, (_WROTE, _BANNER, _FIELDS))
    if passed and (below is None or passed.start() <= below.start()):
        return _forwarding(words[: passed.start()], words[passed.end() :])
    if below is not None and below.re is not _WROTE and (_AGAIN.match(subject) or not words[: below.start()].strip()):
        return _forwarding(words[: below.start()], words[below.start() :])
    own = words[: below.start()] if below is not None else words
    if below is not None and below.re is _WROTE and (between := _between(words[below.end() :])):
        own = f"{own}\n\n{between}"
    marked = [line for line in own.split("\n") if not _MARK.match(line)]
    quoted = int(below is not None) + (len(marked) < own.count("\n") + 1)
    stands, signed = _unsigned("\n".join(marked))
    return Said(stands.strip(), quoted=quoted, signed=signed)


def _unarmoured(words: str) -> str:
    """Without what PGP puts around the words it signs."""
    if "-----BEGIN PGP SIGNED" not in words:
        return words
    return _ESCAPED.sub("", _ARMOUR.sub("", words))


def _first(words: str, patterns: tuple[re.Pattern[str], ...]) -> re.Match[str] | None:
    found = [one for pattern in patterns if (one := pattern.search(words))]
    return min(found, key=lambda one: one.start(), default=None)


def _forwarding(own: str, below: str) -> Said:
    """A mail passed on: its head says who wrote it, and what follows is what they wrote."""
    head = _FIELDS.search(below)
    sender = _FROM.search(head[0] if head else below[:600])
    rest = below[head.end() :] if head else below
    subject = _SUBJECT.search(head[0]) if head else None
    words = "\n".join(re.sub(r"^[ \t]*> ?", "", line) for line in rest.split("\n"))
    inner = said(words, subject[1].strip() if subject else "")
    stands, signed = _unsigned(own)
    # Who passed it on may have been passed it: what each of them says is what the mail is about.
    told = "\n\n".join(filter(None, (inner.own, inner.forwarded)))
    return Said(
        stands.strip(), told, (inner.sender or sender[1].lower()) if sender else inner.sender, inner.quoted, signed
    )


def _between(below: str) -> str:
    """Answers written between the lines of what is answered; empty where all of it is what is answered."""
    if not _MARK.search(below):
        return ""
    lines = below.split("\n")
    last = max(number for number, line in enumerate(lines) if _MARK.match(line))
    first = next(number for number, line in enumerate(lines) if _MARK.match(line))
    return "\n".join(line for line in lines[first : last + 1] + lines[last + 1 :] if not _MARK.match(line)).strip()


def _unsigned(words: str) -> tuple[str, bool]:
    """Without the signature: from its dashes, or from a closing with nothing but short lines below."""
    dashes = next((one for one in _DASHES.finditer(words) if _is_end(words[one.end() :])), None)
    closing = next((one for one in _CLOSING.finditer(words) if _is_end(words[one.end() :])), None)
    found = [one.start() for one in (dashes, closing) if one is not None]
    return (words[: min(found)], True) if found else (words, False)


def _is_end(rest: str) -> bool:
    notice = _NOTICE.search(rest)
    lines = [line for line in rest[: notice.start() if notice else None].split("\n") if line.strip()]
    return len(lines) <= _SIGNED_LINES and all(len(line) <= _SIGNED_WIDTH for line in lines[:6])
