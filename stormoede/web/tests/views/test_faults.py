"""Pages for what cannot be shown."""

import pytest
from django.test import Client, RequestFactory

from stormoede.web import faults


@pytest.mark.parametrize("language", ["da", "en"])
def test_an_unknown_address_is_answered_with_a_page_and_a_way_on(language: str) -> None:
    answer = Client(headers={"accept-language": language}).get("/nothing/of/the/kind/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert f'<html lang="{language}">' in page
    assert "/link/" in page


def test_a_stale_form_is_answered_with_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/sprog/", {"language": "en"})
    assert answer.status_code == 403
    assert "<h1>" in answer.content.decode()


def test_a_fault_of_the_server_is_told_without_the_request(rf: RequestFactory) -> None:
    answer = faults.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "<h1>" in answer.content.decode()


def test_the_language_pressed_is_kept_and_only_a_press_keeps_it() -> None:
    client = Client(headers={"accept-language": "da"})
    assert client.get("/sprog/").status_code == 405
    answer = client.post("/sprog/", {"language": "en", "next": "/nothing/"})
    assert answer.status_code == 302
    assert answer["Location"] == "/nothing/"
    assert '<html lang="en">' in client.get("/nothing/").content.decode()


def test_the_language_switch_sends_nobody_elsewhere() -> None:
    answer = Client().post("/sprog/", {"language": "en", "next": "https://elsewhere.example/"})
    assert not answer["Location"].startswith("https://elsewhere")
