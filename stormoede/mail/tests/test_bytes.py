"""The bytes of a mail: the same twice, read back by the standard library as they were meant."""

import email
import quopri
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
from django.test import override_settings
from hypothesis import example, given
from hypothesis import strategies as st

from stormoede.mail import bytes as mail_bytes
from stormoede.mail.core import mime
from stormoede.mail.recipes import Attachment, Content, Unbuildable


@dataclass
class Row:
    mark: str = "0123456789abcdef0123456789abcdef"
    date: datetime = datetime(2025, 2, 7, 9, 0, tzinfo=UTC)


CONTENT = Content(
    to_name="Mette Overgård",
    to_address="mette@faaborg.example",
    from_name="KL",
    from_address="oea26@kl.example",
    reply_to="",
    subject="Vælg aften: stormøde om ØA26 den 31. marts eller 3. april",
    text="Kære Mette\n\nSvar senest onsdag.\n",
    html="<p>Kære Mette</p>\n",
    headers={
        "List-Unsubscribe": "<https://stormoede.example/u/abc>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
)
PDF = Attachment("Invitation til stormøde.pdf", "application/pdf", bytes(range(256)) * 40)
CALENDAR = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:St\xc3\xb8rm\r\nEND:VCALENDAR\r\n"
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=120).map(lambda text: " ".join(text.split()))


def shown(part: EmailMessage) -> str:
    return str(part.get_content()).replace("\r\n", "\n")


def parsed(content: Content) -> EmailMessage:
    data = mail_bytes.build(Row(), content)
    message = cast("EmailMessage", email.message_from_bytes(data, policy=default))
    for part in message.walk():
        assert not part.defects
    assert all(len(line) <= 78 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    return message


def test_built_twice_the_bytes_are_the_same() -> None:
    content = replace(CONTENT, calendar=CALENDAR, method="REQUEST", attachments=(PDF,))
    assert mail_bytes.build(Row(), content) == mail_bytes.build(Row(), content)


@override_settings(ORIGIN="https://stormoede.example:8443")
def test_the_head_says_who_when_and_that_a_machine_wrote_it() -> None:
    message = parsed(CONTENT)
    assert message["From"].addresses[0].addr_spec == "oea26@kl.example"
    assert message["To"].addresses[0].display_name == "Mette Overgård"
    assert message["Subject"] == CONTENT.subject
    assert message["Message-ID"] == "<0123456789abcdef0123456789abcdef@stormoede.example>"
    assert message["Date"].datetime == Row.date
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Reply-To"] is None


def test_a_mail_without_files_is_its_two_forms() -> None:
    message = parsed(CONTENT)
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert shown(text) == CONTENT.text
    assert shown(html) == CONTENT.html


def test_a_calendar_entry_stands_in_the_part_and_in_the_file() -> None:
    message = parsed(replace(CONTENT, calendar=CALENDAR, method="REQUEST", attachments=(PDF,)))
    assert message.get_content_type() == "multipart/mixed"
    text, invite, pdf = message.iter_parts()
    kinds = [part.get_content_type() for part in text.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    calendar = list(text.iter_parts())[2]
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_payload(decode=True) == CALENDAR == invite.get_payload(decode=True)
    assert invite.get_content_type() == "application/ics"
    assert invite.get_filename() == "invite.ics"
    assert pdf.get_filename() == PDF.name
    assert pdf.get_content_type() == "application/pdf"
    assert pdf.get_content() == PDF.content


@given(WORDS, WORDS, WORDS)
def test_any_names_and_words_survive(name: str, subject: str, text: str) -> None:
    message = parsed(replace(CONTENT, to_name=name, subject=subject, text=text, html=text))
    assert message["Subject"] == subject
    text_part, html_part = message.iter_parts()
    assert shown(text_part) == text + "\n" == shown(html_part)
    assert message["To"].addresses[0].addr_spec == CONTENT.to_address


@given(st.text("abæ \t=.", min_size=70, max_size=90).map(lambda text: text + " "))
@example("a" * 75 + " ")
@example("a" * 74 + "\t")
def test_no_line_of_a_text_is_longer_than_76_also_where_a_blank_ends_it(text: str) -> None:
    body = mime.text_part(text, "plain").partition(b"\r\n\r\n")[2]
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert quopri.decodestring(body).decode() == text + "\r\n"


@given(st.text(max_size=200))
def test_no_text_at_all_breaks_the_frame(text: str) -> None:
    message = parsed(replace(CONTENT, text=text, html=text))
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize("field", ["to_name", "from_name", "subject", "to_address", "from_address", "reply_to"])
def test_a_line_break_in_any_header_makes_it_unbuildable(field: str) -> None:
    with pytest.raises(Unbuildable):
        mail_bytes.build(Row(), replace(CONTENT, **{field: "a@b.example\r\nBcc: x@y.example"}))


def test_a_line_break_in_an_extra_header_or_a_file_name_makes_it_unbuildable() -> None:
    with pytest.raises(Unbuildable):
        mail_bytes.build(Row(), replace(CONTENT, headers={"X-A": "b\r\nBcc: c@d.example"}))
    with pytest.raises(Unbuildable):
        mail_bytes.build(Row(), replace(CONTENT, headers={"X-A: b\r\nBcc": "c@d.example"}))
    with pytest.raises(Unbuildable):
        mail_bytes.build(Row(), replace(CONTENT, attachments=(replace(PDF, name="a\r\nb.pdf"),)))
    with pytest.raises(Unbuildable):
        mail_bytes.build(Row(), replace(CONTENT, attachments=(replace(PDF, type="a/b\r\nX: y"),)))


@override_settings(MAIL_FROM="brev@mail.kl.example", RETURN_PATH="retur@mail.kl.example")
def test_the_operators_own_sender_leaves_answers_to_the_round() -> None:
    message = parsed(CONTENT)
    assert message["From"].addresses[0].addr_spec == "brev@mail.kl.example"
    assert message["Reply-To"].addresses[0].addr_spec == "oea26@kl.example"
    assert mail_bytes.envelope(Row(), CONTENT).sender == "retur@mail.kl.example"


def test_a_local_part_beyond_ascii_asks_for_smtputf8() -> None:
    assert not mail_bytes.envelope(Row(), CONTENT).international
    envelope = mail_bytes.envelope(Row(), replace(CONTENT, to_address="søren@kommune.example"))
    assert envelope.international
    assert "<søren@kommune.example>\r\n".encode() in envelope.data
