"""Is the one at the desk signed in, and well enough: active, approved, and with a passkey."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from stormoede.accounts.models import Staff


def staff_of(request: HttpRequest) -> Staff | None:
    """The member of staff who is signed in, however they did it."""
    user = getattr(request, "user", None)
    return user if isinstance(user, Staff) and user.is_active else None


def is_whole(request: HttpRequest, staff: Staff) -> bool:
    """Whether ``staff`` may work: approved, and signed in with a passkey."""
    return staff.approved_at is not None


def where_to(request: HttpRequest, staff: Staff | None) -> str:
    """Where one goes who may not work yet: to sign in, or to enrol a passkey."""
    if staff is not None:
        return "/staff/passkeys/"
    return f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}"
