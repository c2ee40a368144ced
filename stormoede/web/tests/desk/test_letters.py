import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stormoede.accounts.models import Staff
from stormoede.letters import recipes
from stormoede.letters.models import Letter
from stormoede.letters.tests import makers
from stormoede.letters.tests.makers import AT
from stormoede.mail.models import Batch, Message
from stormoede.rounds.models import Round
from tests.cast import Browser, desk

pytestmark = pytest.mark.django_db
HOME = "/desk/rounds/oea26/letters/"
ONE = f"{HOME}invitation/"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stormoede.lib.clock.round_now", lambda: AT)


@pytest.fixture
def writer() -> Browser:
    return desk(name="Jonas Westergaard")


@pytest.fixture
def releaser() -> Browser:
    return desk(name="Sofie Ravn")


def typed(letter: Letter, **changes: str) -> dict[str, Any]:
    """What the browser sends for the form as it stands, with ``changes``."""
    fields = {
        f"{text.language}_{name}": getattr(text, name)
        for text in letter.texts.all()
        for name in ("subject", "preheader", "heading", "mail", "paper_heading", "paper")
    }
    own = {
        "title": letter.title,
        "audience": letter.audience_id,
        "dated": "2025-02-07",
        "edit_number": letter.edit_number,
    }
    return {**own, **fields, **changes}


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_letters_of_a_round_stand_in_a_list(writer: Browser) -> None:
    makers.letter()
    shown = writer.get(HOME)
    assert shown.status_code == 200 and "Invitation til virtuelle stormøder om ØA26" in text_of(shown)


def test_a_round_without_letters_says_what_will_be_here(writer: Browser) -> None:
    makers.letter()
    Letter.objects.all().delete()
    assert f'href="{HOME}new"' in writer.get(HOME).content.decode()


def test_a_letter_is_written_tested_released_and_followed(writer: Browser, releaser: Browser) -> None:
    makers.member()
    letter = makers.letter()
    assert writer.post(f"{ONE}edit", typed(letter, da_heading="Vælg aften nu")).status_code == 302
    letter.refresh_from_db()
    person = str(letter.audience_id)
    shown = text_of(writer.get(ONE))
    assert "Vælg aften nu" in shown and "Kære Mette Overgaard" in shown and "Jonas Westergaard" in shown
    person = re.search(r'name="person" value="([^"]+)"', writer.get(ONE).content.decode())[1]
    writer.post(f"{ONE}test", {"person": person, "edit_number": letter.edit_number})
    assert Message.objects.get(kind=recipes.TRIAL).address == "jonas.westergaard@kl.example"
    assert 'name="read"' not in writer.get(ONE).content.decode()
    assert 'name="read"' in releaser.get(ONE).content.decode()
    released = {"edit_number": letter.edit_number, "when": "now", "read": "on"}
    assert releaser.post(f"{ONE}release", released).status_code == 302
    assert Message.objects.filter(kind=recipes.LETTER).count() == 1
    followed = releaser.get(ONE).content.decode()
    assert 'id="progress"' in followed and f'data-live="/live{ONE}"' in followed and "Sofie Ravn" in followed


def test_nobody_releases_without_having_read_the_letter(writer: Browser, releaser: Browser) -> None:
    makers.member()
    letter = makers.tested(makers.letter())
    refused = releaser.post(f"{ONE}release", {"edit_number": letter.edit_number, "when": "now"})
    assert refused.status_code == 422 and 'role="alert"' in refused.content.decode()
    assert not Message.objects.filter(kind=recipes.LETTER).exists()


def test_a_set_hour_is_in_the_rounds_time_and_can_be_taken_back(releaser: Browser) -> None:
    makers.member()
    letter = makers.tested(makers.letter())
    given = {"edit_number": letter.edit_number, "when": "later", "hour": "2025-02-07T14:00", "read": "on"}
    releaser.post(f"{ONE}release", given)
    letter.refresh_from_db()
    assert letter.release_at == AT + timedelta(hours=4)
    assert "14" in text_of(releaser.get(ONE))
    releaser.post(f"{ONE}cancel")
    letter.refresh_from_db()
    assert letter.released_at is None


