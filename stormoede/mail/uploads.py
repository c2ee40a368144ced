"""A list or a round's file that somebody brings, at the desk or by a command, is shown to the virus scanner before anything of it is read, while they wait."""

import logging

from stormoede.mail import scanner
from stormoede.mail.core.scans import ScanFault
from stormoede.mail.refusals import FileInfected, FileUnscanned

_log = logging.getLogger(__name__)


def look(content: bytes, what: str) -> None:
    """Show the file to the scanner, if there is one. Raises FileInfected, FileUnscanned. ``what`` is what the log calls it."""
    asked = scanner.configured()
    if asked is None:
        return
    try:
        verdict = asked.scan(content)
    except ScanFault as no:
        _log.warning("The virus scanner could not look at %s: %s", what, no)
        raise FileUnscanned from no
    if verdict.infected:
        _log.warning("A virus was found in %s", what)
        raise FileInfected
    if verdict.fault:
        _log.warning("The virus scanner could make nothing of %s: %s", what, verdict.fault)
        raise FileUnscanned
