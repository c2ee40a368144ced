import email
from email import policy

import pytest

from stormoede import cli
from stormoede.letters.actions import releases
from stormoede.letters.tests import makers
from stormoede.letters.tests.makers import AT, OTHER, WRITER
from stormoede.rounds import files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stormoede.lib.clock.round_now", lambda: AT)


def shown(capfdbinary, *arguments: str) -> bytes:
    assert cli.main(["letter", "preview", *arguments]) == 0
    return capfdbinary.readouterr().out


def refused(capfd, *arguments: str) -> str:
    assert cli.main(["letter", "preview", *arguments]) == 2
    return capfd.readouterr().err


def test_a_letter_is_shown_as_text_for_the_first_and_for_the_one_named(capfdbinary) -> None:
    makers.member("Anna Bek")
    makers.member("Mette Overgaard", "mette@faaborg-midtfyn.example")
    makers.letter()
    assert "Kære Anna Bek" in shown(capfdbinary, "invitation").decode()
    text = shown(capfdbinary, "oea26/invitation", "--for", "Mette@Faaborg-Midtfyn.example").decode()
    assert "Kære Mette Overgaard" in text and "/p/…" in text


def test_html_pdf_and_mail(capfdbinary) -> None:
    makers.member("Mette Overgaard")
    makers.letter()
    assert b"<!doctype html>" in shown(capfdbinary, "invitation", "--format", "html")
    assert shown(capfdbinary, "invitation", "--format", "pdf").startswith(b"%PDF-1.7")
    mail = email.message_from_bytes(shown(capfdbinary, "invitation", "--format", "eml"), policy=policy.default)
    assert mail["To"].addresses[0].display_name == "Mette Overgaard"
    assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()] == [
        "text/plain", "text/html", "application/pdf",
    ]  # fmt: skip


def test_who_gets_no_mail_is_shown_only_when_there_is_nobody_else(capfd) -> None:
    makers.member("Anna Uden", email="")
    makers.letter()
    assert "Der kan ikke laves en mail af brevet" in refused(capfd, "invitation", "--format", "eml")
    makers.member("Mette Overgaard")
    assert cli.main(["letter", "preview", "invitation", "--format", "eml"]) == 0
    assert "Mette Overgaard" in capfd.readouterr().out


def test_a_released_letter_is_shown_as_it_was(capfdbinary) -> None:
    makers.member()
    letter = releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    letter.texts.update(mail="Noget andet")
    assert "Noget andet" not in shown(capfdbinary, "invitation").decode()


def test_what_is_not_there_is_a_sentence(capfd) -> None:
    makers.letter()
    assert "intet" in refused(capfd, "reminder").lower() or "no letter" in refused(capfd, "reminder")
    assert refused(capfd, "invitation")
    assert refused(capfd, "invitation", "--for", "nobody@kl.example")


def test_a_key_two_rounds_have_asks_for_the_round(capfd) -> None:
    makers.round()
    text = makers.ROUND_FILE.read_text(encoding="utf-8").replace('key = "oea26"', 'key = "oea27"', 1)
    files.load(text, by=WRITER, at=AT)
    assert "/" in refused(capfd, "invitation")


def test_a_letter_without_paper_or_with_an_address_no_mail_can_go_to_is_a_sentence(capfd) -> None:
    makers.member("Mette Overgaard", "ikke en adresse")
    makers.rewritten(makers.letter(), paper="")
    assert refused(capfd, "invitation", "--format", "pdf")
    assert refused(capfd, "invitation", "--format", "eml")
