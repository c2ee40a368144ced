"""Where a request comes from, as coarsely as limits need it: IPv4 /24, IPv6 /48."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

type Address = IPv4Address | IPv6Address


def _address(text: str) -> Address | None:
    try:
        found = ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _is_proxy(address: Address) -> bool:
    return any(address in ip_network(proxy, strict=False) for proxy in settings.PROXIES)


def address_of(request: HttpRequest) -> Address | None:
    """The nearest address that is not a proxy of ours. X-Forwarded-For is read only behind such a proxy."""
    here = _address(request.META.get("REMOTE_ADDR", ""))
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if settings.PROXIES else []
    while here is not None and hops and _is_proxy(here):
        before = _address(hops.pop())
        if before is None:
            break
        here = before
    return here


def prefix_of(request: HttpRequest) -> str:
    """The network a limit counts: "192.0.2.0/24", "2001:db8::/48", or "" when it cannot be told."""
    address = address_of(request)
    if address is None:
        return ""
    return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))
