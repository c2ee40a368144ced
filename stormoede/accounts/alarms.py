"""What is of interest to whoever watches over safety: sign-ins, refusals, changes of keys. Lines of the log, without personal data."""

import logging

from django.http import HttpRequest

from stormoede.accounts.network import prefix_of

LOG = logging.getLogger("stormoede.security")


def sound(kind: str, request: HttpRequest | None = None, **figures: object) -> None:
    """One line: its kind, the network it came from (never the address), and numbers of links, staff or keys."""
    network = {"network": prefix_of(request) or "-"} if request is not None else {}
    LOG.info("", extra={"figures": {"kind": kind, **network, **figures}})
