"""Whatever comes in is shown to the virus scanner: what it finds is kept apart, told, and handed out to nobody."""

import copy
import hashlib
import socket
import struct
import sys
import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from stormoede import cli
from stormoede.contributions import reading
from stormoede.contributions.actions import files
from stormoede.contributions.models import Attachment, Contribution
from stormoede.contributions.tests import post
from stormoede.events.models import Event
from stormoede.fitness import scanner as fitness
from stormoede.fitness.findings import Grade
from stormoede.letters.actions import enclosures
from stormoede.letters.models import Letter, LetterFile
from stormoede.letters.queries import checks
from stormoede.lib import env
from stormoede.mail import recipes, scanner, scans
from stormoede.mail.actions import incoming
from stormoede.mail.core.scans import ScanFault, of_clamd
from stormoede.mail.models import Incoming, Message, Scan
from stormoede.mail.recipes import Unbuildable
from stormoede.meetings.models import Session
from stormoede.members.models import Import
from stormoede.protection.queries import copies, finding
from stormoede.rounds.models import Round
from tests import cast
from tests.house import tree
from tests.house.world import AT, BY, World

OURS = (sys.executable, str(tree.TOP / "tests" / "scan.py"))


@pytest.fixture(scope="module")
def made(shared):
    return shared(World)


@pytest.fixture
def here(made, db):
    return copy.deepcopy(made)


@pytest.fixture
def scanned(settings):
    settings.SCAN = OURS
    return lambda at=AT: scans.run(scanner.of(OURS), lambda: at)


def attached(content=b"VIRUS"):
    held = Contribution.objects.order_by("begun_at").first()
    return files.add(held.pk, "sag.pdf", content, None, cast.person("Bo Friis").pk, by=BY, at=AT)


@pytest.mark.django_db
def test_each_file_is_looked_at_once_and_a_virus_is_told(here, scanned):
    bad = attached()
    assert scanned() == Attachment.objects.count() + Incoming.objects.count() + LetterFile.objects.count()
    assert scanned() == 0
    assert Scan.objects.get(pk=bad.digest).name == "Eicar-Test-Signature"
    assert [event.subject for event in Event.objects.filter(act="scan.infected")] == [f"attachment:{bad.pk}"]
    assert Scan.objects.filter(state="clean").count() == Scan.objects.count() - 1


@pytest.mark.django_db
def test_an_attachment_with_a_virus_is_handed_out_to_nobody(here, scanned):
    held = here.file
    track = held.contribution.questionnaire.track
    address = f"/desk/rounds/{here.round.key}/contributions/{track.key}/{held.contribution_id}/"
    desk = cast.desk()
    before = desk.get(f"{address}files/{held.pk}")
    assert before.status_code == 200
    Attachment.objects.filter(pk=held.pk).update(content=b"VIRUS")
    scanned()
    after = desk.get(f"{address}files/{held.pk}")
    assert after.status_code == 403 and b"VIRUS" not in after.content
    home = desk.get(f"/desk/rounds/{here.round.key}/", headers={"Accept-Language": "en"}).content.decode()
    assert f"A virus was found in {held.name}" in home


@pytest.mark.django_db
def test_a_mail_with_a_virus_is_neither_read_nor_handed_out(here, scanned):
    row = incoming.receive(
        post.mail("Hermed vores input.", ("Input.txt", b"Vi har brug for mere."), X_Test="VIRUS"), at=AT
    )
    incoming.run(at=AT)
    scanned()
    assert reading.run(at=AT) == 1
    sent = post.sent(row)
    assert "brug for mere" not in "".join(one.words for one in sent.readings.all())
    desk = cast.desk()
    assert desk.get(f"/desk/inbox/{row.pk}/mail.eml").status_code == 403
    assert desk.get(f"/desk/rounds/{sent.round.key}/contributions/by-mail/{sent.pk}/files/0").status_code == 403


@pytest.mark.django_db
def test_a_letter_with_a_virus_is_not_released(here, scanned):
    letter = Letter.objects.filter(round=here.round, released_at__isnull=True).first()
    enclosures.add(letter, "Program2.txt", b"VIRUS", by=BY, at=AT)
    letter.refresh_from_db()
    scanned()
    assert any("Program2.txt" in one for one in checks.review(letter, at=AT).stops)
    assert cast.desk().get(f"/desk/rounds/{here.round.key}/letters/{letter.key}/files/0").status_code == 403


