"""Staff make passkeys and sign in with them, in a real browser, under the strict content policy."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import site as sites
from tests.journeys.browser import PHONE, Window
from tests.journeys.conftest import Open
from tests.journeys.site import Site

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with sites.running(tmp_path_factory.mktemp("staffed"), "tests.journeys.staffed", host="localhost") as site:
        yield site


def with_authenticator(page: Page) -> None:
    """The computer has a finger reader, and the finger is always there."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def mailed_code(site: Site) -> str:
    return str(site.ask("tests.journeys.staffed", "code"))


def heading(window: Window, words: str) -> None:
    """The page that is shown is the one with this heading, and everybody can use it."""
    expect(window.page.get_by_role("heading", level=1)).to_have_text(words)
    window.assert_accessible()


def first_sign_in(boss: Window, address: str) -> None:
    page = boss.page
    boss.go(address)
    boss.assert_accessible()
    page.get_by_label("Det er mig").check()
    page.get_by_role("button", name="Log ind", exact=True).click()
    heading(boss, "Lav din adgangsnøgle")
    page.get_by_label("Hvad kalder du den?").fill("Min bærbare")
    page.get_by_role("button", name="Lav adgangsnøglen").click()
    heading(boss, "Dine adgangsnøgler")
    expect(page.get_by_text("Min bærbare")).to_be_visible()


def out_and_in_again(boss: Window, address: str) -> None:
    page = boss.page
    page.get_by_role("button", name="Log ud").last.click()
    heading(boss, "Log ind")
    page.go_back()
    # Attack 32: what was shown before is not kept, and asking for it anew leads to the way in.
    expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")
    boss.go(address, status=404)
    boss.go("/staff/login/?next=/desk/staff/")
    page.get_by_role("button", name="Log ind med din adgangsnøgle").click()
    heading(boss, "Medarbejdere")


def passkey_by_code(colleague: Window, site: Site) -> None:
    page = colleague.page
    colleague.go("/staff/code/")
    colleague.assert_accessible()
    page.get_by_label("Din mailadresse").fill(site.facts["colleague"])
    page.get_by_role("button", name="Send koden").click()
    heading(colleague, "Skriv koden")
    page.get_by_label("Koden").fill(mailed_code(site))
    page.get_by_role("button", name="Gå videre").click()
    heading(colleague, "Lav din adgangsnøgle")
    page.get_by_role("button", name="Lav adgangsnøglen").click()
    heading(colleague, "Din adgangsnøgle venter på godkendelse")


def test_from_the_first_sign_in_to_an_approved_colleague(staffed: Site, window: Open) -> None:
    boss, colleague = window(staffed), window(staffed, size=PHONE)
    for one in (boss, colleague):
        with_authenticator(one.page)
    first_sign_in(boss, staffed.facts["sign_in"])
    out_and_in_again(boss, staffed.facts["sign_in"])
    passkey_by_code(colleague, staffed)

    colleague.go("/staff/login/")
    colleague.page.get_by_role("button", name="Log ind med din adgangsnøgle").click()
    expect(colleague.page.get_by_text("en administrator skal godkende den først")).to_be_visible()

    boss.page.reload()
    boss.page.get_by_role("link", name="Tal med kollegaen, og godkend den så").click()
    boss.assert_accessible()
    boss.page.get_by_role("button", name="Godkend adgangsnøglen").click()
    expect(boss.page.get_by_text("Adgangsnøglen er godkendt.")).to_be_visible()

    colleague.go("/staff/login/?next=/staff/passkeys/")
    colleague.page.get_by_role("button", name="Log ind med din adgangsnøgle").click()
    heading(colleague, "Dine adgangsnøgler")


def test_without_a_passkey_the_page_says_so(staffed: Site, window: Open) -> None:
    stranger = window(staffed)
    with_authenticator(stranger.page)
    stranger.go("/staff/login/")
    expect(stranger.page.get_by_role("alert")).to_be_hidden()
    stranger.page.get_by_role("button", name="Log ind med din adgangsnøgle").click()
    expect(stranger.page.get_by_role("alert")).to_be_visible(timeout=30_000)
