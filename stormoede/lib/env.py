"""Settings from the environment: one table of declarations, each with its reader; a wrong value stops the start with a sentence."""

import ipaddress
import os
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from stormoede.lib.wording import reason, spoken
from stormoede.lib.wording import told as _

type Network = IPv4Network | IPv6Network


class EnvironmentFault(Exception):
    """A setting cannot be used. The text is a whole sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Setting[T]:
    """One setting: its name in the environment, how it is read, what it is when unset, and what it is for."""

    name: str
    read: Callable[[str], T]
    default: T
    about: str


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """A database address taken apart. ``engine`` is "sqlite" or "postgresql"; ``name`` is a path or a database name.

    ``tls`` is how the way to a server is encrypted, as libpq has it; ``roots`` the file of the certificates it is held against.
    """

    engine: str
    name: str
    user: str = ""
    password: str = ""
    host: str = ""
    port: str = ""
    tls: str = ""
    roots: str = ""


def text(value: str) -> str:
    return value


def path(value: str) -> Path:
    return Path(value).expanduser().absolute()


def flag(value: str) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off and the empty text."""
    lowered = value.strip().lower()
    if lowered in {"1", "true", "yes", "on"}:
        return True
    if lowered in {"", "0", "false", "no", "off"}:
        return False
    raise ValueError(_("say 1 or 0"))


def _number(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise ValueError(_("“%(value)s” is no whole number", value=value)) from None


def whole(value: str) -> int:
    """A whole number, 0 or more."""
    number = _number(value)
    if number < 0:
        raise ValueError(_("must not be negative"))
    return number


def port(value: str) -> int:
    """A port number, 1–65535."""
    number = _number(value)
    if not 0 < number < 65536:
        raise ValueError(_("must be a port number, 1 to 65535"))
    return number


def at_least_one(value: str) -> int:
    """A whole number, 1 or more."""
    number = _number(value)
    if number < 1:
        raise ValueError(_("must be 1 or more"))
    return number


def one_of(*choices: str) -> Callable[[str], str]:
    """A reader that takes these words only."""

    def read_choice(value: str) -> str:
        if value not in choices:
            raise ValueError(_("must be one of %(choices)s", choices=", ".join(choices)))
        return value

    return read_choice


def https(value: str) -> str:
    """The empty text, or an https address."""
    parts = _taken_apart(value)
    if value and (parts.scheme != "https" or not parts.hostname):
        raise ValueError(_("must begin with https://"))
    return value


def scanner(value: str) -> tuple[str, ...]:
    """Nothing, ("clamd", its socket or host:port), or a program by its whole path with what it is to be told."""
    kind, colon, place = value.strip().partition(":")
    if kind == "clamd" and colon:
        if not (place.startswith("/") or re.fullmatch(r"\S+:[0-9]{1,5}", place)):
            raise ValueError(_("must be like clamd:/run/clamav/clamd.ctl or clamd:host:3310"))
        return ("clamd", place)
    try:
        parts = tuple(shlex.split(value))
    except ValueError:
        raise ValueError(_("has a quotation mark without the other")) from None
    if parts and not parts[0].startswith("/"):
        raise ValueError(_("must be a program with its whole path, or clamd:/run/clamav/clamd.ctl"))
    return parts


def mail_address(value: str) -> str:
    """The empty text, or a bare mail address."""
    local, at, host = value.rpartition("@")
    if value and (not at or not local or "." not in host or any(c.isspace() or c in "<>,;" for c in value)):
        raise ValueError(_("must be a mail address like letters@stormoede.example"))
    return value


def host(value: str) -> str:
    """The empty text, or a bare host name, in lower case."""
    if value and not re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+", value.lower()):
        raise ValueError(_("must be a host name like svar.stormoede.example"))
    return value.lower()


def words(value: str) -> tuple[str, ...]:
    """A list with commas between."""
    return tuple(part.strip() for part in value.split(",") if part.strip())


def networks(value: str) -> tuple[Network, ...]:
    """Networks or addresses with commas between."""
    return tuple(_network(part) for part in words(value))


def _network(text: str) -> Network:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        raise ValueError(
            _("“%(value)s” is no address like 192.0.2.7, and no network like 10.0.0.0/8", value=text)
        ) from None


def places(value: str) -> tuple[str, ...]:
    """Networks or addresses as they are written, each one that can be used."""
    networks(value)
    return words(value)


def _taken_apart(value: str) -> SplitResult:
    """An address's parts. ValueError when there is none to be found in it, or its port is no number."""
    try:
        parts = urlsplit(value)
        int(parts.port or 0)
    except ValueError:
        raise ValueError(_("is no address")) from None
    return parts


def origin(value: str) -> str:
    """http://host[:port] or https://host[:port], without a path."""
    parts = _taken_apart(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"} or parts.query:
        raise ValueError(_("must be like https://stormoede.example, without a path"))
    return f"{parts.scheme}://{parts.netloc}"


def loopback(host: str) -> bool:
    """Can ``host`` be reached from this machine only? Of a name nobody is asked."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


_TLS = ("disable", "require", "verify-ca", "verify-full")


def database(value: str) -> DatabaseAddress:
    """sqlite:///path or postgresql://user:password@host:port/name (host may be a folder: ?host=/run/postgresql).

    The way to another machine is encrypted unless ?sslmode=disable says that it is not; no mode falls back in silence.
    """
    if value.startswith("sqlite:///"):
        return DatabaseAddress("sqlite", str(path(value.removeprefix("sqlite:///"))))
    parts = _taken_apart(value)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ValueError(_("must begin with sqlite:/// or postgresql://"))
    told = dict(parse_qsl(parts.query, keep_blank_values=True))
    if not told.keys() <= {"host", "sslmode", "sslrootcert"} or told.get("sslmode", "disable") not in _TLS:
        raise ValueError(_("after ? there may be host, sslmode (%(modes)s) and sslrootcert", modes=", ".join(_TLS)))
    host = told.get("host", "") or parts.hostname or ""
    return DatabaseAddress(
        "postgresql",
        unquote(parts.path.lstrip("/")),
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        host,
        str(parts.port or ""),
        told.get("sslmode", "" if not host or host.startswith("/") or loopback(host) else "require"),
        told.get("sslrootcert", ""),
    )


def read[T](setting: Setting[T], environment: Mapping[str, str] | None = None) -> T:
    """The setting's value; a secret may also come as a file, in NAME_FILE."""
    found = os.environ if environment is None else environment
    raw = found.get(setting.name)
    file = found.get(setting.name + "_FILE")
    if raw is not None and file:
        raise EnvironmentFault(_("%(name)s and %(name)s_FILE are both set; keep one of them.", name=setting.name))
    if file:
        try:
            raw = Path(file).read_text(encoding="utf-8").strip()
        except OSError as fault:
            raise EnvironmentFault(
                _(
                    "%(name)s_FILE names a file that cannot be read: %(reason)s.",
                    name=setting.name,
                    reason=reason(fault),
                )
            ) from fault
    if raw is None:
        return setting.default
    try:
        return setting.read(raw)
    except ValueError as fault:
        said = _("%(name)s cannot be used: %(why)s.", name=setting.name, why=fault)
        raise EnvironmentFault(f"{said} {spoken(setting.about)}") from fault
