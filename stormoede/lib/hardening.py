"""Reasons not to start, seen before anything else is read."""

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from stormoede.lib.env import EnvironmentFault
from stormoede.lib.wording import told as _


def is_loopback(host: str) -> bool:
    """Whether ``host`` can be reached from this machine only."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def refuse(*, origin: str, debug: bool, data: Path, keys: Path) -> None:
    """EnvironmentFault when the settings together would give something away."""
    parts = urlsplit(origin)
    here = is_loopback(parts.hostname or "")
    if debug and not here:
        raise EnvironmentFault(
            _(
                "STORMOEDE_DEBUG shows the program's insides, so it is for this machine only; STORMOEDE_ORIGIN is %(origin)s. Unset one of them.",
                origin=origin,
            )
        )
    if parts.scheme != "https" and not here:
        raise EnvironmentFault(
            _(
                "STORMOEDE_ORIGIN is %(origin)s: links and sign-ins need https. Only an address of this machine may do without.",
                origin=origin,
            )
        )
    if keys.resolve().is_relative_to(data.resolve()):
        raise EnvironmentFault(
            _(
                "The keys in %(keys)s lie inside the data folder %(data)s, and so would go into its backups. Set STORMOEDE_KEYS to a folder outside it.",
                keys=keys,
                data=data,
            )
        )
