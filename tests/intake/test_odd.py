"""What gateways and other machines do to a mail on its way: names as they were meant, and files as they were sent."""

from unicodedata import normalize

import pytest

from stormoede.intake.core import mails
from stormoede.mail.core import reading
from tests.intake import odd
from tests.intake.letters import mail
from tests.intake.more import ANSWER, SHORT


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Høringssvar.docx".encode("cp850"), "Høringssvar.docx"),
        (normalize("NFD", "Årsag.docx").encode(), "Årsag.docx"),
        (b"Svar.docx", "Svar.docx"),
    ],
)
def test_an_entry_of_a_zip_is_called_as_it_was_named(name, told):
    read = mails.read(mail("Hermed.", [("Alt.zip", odd._zip(name))]))
    assert [one.name for one in read.readings[1:]] == [told]


def test_a_mail_within_that_came_in_base64_is_handed_out_as_it_was():
    raw = odd.ODD["mail-within-in-base64"][0]
    [(name, content)] = mails.originals(raw).values()
    assert name == "Input.eml"
    assert mails.originals(content)[0] == ("Svar.docx", ANSWER)


@pytest.mark.parametrize("pieces", [True, False])
def test_what_is_signed_is_read_and_stays_what_its_own_head_says(pieces):
    told = reading.read(odd._opaque(odd.signed(odd._INNER, pieces=pieces)))
    assert (told.sender, told.subject, told.text) == ("gitte.rask@faaborg-midtfyn.example", "Input", "Hermed.")
    assert [file.name for file in told.files] == ["Svar.docx"]


def test_a_signature_that_breaks_off_anywhere_is_a_file_like_any_other():
    whole = odd.signed(odd._INNER, pieces=True)
    for end in range(0, 700, 7):
        told = reading.read(odd._opaque(whole[:end]))
        assert told.subject == "Input"
        assert mails.read(odd._opaque(whole[:end])).readings


def test_a_signature_that_hides_more_parts_than_are_read_is_not_opened():
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(60))
    with pytest.raises(reading.Unreadable):
        reading.read(odd._opaque(odd.signed(deep, pieces=False)))


@pytest.mark.parametrize("charset", ["iso-8859-1", "us-ascii", "windows-1252", "unknown-8bit", "no-such"])
@pytest.mark.parametrize("written", ["utf-8", "cp1252"])
def test_the_inbox_reads_letters_as_they_are_written(charset, written):
    assert reading.read(odd._plain(f"{SHORT} – ja".encode(written), charset)).text == f"{SHORT} – ja"
