"""The mark of a form is one that Django knows, and tells nothing of the secret behind it."""

from collections import Counter

from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.test import RequestFactory

from stormoede.web import form_mark

MAKE = RequestFactory(enforce_csrf_checks=True)


def sent(cookie, mark):
    request = MAKE.post("/", {"csrfmiddlewaretoken": mark})
    request.COOKIES["csrf"] = cookie
    middleware = CsrfViewMiddleware(lambda request: HttpResponse())
    middleware.process_request(request)
    return middleware.process_view(request, lambda request: HttpResponse(), (), {})


def test_django_takes_the_mark_with_its_own_secret_and_with_no_other():
    first, other = MAKE.get("/"), MAKE.get("/")
    mark, _ = form_mark.mark(first), form_mark.mark(other)
    assert first.META["CSRF_COOKIE_NEEDS_UPDATE"]
    assert sent(first.META["CSRF_COOKIE"], mark) is None
    assert sent(other.META["CSRF_COOKIE"], mark).status_code == 403


def test_a_browser_that_has_a_secret_keeps_it_behind_another_mask_each_time():
    request = MAKE.get("/")
    request.META["CSRF_COOKIE"] = "aB3" + "z" * 29
    marks = {form_mark.mark(request) for _ in range(3)}
    assert len(marks) == 3
    assert all(sent("aB3" + "z" * 29, mark) is None for mark in marks)
    assert "CSRF_COOKIE_NEEDS_UPDATE" not in request.META


def test_every_letter_comes_as_often_as_any_other():
    counted = Counter(place for _ in range(2000) for place in form_mark._drawn())
    assert sorted(counted) == list(range(62))
    # 1032 of each are looked for; so far off one comes less than once in 10^9 runs.
    assert all(800 < number < 1270 for number in counted.values())
