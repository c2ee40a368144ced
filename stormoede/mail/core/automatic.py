"""Did a program write this mail? Such mails are never answered (RFC 3834), whatever they call themselves."""

import re
from enum import StrEnum

from stormoede.mail.core import bounces, subjects
from stormoede.mail.core.reading import Mail

_LEFT = re.compile(
    r"\b(?:fratrådt|er stoppet|er holdt op|har fået nyt (?:job|arbejde)|ikke længere (?:ansat|medlem|i brug|aktiv)|"
    r"udtrådt af|no longer (?:works?|with|employed|in use)|has left|nedlagt|min nye (?:mail)?adresse)\b",
    re.IGNORECASE,
)
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_MARKS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-AutoReply-From", "X-Mail-Autoreply")


class Automatic(StrEnum):
    """What a program wanted to say."""

    AWAY = "away"
    LEFT = "left"
    OPENED = "opened"
    BULK = "bulk"
    OWN = "own"


def of(mail: Mail, own_host: str) -> Automatic | None:
    """What kind of automatic mail it is, or None. ``own_host`` is the host of our own Message-IDs."""
    if mail.message_id.endswith(f"@{own_host}>"):
        return Automatic.OWN
    if bounces.is_receipt(mail):
        return Automatic.OPENED
    if not _is_reply(mail):
        return Automatic.BULK if _is_bulk(mail) else None
    return Automatic.LEFT if _LEFT.search(mail.text[:4000]) else Automatic.AWAY


def _is_reply(mail: Mail) -> bool:
    submitted = mail.header("Auto-Submitted").split(";")[0].strip().lower()
    if submitted not in {"", "no"} or any(mail.header(name) for name in _MARKS):
        return True
    if mail.header("Precedence").strip().lower() == "auto_reply" or mail.null_sender:
        return True
    return subjects.is_automatic(mail.subject)


def _is_bulk(mail: Mail) -> bool:
    listed = bool(mail.header("List-Id") or mail.header("List-Unsubscribe"))
    return listed or mail.header("Precedence").strip().lower() in _BULK
