"""Which language a page speaks."""

from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import trans_real

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


def test_all_rooms_share_one_catalogue_of_words_and_count_alike() -> None:
    words: Any = trans_real.translation("da")
    assert len(words._catalog._catalogs) <= 3
    with translation.override("da"):
        assert translation.gettext("Members") == "Medlemmer"
        days = [translation.ngettext("%(number)s day", "%(number)s days", number) for number in (1, 2)]
    assert days == ["%(number)s dag", "%(number)s dage"]
