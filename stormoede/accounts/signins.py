"""Is the one at the desk signed in, and well enough: active, approved, and with a passkey."""

from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest

from stormoede.accounts import alarms, printed
from stormoede.accounts.models import Staff

FRESH = timedelta(minutes=30)
_MEANS = "means"
_SINCE = "since"
BACKEND = "stormoede.accounts.backend.StaffBackend"


class Means(StrEnum):
    """What somebody signed in with."""

    PASSKEY = "passkey"
    LINK = "link"
    CODE = "code"


def staff_of(request: HttpRequest) -> Staff | None:
    """The member of staff who is signed in, however they did it."""
    user = getattr(request, "user", None)
    return user if isinstance(user, Staff) and user.is_active else None


def means_of(request: HttpRequest) -> Means | None:
    """What the one at the desk signed in with."""
    found = request.session.get(_MEANS)
    return Means(found) if found else None


def begin(request: HttpRequest, staff: Staff, means: Means, at: datetime) -> None:
    """Sign ``staff`` in, with a new key for their session. Only an act may do this."""
    auth.login(request, staff, backend=BACKEND)
    mark(request, means, at)
    alarms.sound("signed_in", request, staff=staff.pk, means=means.value)


def mark(request: HttpRequest, means: Means, at: datetime) -> None:
    """Write down what the session was begun with."""
    request.session[_MEANS] = means.value
    request.session[_SINCE] = int(at.timestamp())


def complete(request: HttpRequest, at: datetime) -> None:
    """A passkey has just been made in a session that a one-time sign-in began: the session gets a new key and may work."""
    request.session.cycle_key()
    mark(request, Means.PASSKEY, at)


def is_whole(request: HttpRequest, staff: Staff) -> bool:
    """Whether ``staff`` may work: approved, and signed in with a passkey."""
    if staff.approved_at is None:
        return False
    means = means_of(request)
    return means is Means.PASSKEY or (means is Means.LINK and printed.are_allowed())


def is_fresh(request: HttpRequest, at: datetime) -> bool:
    """Whether the sign-in was so lately that passkeys may be changed."""
    since = request.session.get(_SINCE, 0)
    return bool(at.timestamp() - since < FRESH.total_seconds())


def where_to(request: HttpRequest, staff: Staff | None) -> str:
    """Where one goes who may not work yet: to sign in, or to make a passkey."""
    if staff is not None:
        return "/staff/passkeys/"
    return f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}"
