"""One-time sign-ins of staff: their address, and whom one is for."""

from datetime import datetime

from django.conf import settings

from stormoede.accounts import keyring
from stormoede.accounts.core import onetimes
from stormoede.accounts.models import Staff
from stormoede.accounts.printed import are_allowed

LABEL = "one-time"
PATH = "/staff/in/"
MASK = "…"


def _epoch(staff: Staff) -> str:
    """Changes with every sign-in. In a told story the printed ones are for everybody, again and again."""
    if are_allowed() or staff.last_login is None:
        return ""
    return staff.last_login.isoformat()


def address_of(staff: Staff, at: datetime) -> str:
    """The whole address of a sign-in issued at ``at``."""
    kid, key = keyring.signing(LABEL)
    return f"{settings.ORIGIN}{PATH}{onetimes.mint(key, kid, staff.pk, at, _epoch(staff))}"


def masked() -> str:
    """The address with a mask where the secret would be."""
    return f"{settings.ORIGIN}{PATH}{MASK}"


def staff_of(text: str, at: datetime) -> Staff | None:
    """Whom ``text`` signs in at ``at``; None when it is not genuine, used, or older than 24 hours. One statement."""
    claim = onetimes.claim(text)
    staff = Staff.objects.filter(pk=claim.staff, is_active=True).first() if claim else None
    if claim is None or staff is None:
        return None
    genuine = onetimes.holds(claim, lambda kid: keyring.key(LABEL, kid), _epoch(staff), at)
    return staff if genuine else None