@pytest.mark.django_db
def test_a_letter_released_before_a_virus_was_found_in_it_is_neither_sent_nor_handed_out(here):
    message = Message.objects.filter(kind="letters.letter", settled_at=None).first()
    carried = recipes.of(message.kind)([message], reveal=True)[message.pk].attachments[-1]
    desk, address = cast.desk(), f"/desk/outbox/{message.pk}/"
    assert [desk.get(f"{address}{part}").status_code for part in ("mail.eml", "files/0")] == [200, 200]
    digest = hashlib.sha256(carried.content).hexdigest()
    Scan.objects.update_or_create(pk=digest, defaults={"state": Scan.State.INFECTED, "name": "Eicar", "scanned_at": AT})
    told = recipes.of(message.kind)([message], reveal=True)[message.pk]
    assert isinstance(told, Unbuildable) and carried.name in str(told)
    Message.objects.filter(pk=message.pk).update(state=Message.State.ACCEPTED, settled_at=AT)
    assert [desk.get(f"{address}{part}").status_code for part in ("mail.eml", "files/0")] == [403, 403]


@pytest.mark.django_db
def test_a_persons_copy_leaves_the_virus_out(here, scanned):
    Incoming.objects.filter(pk=here.incoming.pk).update(raw=b"VIRUS")
    scanned()
    kept = copies.of(finding.somebody(str(here.member.pk))).files
    assert b"VIRUS" not in b"".join(kept.values()) and b"A virus was found in this file." in kept.values()


@pytest.mark.django_db
def test_what_no_scanner_has_looked_at_is_said(here, scanned, settings):
    page, words = f"/desk/inbox/{here.incoming.pk}/", "not checked for viruses"
    english = {"headers": {"Accept-Language": "en"}}
    desk = cast.desk()
    assert words in desk.get(page, **english).content.decode()
    scanned()
    assert words not in desk.get(page, **english).content.decode()
    settings.SCAN = ()
    assert words in desk.get(page, **english).content.decode()


@pytest.mark.django_db
def test_what_the_scanner_makes_nothing_of_is_said_and_tried_again(here, scanned):
    odd = attached(b"BROKEN")
    scanned()
    assert Scan.objects.get(pk=odd.digest).state == "failed"
    assert scanned(AT + timedelta(hours=5)) == 0
    assert scanned(AT + timedelta(hours=7)) == 1


def test_a_scanner_that_does_not_answer_is_ended():
    slow = scanner.Program(OURS, seconds=0.5)
    with pytest.raises(ScanFault, match="in time"):
        slow.scan(b"SLOW")
    with pytest.raises(ScanFault, match="cannot be started"):
        scanner.Program(("/no/such/program",)).scan(b"")


def clamd(place, said):
    """A clamd for one conversation; what it was given is put into ``heard``."""
    heard = []
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(place))
    server.listen(1)

    def serve():
        link, _ = server.accept()
        with link, link.makefile("rb") as stream:
            heard.append(stream.read(10))
            while length := struct.unpack(">I", stream.read(4))[0]:
                heard.append(stream.read(length))
            link.sendall(said)
        server.close()

    thread = threading.Thread(target=serve)
    thread.start()
    return heard, thread


