"""A key for the relay's door (XOAUTH2), by client credentials. The only HTTP client of the house.

It asks one address, the one the operator named in the environment, over https, follows no redirect, and remembers the
answer until shortly before it ends.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import NoReturn
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, UnknownHandler

from stormoede.lib import clock
from stormoede.mail.core.replies import RelayFault

_EARLY = timedelta(minutes=2)
_TIMEOUT = 20


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *arguments: object) -> NoReturn:
        raise URLError("it answered with a redirect")


def _ask(address: str, form: bytes) -> bytes:
    """POST over https, nothing else: the opener knows no other scheme, no proxy and no redirect."""
    opener = OpenerDirector()
    for handler in (HTTPSHandler(), _NoRedirects(), UnknownHandler()):
        opener.add_handler(handler)
    request = Request(address, data=form, headers={"Accept": "application/json"})  # noqa: S310 - https is checked
    with opener.open(request, timeout=_TIMEOUT) as answer:
        if answer.status != 200:
            raise URLError(f"it answered {answer.status}")
        content: bytes = answer.read(65536)
        return content


@dataclass(slots=True)
class Pass:
    """Gives the text that opens the relay, fetched when there is none or it is about to end. Safe between threads."""

    address: str
    client: str
    secret: str = field(repr=False)
    scope: str
    ask: Callable[[str, bytes], bytes] = _ask
    _value: str = field(default="", repr=False)
    _ends: datetime | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        if urlsplit(self.address).scheme != "https":
            raise RelayFault("The address that gives tokens must begin with https.")

    def get(self) -> str:
        """The current pass. RelayFault when none is given."""
        with self._lock:
            if self._ends is None or clock.wall() >= self._ends:
                self._fetch()
            return self._value

    def forget(self) -> None:
        """Fetch a new one next time: the relay did not take this one."""
        with self._lock:
            self._ends = None

    def _fetch(self) -> None:
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client,
            "client_secret": self.secret,
            "scope": self.scope,
        }
        try:
            answer = json.loads(self.ask(self.address, urlencode(form).encode("ascii")))
            self._value = str(answer["access_token"] or "")
            if not self._value:
                raise ValueError
            self._ends = clock.wall() + max(timedelta(seconds=int(answer["expires_in"])) - _EARLY, timedelta())
        except (OSError, HTTPException, ArithmeticError, ValueError, KeyError, TypeError, RecursionError) as fault:
            raise RelayFault(f"The address that gives tokens did not give one: {type(fault).__name__}.") from fault
