"""A mail address, tidied or refused. Members' addresses are kept in lower case, so that one address is one text."""

import re
import unicodedata

_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def tidy(text: str) -> str | None:
    """The address as it is kept, or None when no mail server would take it. An empty text is an empty address."""
    address = unicodedata.normalize("NFC", text).strip().lower().removeprefix("mailto:").strip("<>").strip()
    if not address:
        return ""
    local, at, domain = address.rpartition("@")
    if not at or len(local) > 64 or not _LOCAL.fullmatch(local):
        return None
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    labels = ascii_domain.split(".")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or len(local) + len(ascii_domain) > 253:
        return None
    return f"{local}@{ascii_domain}"


def as_kept(text: str) -> str:
    """An address as we would have kept it, to look for it: mette@ørsted.example is kept by its domain's other name."""
    return tidy(text) or text.strip().lower()


def hint(address: str) -> str:
    """As much of an address as its owner needs to know it again: "k…@faaborg-midtfyn.example"; empty without one."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}" if address else ""
