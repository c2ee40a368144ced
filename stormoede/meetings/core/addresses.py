"""Which addresses may lead out of the door. An address is read, never fetched."""

import ipaddress
import re
from enum import StrEnum
from urllib.parse import urlsplit

_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


class Fault(StrEnum):
    """Why an address is refused."""

    NOT_HTTPS = "not_https"
    USER_PART = "user_part"
    HOST = "host"
    CHARACTERS = "characters"
    LONG = "long"


def fault(address: str) -> Fault | None:
    """None when ``address`` may be used: https, a public host name, no user part, no odd characters, at most 2,000."""
    if len(address) > 2000:
        return Fault.LONG
    if not address.isascii() or any(sign <= " " or sign in '"<>\\^`{|}\x7f' for sign in address):
        return Fault.CHARACTERS
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        return Fault.HOST
    if parts.scheme != "https":
        return Fault.NOT_HTTPS
    if "@" in parts.netloc:
        return Fault.USER_PART
    return None if _public(parts.hostname or "") else Fault.HOST


def _public(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(_HOST.fullmatch(host)) and not host.endswith((".local", ".internal", ".localhost", ".arpa"))
    return False
