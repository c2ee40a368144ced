"""Headers that every answer carries, beside those Django's own settings give."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.csp import CSP, build_policy

_OFF = (
    "accelerometer autoplay camera cross-origin-isolated display-capture encrypted-media fullscreen geolocation gyroscope "
    "hid identity-credentials-get idle-detection magnetometer microphone midi otp-credentials payment "
    "picture-in-picture screen-wake-lock serial storage-access usb web-share xr-spatial-tracking"
)
# Passkeys need their two; everything else a browser could offer a page is switched off.
PERMISSIONS = ", ".join(
    [
        *(f"{feature}=()" for feature in _OFF.split()),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)


class Headers:
    """Adds the content's policy, Cross-Origin-Resource-Policy and Permissions-Policy, and takes ``Server`` off.

    The policy is the settings' own, put into words once; a view that wants another says so with Django's ``csp_override``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        policy: Mapping[str, Any] = settings.SECURE_CSP
        self._policy = build_policy(policy)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = response.headers
        own = getattr(response, "_csp_config", None)
        headers.setdefault(str(CSP.HEADER_ENFORCE), self._policy if own is None else build_policy(own))
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        if "Server" in headers:
            del headers["Server"]
        return response
