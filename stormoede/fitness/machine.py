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

TIGHT, LITTLE = 200_000_000, 2_000_000_000


def key_findings(folder: Path, data: Path) -> Iterator[Finding]:
    """The keys: there, closed to others, and not where the data and its backup are."""
    try:
        ring = keys.load(folder)
    except keys.KeyFault as no:
        yield fault("keys", str(no), "")
        return
    yield ok("keys", f"{len(ring.roots)} in {folder}, number {ring.newest} signs.")
    if folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield fault("keys", "Their folder is open to others.", f"Run: chmod 700 {folder}")
    if folder.resolve().is_relative_to(data.resolve()):
        yield fault("keys", "They stand inside the data folder, so every backup holds them.", "Set STORMOEDE_KEYS.")
    elif folder.stat().st_dev == data.stat().st_dev:
        yield advice(
            "keys", "They are on the same volume as the data.", "Another volume keeps them out of its snapshots."
        )


def data_findings(data: Path) -> Iterator[Finding]:
    """The data folder: there, writable, and with room."""
    if not data.is_dir():
        yield fault("data", f"There is no folder {data}.", "Make it, or set STORMOEDE_DATA, then run `stormoede init`.")
        return
    free = shutil.disk_usage(data).free
    text = f"{free / 1e9:.1f} GB free in {data}."
    if free < TIGHT:
        yield fault("disk", text, "Make room: with a full disk no answer can be kept.")
    elif free < LITTLE:
        yield advice("disk", text, "Make room before a round is sent.")
    else:
        yield ok("disk", text)


def address_findings(origin: str, debug: bool, proxies: tuple[str, ...]) -> Iterator[Finding]:
    """The address people see, and what may not be on behind it."""
    parts = urlsplit(origin)
    local = loopback(parts.hostname or "")
    if parts.scheme == "https":
        yield ok("address", origin)
    elif local:
        yield advice("address", f"{origin} can be opened on this machine only.", "Set STORMOEDE_ORIGIN for members.")
    else:
        yield fault(
            "address", f"{origin} is not https.", "Put a proxy with a certificate before it; set STORMOEDE_ORIGIN."
        )
    if debug:
        yield (advice if local else fault)(
            "debug", "It is on and shows the program's insides.", "Unset STORMOEDE_DEBUG."
        )
    if parts.scheme == "https" and not proxies:
        found = "No proxy is named, so limits see everybody at the proxy's address."
        yield advice("proxies", found, "Set STORMOEDE_PROXIES to the proxy's address.")


def program_findings() -> Iterator[Finding]:
    """The Python that runs this, and its time zones."""
    version = ".".join(map(str, sys.version_info[:3]))
    if (3, 12) <= sys.version_info < (3, 15):
        yield ok("python", version)
    else:
        yield fault("python", f"{version} is not one Stormøde is tested with.", "Use 3.12, 3.13 or 3.14.")
    try:
        ZoneInfo("Europe/Copenhagen")
    except ZoneInfoNotFoundError:
        yield fault("zones", "Danish time is not known here.", "Install the package tzdata.")
