"""What allauth asks of us: no sign-up, no messages of its own, our host's name for passkeys, our limits' networks."""

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from stormoede.accounts import network, signins
from stormoede.accounts.models import Staff
from stormoede.accounts.signins import Means
from stormoede.lib import clock


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in for staff who are there already."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """The pages say it themselves."""

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Our own pages ask for a fresh sign-in (signins.is_fresh)."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return network.prefix_of(request)

    def login(self, request: HttpRequest, user: Staff) -> None:
        super().login(request, user)
        signins.mark(request, Means.PASSKEY, clock.wall())

    def respond_user_inactive(self, request: HttpRequest, user: Staff) -> HttpResponse:
        return HttpResponseRedirect(settings.LOGIN_URL)


class PasskeyAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys are for the host people see, whatever a request says its host is."""

    def generate_authenticator_name(self, user: Staff, type: str) -> str:
        """For one who gives none: the first, the second."""
        return _("Passkey %(number)s") % {"number": Authenticator.objects.filter(user=user).count() + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.ORIGIN).hostname or "", "name": "Stormøde"}

    def get_public_key_credential_user_entity(self, user: Staff) -> dict[str, str | bytes]:
        entity: dict[str, str | bytes] = super().get_public_key_credential_user_entity(user)
        return {**entity, "name": user.email, "display_name": user.name}
