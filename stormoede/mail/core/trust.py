"""Is a mail from whom it says? Only our own border's word counts, and only where a setting names our border (RFC 8601)."""

import re
from collections.abc import Sequence

EXCHANGE = "exchange"
_NAMED = re.compile(r"\s*([^\s;]+)\s*(?:\s\d+\s*)?;", re.ASCII)
_DMARC = re.compile(r";\s*dmarc\s*=\s*([a-z]+)", re.ASCII | re.IGNORECASE)
_DOMAIN = re.compile(r"header\.from\s*=\s*\"?@?([^\s;\"]+)", re.ASCII | re.IGNORECASE)
_BY = re.compile(r"\bby\s+([^\s;()]+)", re.ASCII | re.IGNORECASE)


def is_trusted(head: Sequence[tuple[str, str]], senders: Sequence[str], border: str) -> bool:
    """Does ``border`` (the name our receiving mail server writes its results under) say that DMARC holds?

    Its results must stand above its own Received line, where no sender can write. ``exchange``: Exchange Online writes no
    name, so its topmost result alone is read. Without a border nothing is trusted, nor is a mail of several senders.
    """
    if not border or len(senders) != 1:
        return False
    if border.lower() == EXCHANGE:
        first = next((value for name, value in head if name.lower() == "authentication-results"), "")
        return _holds(";" + first, senders[0]) and _starts(head)
    for name, value in head:
        if name.lower() == "received" and (found := _BY.search(value)) and found[1].lower() == border.lower():
            return False
        if name.lower() == "authentication-results":
            named = _NAMED.match(value)
            if named and named[1].lower() == border.lower():
                return _holds(value, senders[0])
    return False


def _starts(head: Sequence[tuple[str, str]]) -> bool:
    """Do the results stand near the top? Exchange writes them at its entrance, at most three of its own hops from the mailbox."""
    names = [name.lower() for name, _value in head]
    first = names.index("authentication-results")
    return names[:first].count("received") <= 3


def _holds(value: str, sender: str) -> bool:
    flat = " ".join(value.split())
    told = _DMARC.search(flat)
    domain = _DOMAIN.search(flat)
    host = sender.rpartition("@")[2]
    return bool(told and told[1].lower() == "pass" and (domain is None or host == domain[1].lower().rstrip(".")))
