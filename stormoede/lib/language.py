"""Which language a page speaks: the one its reader pressed in this browser, else the first known of them, else the browser's."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

_SPOKEN = frozenset(code for code, _name in settings.LANGUAGES)


def prefer(request: HttpRequest, *wanted: str) -> None:
    """Speak the first of ``wanted`` that we speak, unless the reader has chosen. Empty texts are passed over."""
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) in _SPOKEN:
        return
    found = next((code for code in wanted if code in _SPOKEN), None)
    if found:
        translation.activate(found)
        request.LANGUAGE_CODE = found