@pytest.mark.parametrize(
    ("said", "infected", "name"),
    [(b"stream: OK\0", False, ""), (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", True, "Win.Test.EICAR_HDB-1")],
)
def test_clamd_is_asked_by_its_socket(tmp_path, said, infected, name):
    heard, thread = clamd(tmp_path / "c", said)
    verdict = scanner.Clamd(str(tmp_path / "c")).scan(b"x" * 300_000)
    thread.join()
    assert (verdict.infected, verdict.name) == (infected, name)
    assert heard[0] == b"zINSTREAM\0" and b"".join(heard[1:]) == b"x" * 300_000


def test_clamds_other_words():
    assert of_clamd("INSTREAM size limit exceeded. ERROR\0").fault
    with pytest.raises(ScanFault):
        of_clamd("")
    with pytest.raises(ScanFault, match="cannot be reached"):
        scanner.Clamd("/no/such/socket").scan(b"")


def test_the_setting_is_read():
    assert env.scanner("") == () and env.scanner("clamd:/run/c") == ("clamd", "/run/c")
    assert env.scanner("/usr/bin/clamdscan --fdpass -") == ("/usr/bin/clamdscan", "--fdpass", "-")
    for wrong in ("clamdscan -", "clamd:", "clamd:x"):
        with pytest.raises(ValueError):
            env.scanner(wrong)


@pytest.mark.parametrize(
    ("told", "grade", "words"),
    [
        ("", Grade.ADVICE, "unscanned"),
        (" ".join(OURS), Grade.OK, "Eicar-Test-Signature"),
        ("/usr/bin/env true", Grade.FAULT, "does not find"),
        ("/usr/bin/env false", Grade.FAULT, "does not pass"),
        ("/no/such/program", Grade.FAULT, "cannot be used"),
    ],
)
def test_check_says_whether_the_scanner_holds(monkeypatch, told, grade, words):
    monkeypatch.setenv("STORMOEDE_SCAN", told)
    (finding,) = fitness.findings()
    assert finding.grade is grade and words in finding.found


def brought(here, content):
    """A member list and an attendance file with ``content``: what either page answers."""
    date = Session.objects.select_related("meeting__track").first()
    pages = (
        "/desk/imports/",
        f"/desk/rounds/{here.round.key}/meetings/{date.meeting.track.key}/dates/{date.pk}/attendance/",
    )
    desk = here.visitors["admin"]
    for page in pages:
        answer = desk.post(page, {"file": SimpleUploadedFile("liste.csv", content)}, headers={"Accept-Language": "en"})
        yield answer.status_code, answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "words"),
    [(OURS, "has found a virus in the file"), (("/nowhere/scan",), "could not be looked at for viruses")],
)
def test_a_rounds_file_is_shown_to_the_scanner_as_well(here, settings, tmp_path, capsys, asked, words):
    settings.SCAN = asked
    content = (tree.TOP / "rounds" / "oea24.toml").read_bytes() + b"# VIRUS\n"
    kept = Round.objects.count()
    answer = here.visitors["admin"].post(
        "/desk/rounds/upload/", {"file": SimpleUploadedFile("oea24.toml", content)}, headers={"Accept-Language": "en"}
    )
    assert words in answer.content.decode() and Round.objects.count() == kept
    (tmp_path / "oea24.toml").write_bytes(content)
    with translation.override("en"):
        assert cli.main(["round", "load", str(tmp_path / "oea24.toml")]) == 2
    assert words in capsys.readouterr().err and Round.objects.count() == kept


LIST = b"Kommunekode;Kommune;Navn;E-mail;Rolle;Organ;Fra;Til;Medlemsnr\n"


@pytest.mark.django_db
def test_a_list_with_a_virus_is_not_read_and_not_kept(here, settings, caplog):
    kept = Import.objects.count()
    settings.SCAN = OURS
    for status, page in brought(here, b"VIRUS;" + LIST):
        assert "has found a virus in the file" in page and status in {200, 422}
    assert Import.objects.count() == kept
    said = [row.getMessage() for row in caplog.records if row.name == "stormoede.mail.uploads"]
    assert said == ["A virus was found in a member list", "A virus was found in an attendance file"]


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [("/nowhere/scan",), ("clamd", "/nowhere/clamd.ctl"), ("/bin/sh", "-c", "exit 2")])
def test_a_list_no_scanner_can_look_at_is_not_kept(here, settings, asked):
    kept = Import.objects.count()
    settings.SCAN = asked
    for _status, page in brought(here, LIST):
        assert "could not be looked at for viruses" in page
    assert Import.objects.count() == kept


@pytest.mark.django_db
def test_a_list_that_is_clean_goes_on_as_without_a_scanner(here, settings):
    kept = Import.objects.count()
    settings.SCAN = OURS
    (status, _page), (_status, attendance) = brought(
        here, LIST + b"0461;Odense;Bo Friis;bo@odense.example;medlem;;;;\n"
    )
    assert (status, Import.objects.count()) == (302, kept + 1)
    assert "virus" not in attendance
