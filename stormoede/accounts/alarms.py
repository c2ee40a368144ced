"""What is of interest to whoever watches over safety: sign-ins, refusals, changes of keys. Lines of the log, without personal data."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stormoede.accounts import bursts
from stormoede.accounts.network import prefix_of

LOG = logging.getLogger("stormoede.security")


def sound(kind: str, request: HttpRequest | None = None, **figures: object) -> None:
    """One line: its kind, the network it came from (never the address), and numbers of links, staff or keys."""
    network = {"network": prefix_of(request) or "-"} if request is not None else {}
    LOG.info("", extra={"figures": {"kind": kind, **network, **figures}})


def bad_link(request: HttpRequest, purpose: str) -> None:
    """A secret that is not genuine: counted against its network, and told."""
    bursts.count(bursts.BAD_LINKS, prefix_of(request))
    sound("no_link", request, purpose=purpose)


def too_fast(request: HttpRequest, kind: str, **figures: object) -> HttpResponse:
    """The page for one who has tried too often, and the line that says so."""
    sound(kind, request, **figures)
    return render(request, "accounts/too_fast.html", status=429)
