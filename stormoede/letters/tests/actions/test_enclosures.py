"""A letter carries files: what they may be, that they are frozen with it, and that the mail's bytes are the same when made twice."""

import io
import zipfile

import pytest

from stormoede.letters import compose
from stormoede.letters.actions import enclosures, releases
from stormoede.letters.core.enclosures import ALL, ONE, Why, name_of
from stormoede.letters.models import Letter, LetterFile
from stormoede.letters.queries import checks, files
from stormoede.letters.refusals import AlreadyReleased, FileNotTaken, NotTested
from stormoede.letters.tests import makers
from stormoede.letters.tests.makers import AT, OTHER, WRITER
from stormoede.mail import bytes as mail_bytes
from stormoede.mail.models import Message

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nprogram"


def zipped(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as whole:
        for name, content in parts.items():
            path = name.replace("__", "/").replace("_x", ".x").replace("_bin", ".bin")
            # An entry without the hour, so that every process of a run makes the same file.
            whole.writestr(zipfile.ZipInfo(path), content)
    return made.getvalue()


DOCX = zipped(word__document_xml=b"<x/>")
ODT = zipped(mimetype=b"application/vnd.oasis.opendocument.text")


def add(letter: Letter, name: str = "Program.pdf", content: bytes = PDF) -> None:
    enclosures.add(letter, name, content, by=WRITER, at=AT)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("Program.exe", PDF, Why.KIND),
        ("Program", PDF, Why.KIND),
        ("Program.pdf", b"", Why.EMPTY),
        ("Program.pdf", PDF + b"x" * ONE, Why.LARGE),
        ("Program.pdf", DOCX, Why.OTHER),
        ("Program.docx", PDF, Why.OTHER),
        ("Program.docx", ODT, Why.OTHER),
        ("Program.odt", DOCX, Why.OTHER),
        ("Program.txt", b"\xff\xfe\x00", Why.OTHER),
        ("Program.docx", zipped(word__document_xml=b"", word__vbaProject_bin=b""), Why.MACROS),
    ],
    ids=["kind", "no-kind", "empty", "large", "word-as-pdf", "pdf-as-word", "odt-as-word", "word-as-odt", "bytes-as-text", "macros"],
)  # fmt: skip
def test_a_file_is_what_its_name_and_its_content_both_say(name: str, content: bytes, why: Why) -> None:
    with pytest.raises(FileNotTaken) as refused:
        add(makers.letter(), name, content)
    assert refused.value.why is why and name in str(refused.value)
    assert not LetterFile.objects.exists()


def test_what_is_taken_has_limits_together() -> None:
    letter = makers.letter()
    add(letter, "Program.docx", DOCX)
    add(letter, "Program.odt", ODT)
    add(letter, "Program.txt", "Kl. 19 Æbler".encode())
    with pytest.raises(FileNotTaken) as refused:
        add(letter, "Program.txt", b"Igen")
    assert refused.value.why is Why.TWICE
    LetterFile.objects.filter(digest=letter.enclosures.all()[0].file_id).update(size=ALL)
    with pytest.raises(FileNotTaken) as refused:
        add(letter)
    assert refused.value.why is Why.TOGETHER


def test_names_hold_no_folders() -> None:
    assert name_of(r"C:\Users\sofie\..\Program.pdf") == "Program.pdf"
    assert name_of("../../etc/.Program\r\n.pdf") == "Program .pdf"
    assert len(name_of("x" * 300 + ".pdf")) == 120 and name_of("x" * 300 + ".pdf").endswith(".pdf")


def test_it_is_in_every_mail_once_and_the_same_when_made_twice() -> None:
    for number in range(2):
        makers.member(f"Medlem {number}")
    letter = makers.tested(makers.letter())
    add(letter, "Dagsorden ØA26.pdf")
    letter.refresh_from_db()
    with pytest.raises(NotTested):
        releases.release(letter, by=OTHER, at=AT)
    letter = releases.release(makers.tested(letter), by=OTHER, at=AT)
    messages = list(Message.objects.filter(batch=letter.batch))
    made = makers.built(messages)
    carried = [made[message.pk].attachments[1] for message in messages]
    assert [one.content for one in carried] == [PDF, PDF] and carried[0].content is carried[1].content
    once = [mail_bytes.build(message, made[message.pk]) for message in messages]
    again = makers.built(messages)
    assert once == [mail_bytes.build(message, again[message.pk]) for message in messages]
    assert b"%C3%98A26.pdf" in once[0]


def test_it_is_frozen_with_the_letter_and_kept_once() -> None:
    makers.member()
    letter = makers.letter()
    other = makers.letter(letter.round, "paamindelse")
    add(letter)
    add(other, "Samme.pdf")
    assert LetterFile.objects.count() == 1
    enclosures.remove(other, other.enclosures.get().pk, by=WRITER, at=AT)
    assert LetterFile.objects.count() == 1 and files.of(other) == ()
    letter.refresh_from_db()
    letter = releases.release(makers.tested(letter), by=OTHER, at=AT)
    with pytest.raises(AlreadyReleased):
        add(letter, "Mere.pdf")
    with pytest.raises(AlreadyReleased):
        enclosures.remove(letter, letter.enclosures.get().pk, by=WRITER, at=AT)
    version = letter.versions.order_by("-number")[0]
    assert [one.name for one in compose.version(version.pk).content.enclosures] == ["Program.pdf"]


def test_heavy_files_are_worth_a_look() -> None:
    letter = makers.letter()
    add(letter, "Tung.pdf", PDF + b"x" * 2_000_001)
    assert "weight" in {check.key for check in checks.review(letter, at=AT).checks}
