"""The virus scanner: does it pass what is harmless, and find what every scanner is to find?"""

from collections.abc import Iterator

from stormoede import environment
from stormoede.fitness.findings import Finding, advice, fault, ok
from stormoede.lib import env
from stormoede.lib.wording import noted as _

# The test file of EICAR, from back to front: standing here as it is, it would have this file taken away by some scanner.
_TEST = "*H+H$!ELIF-TSET-SURIVITNA-DRADNATS-RACIE$}7)CC7)^P(45XZP\\4[PA@%P!O5X"[::-1].encode("ascii")


def findings() -> Iterator[Finding]:
    """Two small files shown to it."""
    words = env.read(environment.SCAN)
    if not words:
        yield advice(
            "viruses", _("No scanner is named; files are said to be unscanned."), _("Set STORMOEDE_SCAN, to clamd say.")
        )
        return
    from stormoede.mail import scanner
    from stormoede.mail.core.scans import ScanFault

    asked = scanner.of(words)
    assert asked is not None
    try:
        harmless, test = asked.scan(b"Nothing but words.\n"), asked.scan(_TEST)
    except ScanFault as no:
        yield fault("viruses", _("The scanner cannot be used: %(why)s."), _("See STORMOEDE_SCAN."), why=no)
        return
    if harmless.infected or harmless.fault:
        said = harmless.name or harmless.fault or "infected"
        yield fault("viruses", _("The scanner does not pass a harmless text: %(why)s."), _("Try it by hand."), why=said)
    elif not test.infected:
        yield fault("viruses", _("The scanner does not find EICAR's test file."), _("Its signatures may be missing."))
    else:
        found = _("The scanner passes a text and finds EICAR's test file (%(name)s).")
        yield ok("viruses", found, name=test.name or "infected")
