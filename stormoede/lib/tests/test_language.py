"""Which language a page speaks."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from stormoede.lib import language


@pytest.mark.parametrize(
    ("cookie", "wanted", "spoken"),
    [
        ("", ("en", "da"), "en"),
        ("", ("", "en"), "en"),
        ("", ("kl", "da"), "da"),
        ("", ("", ""), "da"),
        ("da", ("en",), "da"),
        ("kl", ("en",), "en"),
    ],
)
def test_the_reader_chooses_first_then_what_is_known_of_them(
    rf: RequestFactory, cookie: str, wanted: tuple[str, ...], spoken: str
) -> None:
    request = rf.get("/")
    request.COOKIES["language"] = cookie
    with translation.override("da"):
        language.prefer(request, *wanted)
        assert translation.get_language() == spoken
