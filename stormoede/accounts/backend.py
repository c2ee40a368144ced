"""Who the session says is at the desk: allauth's own answer, with the one look-up each page needs worded once."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from stormoede.accounts.models import Staff
from stormoede.lib.prepared import Prepared

_STAFF = Prepared(lambda pk: Staff.objects.filter(pk=pk), UUID(int=1))


class StaffBackend(AuthenticationBackend):  # type: ignore[misc]
    """Looks staff up by their id."""

    def get_user(self, user_id: UUID) -> Staff | None:
        """The member of staff of that id, while they may sign in."""
        found = next(iter(_STAFF(user_id)), None)
        return found if found is not None and self.user_can_authenticate(found) else None
