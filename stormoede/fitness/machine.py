"""The machine: keys and their place, the address people see, the disk, the clock and its zones."""

import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stormoede.fitness.findings import Finding, advice, fault, ok
from stormoede.lib import keys
from stormoede.lib.env import loopback
from stormoede.lib.wording import noted as _

TIGHT, LITTLE = 200_000_000, 2_000_000_000


def key_findings(folder: Path, data: Path) -> Iterator[Finding]:
    """The keys: there, closed to others, and not where the data and its backup are."""
    try:
        ring = keys.load(folder)
    except keys.KeyFault as no:
        yield fault("keys", "%(why)s", "", why=no)
        return
    yield ok(
        "keys",
        _("%(count)s in %(folder)s, number %(newest)s signs."),
        count=len(ring.roots),
        folder=folder,
        newest=ring.newest,
    )
    if folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield fault("keys", _("Their folder is open to others."), _("Run: chmod 700 %(folder)s"), folder=folder)
    if folder.resolve().is_relative_to(data.resolve()):
        yield fault(
            "keys", _("They stand inside the data folder, so every backup holds them."), _("Set STORMOEDE_KEYS.")
        )
    elif folder.stat().st_dev == data.stat().st_dev:
        yield advice(
            "keys", _("They are on the same volume as the data."), _("Another volume keeps them out of its snapshots.")
        )


def data_findings(data: Path) -> Iterator[Finding]:
    """The data folder: there, writable, and with room."""
    if not data.is_dir():
        yield fault(
            "data",
            _("There is no folder %(folder)s."),
            _("Make it, or set STORMOEDE_DATA, then run `stormoede init`."),
            folder=data,
        )
        return
    free = shutil.disk_usage(data).free
    text = _("%(free)s GB free in %(folder)s.")
    told = {"free": round(free / 1e9, 1), "folder": data}
    if free < TIGHT:
        yield fault("disk", text, _("Make room: with a full disk no answer can be kept."), **told)
    elif free < LITTLE:
        yield advice("disk", text, _("Make room before a round is sent."), **told)
    else:
        yield ok("disk", text, **told)


def address_findings(origin: str, debug: bool, proxies: tuple[str, ...]) -> Iterator[Finding]:
    """The address people see, and what may not be on behind it."""
    parts = urlsplit(origin)
    local = loopback(parts.hostname or "")
    if parts.scheme == "https":
        yield ok("address", "%(origin)s", origin=origin)
    elif local:
        found = _("%(origin)s can be opened on this machine only.")
        yield advice("address", found, _("Set STORMOEDE_ORIGIN for members."), origin=origin)
    else:
        found = _("%(origin)s is not https.")
        advised = _("Put a proxy with a certificate before it; set STORMOEDE_ORIGIN.")
        yield fault("address", found, advised, origin=origin)
    if debug:
        yield (advice if local else fault)(
            "debug", _("It is on and shows the program's insides."), _("Unset STORMOEDE_DEBUG.")
        )
    if parts.scheme == "https" and not proxies:
        found = _("No proxy is named, so limits see everybody at the proxy's address.")
        yield advice("proxies", found, _("Set STORMOEDE_PROXIES to the proxy's address."))


def program_findings() -> Iterator[Finding]:
    """The Python that runs this, and its time zones."""
    version = ".".join(map(str, sys.version_info[:3]))
    if (3, 12) <= sys.version_info < (3, 15):
        yield ok("python", "%(version)s", version=version)
    else:
        found = _("%(version)s is not one Stormøde is tested with.")
        yield fault("python", found, _("Use 3.12, 3.13 or 3.14."), version=version)
    try:
        ZoneInfo("Europe/Copenhagen")
    except ZoneInfoNotFoundError:
        yield fault("zones", _("Danish time is not known here."), _("Install the package tzdata."))
