"""A personal page speaks the language its reader chose in this browser, else the one the association knows of them."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from stormoede.members.models import Person

_KNOWN = frozenset(code for code, _ in settings.LANGUAGES)


def speak(request: HttpRequest, person: Person) -> None:
    """Set the language of the page."""
    if person.language in _KNOWN and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(person.language)
        request.LANGUAGE_CODE = person.language
