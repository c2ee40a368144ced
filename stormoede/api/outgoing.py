"""One request out to a hook's address: to a host that has been looked up and looked at, without redirects, bounded in time and size."""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from ipaddress import ip_address
from typing import Protocol

from stormoede import __version__
from stormoede.accounts import alarms
from stormoede.api.core import targets
from stormoede.api.core.targets import Address, No
from stormoede.lib.env import Network

CONNECTING, WHOLE = 5.0, 15.0
LARGEST = 16 * 1024
_WORDS = {No.FORM: "the host has no address", No.PLAIN: "only https is used", No.INSIDE: "the host is inside a network"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the status the receiver answered, or in words why there is none. ``rest`` is its Retry-After."""

    status: int | None = None
    fault: str = ""
    rest: timedelta | None = None


class Way(Protocol):
    """A way out."""

    def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Wire:
    """The way out: straight, past every proxy of the environment. ``let`` are networks inside that may be reached."""

    let: Sequence[Network] = ()
    context: ssl.SSLContext | None = None
    whole: float = WHOLE

    def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
        """POST ``body``. Nothing is raised; the answer's body is not kept."""
        try:
            return self._posted(address, body, headers)
        except ssl.SSLCertVerificationError as fault:
            return Outcome(fault=f"the certificate is not accepted: {fault.verify_message}")
        except TimeoutError:
            return Outcome(fault="no answer in time")
        except (OSError, http.client.HTTPException, ValueError) as fault:
            return Outcome(fault=_told(fault))

    def _posted(self, address: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
        scheme, host, port, path = targets.taken_apart(address)
        places = _looked_up(host, port)
        no = targets.verdict(scheme, places, self.let)
        if no is not None:
            alarms.sound("hook_refused", why=no.name.lower())
            return Outcome(fault=_WORDS[no])
        link = http.client.HTTPConnection(host, port)
        link.sock = self._connected(places, host, port, secure=scheme == "https")
        with _ended_after(self.whole, link.sock) as late:
            try:
                link.request("POST", path, body, {"User-Agent": f"Stormoede/{__version__}", **headers})
                answer = link.getresponse()
                # What is said beside the status is heard out politely, and not waited for.
                with contextlib.suppress(OSError, http.client.HTTPException):
                    answer.read(LARGEST)
            except (OSError, http.client.HTTPException):
                if late.is_set():
                    raise TimeoutError from None
                raise
            finally:
                link.close()
        return Outcome(answer.status, rest=_rest(answer.headers.get("Retry-After", "")))

    def _connected(self, places: Sequence[Address], host: str, port: int, *, secure: bool) -> socket.socket:
        """A connection to one of the very addresses that were looked at, so that no second look-up can lead elsewhere."""
        for number, place in enumerate(places):
            try:
                plain = socket.create_connection((str(place), port), CONNECTING)
                break
            except OSError:
                if number == len(places) - 1:
                    raise
        context = self.context or _trusting_the_system()
        return context.wrap_socket(plain, server_hostname=host) if secure else plain


@cache
def _trusting_the_system() -> ssl.SSLContext:
    return ssl.create_default_context()


def _looked_up(host: str, port: int) -> list[Address]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(str(entry[4][0]).partition("%")[0]) for entry in found))[:4]


class _ended_after(contextlib.AbstractContextManager[threading.Event]):  # noqa: N801 - reads as what it does
    """Ends a connection that takes longer than ``seconds`` in all, however busily it drips; says so by its event."""

    def __init__(self, seconds: float, link: socket.socket) -> None:
        self._late, self._link = threading.Event(), link
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def _end(self) -> None:
        self._late.set()
        with contextlib.suppress(OSError):
            self._link.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> threading.Event:
        self._link.settimeout(None)
        self._timer.start()
        return self._late

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _rest(text: str) -> timedelta | None:
    return timedelta(seconds=int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else None


def _told(fault: Exception) -> str:
    if isinstance(fault, socket.gaierror):
        return "the host is not known"
    if isinstance(fault, OSError) and fault.strerror:
        return fault.strerror[:1].lower() + fault.strerror[1:]
    return "the answer is no HTTP" if isinstance(fault, http.client.HTTPException) else "no connection"
