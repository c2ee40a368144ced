"""Where a hook may go: out into the world by https, and nowhere inside, unless the one who runs the machine has said so."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from stormoede.lib.env import Network

type Address = IPv4Address | IPv6Address

_NAT64 = IPv6Network("64:ff9b::/96")


class No(StrEnum):
    """Why a hook may not go somewhere."""

    FORM = "form"
    PLAIN = "plain"
    INSIDE = "inside"


def inner(address: Address) -> list[Address]:
    """The address, and those it carries inside: mapped, 6to4, Teredo, NAT64."""
    found: list[Address] = [address]
    if isinstance(address, IPv6Address):
        found += filter(None, [address.ipv4_mapped, address.sixtofour])
        found += address.teredo or ()
        if address in _NAT64:
            found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return found


def is_outside(address: Address) -> bool:
    """Whether the address is one of the open Internet, and carries no other."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return is_outside(address.ipv4_mapped)
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in inner(address))


def is_let(address: Address, networks: Iterable[Network]) -> bool:
    """Whether the operator has opened the network the address is in."""
    return any(address in network for network in networks)


def verdict(scheme: str, addresses: Sequence[Address], let: Sequence[Network]) -> No | None:
    """Why a hook may not go to a host that has ``addresses``; None when it may. One wrong address is enough for a no.

    Without TLS only into networks that the operator has opened.
    """
    if not addresses:
        return No.FORM
    if all(is_let(one, let) for one in addresses):
        return None
    if not all(is_outside(one) or is_let(one, let) for one in addresses):
        return No.INSIDE
    return None if scheme == "https" else No.PLAIN


def fault_of(address: str, let: Sequence[Network]) -> No | None:
    """What can be said of an address before its host is looked up; None when nothing speaks against it."""
    parts = _split(address)
    if parts is None:
        return No.FORM
    scheme, host, _port = parts
    if scheme == "http" and not let:
        return No.PLAIN
    try:
        return verdict(scheme, [ip_address(host)], let)
    except ValueError:
        return No.INSIDE if host == "localhost" and not let else None


def _split(address: str) -> tuple[str, str, int] | None:
    if not address.isascii() or not address.isprintable() or " " in address:
        return None
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username is not None or parts.fragment:
        return None
    return parts.scheme, parts.hostname.rstrip(".").lower(), port


def taken_apart(address: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path with query of an address that ``fault_of`` found nothing against. ValueError else."""
    parts = _split(address)
    if parts is None:
        raise ValueError(address)
    split = urlsplit(address)
    return *parts, (split.path or "/") + (f"?{split.query}" if split.query else "")
