"""Headers that every answer carries, beside those Django's own settings give."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

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
    """Adds Cross-Origin-Resource-Policy and Permissions-Policy, and takes ``Server`` off."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        if "Server" in headers:
            del headers["Server"]
        return response