@pytest.mark.parametrize("hour", ["", "2025-03-30T02:30", "i morgen"])
def test_an_hour_that_is_none_is_refused(releaser: Browser, hour: str) -> None:
    makers.member()
    letter = makers.tested(makers.letter())
    given = {"edit_number": letter.edit_number, "when": "later", "hour": hour, "read": "on"}
    assert releaser.post(f"{ONE}release", given).status_code == 422


def test_the_writer_is_told_that_another_releases(writer: Browser) -> None:
    makers.member()
    letter = makers.letter()
    writer.post(f"{ONE}edit", typed(letter))
    letter.refresh_from_db()
    makers.tested(letter)
    writer.post(f"{ONE}release", {"edit_number": letter.edit_number, "when": "now", "read": "on"})
    letter.refresh_from_db()
    assert letter.released_at is None
    assert 'role="status"' in writer.get(ONE).content.decode()


def test_what_stops_a_letter_is_told(writer: Browser) -> None:
    makers.member()
    makers.rewritten(makers.letter(), mail="Kære ((navn)) ((vejret))")
    shown = writer.get(ONE).content.decode()
    assert "((vejret))" in shown and 'class="ring stop"' in shown
    assert "<mark>((vejret))</mark>" in shown


def test_a_second_desk_keeps_what_it_typed(writer: Browser, releaser: Browser) -> None:
    letter = makers.letter()
    before = typed(letter, da_mail="Den andens ord")
    writer.post(f"{ONE}edit", typed(letter, da_mail="Den førstes ord"))
    told = releaser.post(f"{ONE}edit", before)
    assert told.status_code == 409
    assert "Den andens ord" in text_of(told) and "Den førstes ord" in text_of(told)
    assert Letter.objects.get(key="invitation").texts.get(language="da").mail == "Den førstes ord"


def test_the_letter_is_shown_while_it_is_written_and_nothing_is_kept(writer: Browser) -> None:
    makers.member()
    letter = makers.letter()
    shown = writer.post(f"{ONE}edit", typed(letter, da_mail="Kære ((navn)), **nyt** ((vejret))", title="", show="1"))
    assert shown.status_code == 200
    body = shown.content.decode()
    assert "Kære Mette Overgaard, <strong>nyt</strong> <mark>((vejret))</mark>" in body
    assert 'role="alert"' not in body
    letter.refresh_from_db()
    assert letter.edit_number == 0


def test_a_new_letter_gets_a_short_name(writer: Browser) -> None:
    letter = makers.letter()
    given = {"title": "Påmindelse", "key": "reminder", "audience": letter.audience_id, "da_subject": "Husk"}
    assert writer.post(f"{HOME}new", {**given, "show": "1"}).status_code == 200
    assert writer.post(f"{HOME}new", given)["Location"] == f"{HOME}reminder/"
    again = writer.post(f"{HOME}new", given)
    assert again.status_code == 200 and 'role="alert"' in again.content.decode()


def test_the_three_views_and_any_recipient(writer: Browser) -> None:
    makers.member("Anna Bek")
    henning = makers.member("Henning Brandt", role="mayor")
    makers.letter()
    assert "Kære Anna Bek" in text_of(writer.get(ONE))
    assert "Kære Henning Brandt" in text_of(writer.get(f"{ONE}?find=henning"))
    assert "Kære Henning Brandt" in text_of(writer.get(f"{ONE}?for={henning.pk}&view=text"))
    assert "Dear Henning Brandt" in text_of(writer.get(f"{ONE}?for={henning.pk}&language=en"))
    assert f"{ONE}pdf?for={henning.pk}" in writer.get(f"{ONE}?for={henning.pk}&view=paper").content.decode()
    pdf = writer.get(f"{ONE}pdf?for={henning.pk}")
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    assert "frame-ancestors 'self'" in pdf["Content-Security-Policy"]
    mail = writer.get(f"{ONE}mail?for={henning.pk}")
    assert "sandbox" in mail["Content-Security-Policy"] and "Kære Henning Brandt" in mail.content.decode()
    assert writer.get(f"{ONE}pdf?for=nobody").status_code == 404


def test_a_preview_shows_no_personal_link(writer: Browser) -> None:
    makers.member()
    makers.letter()
    for page in (ONE, f"{ONE}?view=text"):
        assert not re.search(r"/[pu]/[a-z2-7]{39}", writer.get(page).content.decode())


