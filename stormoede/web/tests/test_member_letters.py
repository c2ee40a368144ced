from io import BytesIO

import pytest
from pypdf import PdfReader

from stormoede.accounts.models import Link
from stormoede.letters.actions import releases
from stormoede.letters.tests import makers
from stormoede.letters.tests.makers import AT, OTHER
from stormoede.members.models import Person
from tests.cast import Browser, link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stormoede.lib.clock.round_now", lambda: AT)


def visiting(person: Person) -> tuple[Browser, str]:
    """A browser in which ``person`` has opened their link, and where their pages are."""
    browser, own = Browser(), link(person)
    browser.open(own)
    return browser, f"/mig/{own.handle}/"


def test_the_letter_stands_on_a_sheet_as_it_was_sent() -> None:
    mette = makers.member()
    letter = releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    letter.texts.update(paper="Noget andet")
    browser, home = visiting(mette)
    assert browser.get(f"{home}brev/")["Location"] == f"{home}brev/invitation/"
    shown = browser.get(f"{home}brev/invitation/").content.decode()
    assert "Invitation til virtuelle stormøder om ØA26" in shown and "Noget andet" not in shown
    assert "Dato: 7. februar 2025" in shown and "Administrerende direktør" in shown
    assert "KL, Weidekampsgade 10, Postboks 3370, 2300 København S" in shown
    assert '<th scope="row">Mandag den 31.&nbsp;marts</th>' in shown


def test_the_pdf_is_the_one_that_was_attached() -> None:
    mette = makers.member()
    releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    browser, home = visiting(mette)
    pdf = browser.get(f"{home}brev/invitation.pdf")
    assert pdf.content == makers.mail_to(mette).attachments[0].content
    assert pdf["Content-Type"] == "application/pdf" and "no-store" in pdf["Cache-Control"]
    assert len(PdfReader(BytesIO(pdf.content)).pages) == 2


def test_a_letter_without_paper_is_read_in_the_words_of_its_mail() -> None:
    mette = makers.member()
    releases.release(makers.tested(makers.rewritten(makers.letter(), paper="", paper_heading="")), by=OTHER, at=AT)
    browser, home = visiting(mette)
    shown = browser.get(f"{home}brev/invitation/").content.decode()
    assert "Kære Mette Overgaard" in shown and f'<a class="button" href="{home}">Vælg aften</a>' in shown
    assert browser.get(f"{home}brev/invitation.pdf").status_code == 404


def test_a_letter_is_shown_only_to_those_it_was_sent_to() -> None:
    mette = makers.member()
    letter = makers.letter()
    browser, home = visiting(mette)
    assert browser.get(f"{home}brev/invitation/").status_code == 404
    releases.release(makers.tested(letter), by=OTHER, at=AT)
    late = makers.member("Kom Senere")
    browser, home = visiting(late)
    for page in ("brev/invitation/", "brev/invitation.pdf", "brev/ukendt/"):
        assert browser.get(f"{home}{page}").status_code == 404
    told = browser.get(f"{home}brev/")
    assert told.status_code == 200
    assert "Brevet er ikke sendt endnu" in told.content.decode()


def test_the_page_holds_no_personal_link() -> None:
    mette = makers.member()
    releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    browser, home = visiting(mette)
    shown = browser.get(f"{home}brev/invitation/").content.decode()
    from stormoede.accounts import addresses

    assert not any(addresses.token_of(own) in shown for own in Link.objects.all())


def test_a_stranger_sees_nothing() -> None:
    mette = makers.member()
    releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    assert Browser().get(f"/mig/{link(mette).handle}/brev/invitation/").status_code == 404


@pytest.mark.parametrize("chosen", ["", "en"])
def test_every_page_of_a_link_speaks_the_rounds_language_until_another_is_chosen(chosen: str) -> None:
    mette = makers.member()
    releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    browser, own = Browser(headers={"accept-language": "en"}), link(mette)
    browser.open(own)
    off = link(mette, Link.Purpose.REMINDERS_OFF)
    reminders = browser.open(off)["Location"]
    browser.cookies["language"] = chosen
    for page in ("brev/invitation/", "eget-link", "eget-link/sendt", "adresse"):
        shown = browser.get(f"/mig/{own.handle}/{page}").content.decode()
        assert f'<html lang="{chosen or "da"}">' in shown, page
    assert f'<html lang="{chosen or "da"}">' in browser.get(reminders).content.decode()
