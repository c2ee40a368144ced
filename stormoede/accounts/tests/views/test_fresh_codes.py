"""What shows more than an answer asks for a code first: at its own address, without losing what was typed."""

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path

from stormoede.accounts import bursts, guards, visits
from stormoede.accounts.actions.codes import code_of
from stormoede.accounts.models import CodeRequest
from stormoede.accounts.visits import Level
from stormoede.mail.models import Message
from tests import cast

pytestmark = pytest.mark.django_db


@guards.members_only("p", level=Level.L2)
def secret(request, handle):
    who = visits.visit(request, handle, "p")
    assert who.level is Level.L2
    return HttpResponse(f"{request.method} {request.POST.get('text', '')} {request.POST.getlist('tag')}")


urlpatterns = [path("hemmelig/<str:handle>/", secret, name="secret"), path("", include("stormoede.urls"))]


@pytest.fixture(autouse=True)
def here():
    bursts.reset()
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def karen():
    who = cast.person("Karen Lund")
    browser = cast.Browser()
    link = cast.link(who)
    browser.open(link)
    return browser, f"/hemmelig/{link.handle}/?side=2"


def code():
    return code_of(CodeRequest.objects.latest("asked_at"))


def test_the_page_is_shown_only_after_the_code(karen):
    browser, page = karen
    first = browser.get(page)
    assert first.status_code == 200 and b"code-act" in first.content and b"GET" not in first.content
    assert browser.post(page, {"code-act": ""}).status_code == 422
    assert not Message.objects.exists()
    assert browser.post(page, {"code-act": "ask"})["Location"] == page
    assert browser.post(page, {"code-act": "check", "code": "000000"}).status_code == 422
    right = browser.post(page, {"code-act": "check", "code": code()})
    assert (right.status_code, right["Location"]) == (303, page)
    assert browser.get(page).content == b"GET  []"
    assert browser.post(page, {"code-act": "check", "code": "1"})["Location"] == page
    assert browser.post(page, {"text": "hej"}).content == b"POST hej []"


def test_what_was_typed_is_carried_past_the_code(karen):
    browser, page = karen
    form = {"text": "Et <langt> udkast", "tag": ["a", "b"]}
    refused = browser.post(page, form)
    assert b"Et &lt;langt&gt; udkast" in refused.content and not Message.objects.exists()
    asked = browser.post(page, form | {"code-act": "ask"})
    assert b"Et &lt;langt&gt; udkast" in asked.content
    done = browser.post(page, form | {"code-act": "check", "code": code()})
    assert done.content.decode() == "POST Et <langt> udkast ['a', 'b']"
    assert browser.get(page).content == b"GET  []"


def test_another_browser_with_the_forwarded_link_is_asked_too(karen):
    browser, page = karen
    browser.post(page, {"code-act": "ask"})
    browser.post(page, {"code-act": "check", "code": code()})
    other = cast.Browser()
    other.open(cast.link(cast.person("Bo Dam")))
    assert other.get(page).status_code == 404
    friend = cast.Browser()
    friend.open(visits.Link.objects.get(person__name="Karen Lund"))
    assert b"code-act" in friend.get(page).content


def test_who_has_no_address_is_told_whom_to_write_to():
    link = cast.link(cast.person("Ida Bo", ""))
    browser = cast.Browser()
    browser.open(link)
    page = browser.get(f"/hemmelig/{link.handle}/")
    assert b"code-act" not in page.content
    assert browser.post(f"/hemmelig/{link.handle}/", {"code-act": "ask"}).status_code == 422