def test_deliveries_are_told_with_state_and_reason(releaser: Browser) -> None:
    makers.member("Anna Bek")
    makers.member("Henning Brandt")
    makers.member("Uden Adresse", email="")
    letter = makers.tested(makers.letter())
    releaser.post(f"{ONE}release", {"edit_number": letter.edit_number, "when": "now", "read": "on"})
    first = Message.objects.filter(kind=recipes.LETTER)[0]
    Message.objects.filter(pk=first.pk).update(
        state="refused", settled_at=AT, reply_code=550, reply_text="5.1.1 No such user"
    )
    everybody = text_of(releaser.get(f"{ONE}deliveries"))
    assert all(name in everybody for name in ("Anna Bek", "Henning Brandt", "Uden Adresse"))
    lost = text_of(releaser.get(f"{ONE}deliveries?state=lost"))
    assert "550 5.1.1 No such user" in lost and "Uden Adresse" in lost
    assert len(re.findall(r'<th scope="row">', releaser.get(f"{ONE}deliveries?state=lost").content.decode())) == 2


def test_sending_is_paused_and_resumed_from_the_page(releaser: Browser) -> None:
    makers.member()
    letter = makers.tested(makers.letter())
    releaser.post(f"{ONE}release", {"edit_number": letter.edit_number, "when": "now", "read": "on"})
    releaser.post(f"{ONE}pause")
    assert Batch.objects.get().paused_at is not None
    assert f'action="{ONE}resume"' in releaser.get(ONE).content.decode()
    releaser.post(f"{ONE}resume")
    assert Batch.objects.get().paused_at is None
    progress = releaser.get(f"/live{ONE}").content.decode()
    assert progress.strip().startswith("<section") and 'data-sentence="0 af 1 ' in progress
    Message.objects.filter(kind=recipes.LETTER).update(state="accepted", settled_at=AT)
    assert 'data-sentence="1 af 1 ' in releaser.get(f"/live{ONE}").content.decode()


def test_a_reader_sees_letters_but_no_addresses_and_changes_nothing() -> None:
    person = makers.member(email="mette@faaborg-midtfyn.example")
    makers.letter()
    reader = desk(Staff.Role.READER, "Rikke Læser")
    shown = reader.get(ONE)
    assert shown.status_code == 200 and person.email not in shown.content.decode()
    for page in ("deliveries", "recipients", "edit"):
        assert reader.get(f"{ONE}{page}").status_code == 403
    for act in ("test", "release", "cancel", "pause", "resume", "delete"):
        assert reader.post(f"{ONE}{act}").status_code == 403


def test_a_letter_is_deleted_after_a_question(writer: Browser) -> None:
    letter = makers.letter()
    assert writer.get(f"{ONE}delete").status_code == 200
    writer.post(f"{HOME}paamindelse/delete", {"edit_number": 0})
    writer.post(f"{ONE}delete", {"edit_number": letter.edit_number})
    assert not Letter.objects.exists()


@pytest.mark.parametrize("page", [HOME, ONE, f"{ONE}recipients", f"{ONE}deliveries"])
def test_the_pages_ask_the_database_as_often_for_many_as_for_few(releaser: Browser, page: str) -> None:
    makers.member()
    letter = makers.tested(makers.letter())
    counts = []
    releaser.get(page)
    for more in (0, 2):
        for number in range(more):
            makers.member(f"Flere {number}")
        if page == HOME and more:
            for number in range(more):
                Letter.objects.create(
                    round=letter.round,
                    key=f"n{number}",
                    title="x",
                    audience=letter.audience,
                    edited_at=AT,
                    edited_by="x",
                )
        with CaptureQueriesContext(connection) as asked:
            assert releaser.get(page).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_both_languages_are_whole(releaser: Browser) -> None:
    makers.member()
    makers.letter()
    releaser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for page in (HOME, ONE, f"{ONE}edit", f"{ONE}recipients"):
        assert '<html lang="en">' in releaser.get(page).content.decode()


def test_a_letter_of_another_round_is_not_found_here(writer: Browser) -> None:
    makers.letter()
    Round.objects.create(
        key="oea27", title="x", short="x", starts_on=AT, ends_on=AT, sender_name="x", mailbox="x",
        contact_name="x", contact_email="x", edited_at=AT,
    )  # fmt: skip
    assert writer.get("/desk/rounds/oea27/letters/invitation/").status_code == 404
