"""The desk's pages of rounds: made, edited by two at once, downloaded, deleted; tracks moved and taken out."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from stormoede.accounts.models import Staff
from stormoede.events.models import Event
from stormoede.rounds import files, queries
from stormoede.rounds.forms import EditRoundForm
from stormoede.rounds.kinds import DueDate
from stormoede.rounds.models import Round, Track
from stormoede.rounds.tests.makers import BY, FACTS, Told, known, make, track
from stormoede.rounds.tests.test_files import FILE
from tests import cast

pytestmark = pytest.mark.django_db
POST = {
    **{name: value for name, value in EditRoundForm.values_of(FACTS, 0).items() if value is not False},
    "starts_on": "2025-02-07",
    "ends_on": "2025-06-30",
}
EDIT = "/desk/rounds/oea26/edit/"


def uploaded(text: str | bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("oea26.toml", text.encode() if isinstance(text, str) else text)}


def told(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def test_without_rounds_the_page_says_what_one_is() -> None:
    assert "Ingen runder endnu" in told(cast.desk().get("/desk/rounds/"))


def test_the_list_has_every_round_at_the_same_cost(django_assert_max_num_queries: Any) -> None:
    browser = cast.desk()
    costs = []
    for rows in (1, 3):
        for number in range(Round.objects.count(), rows):
            make(f"oea2{number}", short=f"ØA2{number}")
        with django_assert_max_num_queries(10) as seen:
            page = told(browser.get("/desk/rounds/"))
        costs.append(len(seen))
        assert all(f"ØA2{number}" in page for number in range(rows))
    assert costs[0] == costs[1]


def test_a_reader_sees_and_downloads_but_makes_nothing() -> None:
    make()
    browser = cast.desk(role=Staff.Role.READER)
    page = told(browser.get("/desk/rounds/"))
    assert "/desk/rounds/oea26/file/" in page
    assert "/desk/rounds/new/" not in page
    for address in ("/desk/rounds/new/", EDIT, "/desk/rounds/oea26/delete/", "/desk/rounds/oea26/tracks/new/"):
        assert browser.get(address).status_code == 403
        assert browser.post(address, POST).status_code == 403
    assert queries.facts(Round.objects.get()) == FACTS


def test_a_round_is_made_from_scratch() -> None:
    response = cast.desk().post("/desk/rounds/new/", {**POST, "key": "oea26"})
    assert response.headers["Location"] == EDIT
    assert queries.facts(Round.objects.get(key="oea26")) == FACTS
    assert Event.objects.get(act="round.made").actor_kind == "staff"


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"key": "ØA 26"}, "Brug kun bogstaverne a-z"),
    ({"key": "new"}, "»new« er navnet på en side"),
    ({"key": "taken"}, "Runden »taken« findes i forvejen"),
    ({"ends_on": "2025-02-06"}, "Slutningen ligger før begyndelsen"),
    ({"starts_on": "i morgen"}, "Skriv dagen som 31.03.2025"),
    ({"title": ""}, "Skriv, hvad runden handler om"),
    ({"short": "x" * 41}, "Teksten er på 41 tegn. Der er plads til 40."),
    ({"mailbox": "oea26"}, "Skriv en mailadresse"),
    ({"time_zone": "Danmark"}, "Skriv navnet på en tidszone"),
    ({"signatories": "Birgitte Holm"}, "Skriv navn, komma og titel på hver linje"),
])  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(changes: dict[str, str], sentence: str) -> None:
    make("taken")
    page = told(cast.desk().post("/desk/rounds/new/", {**POST, "key": "oea26", **changes}))
    assert "<title>Fejl:" in page
    assert page.count(sentence) == 2
    assert "Anders Kjær Thygesen" in page or "signatories" in changes
    assert Round.objects.count() == 1


def test_danish_days_are_understood() -> None:
    cast.desk().post("/desk/rounds/new/", {**POST, "key": "oea26", "starts_on": "07.02.2025"})
    assert Round.objects.get().starts_on == date(2025, 2, 7)


def test_a_round_is_made_from_its_file() -> None:
    response = cast.desk().post("/desk/rounds/upload/", uploaded("\N{ZERO WIDTH NO-BREAK SPACE}" + FILE))
    assert response.headers["Location"] == "/desk/rounds/oea26/"
    assert [track.key for track in Round.objects.get().tracks.all()] == ["kkr", "input"]


def test_every_fault_of_a_file_is_told_with_its_line() -> None:
    wrong = FILE.replace("2025-06-30", '"30/6"').replace("when =", "wen =")
    page = told(cast.desk().post("/desk/rounds/upload/", uploaded(wrong)))
    assert "ends_on" in page
    assert '<td class="num">6</td>' in page
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe", "Filen er ikke tekst i UTF-8."),
        pytest.param(b"#" * 1_000_001, "Filen er for stor", id="large"),
        (b"", "Filen er tom."),
        (b"key =", "Filen kan ikke læses herfra"),
    ],
)
def test_a_file_that_is_none_is_told(content: bytes, sentence: str) -> None:
    page = told(cast.desk().post("/desk/rounds/upload/", uploaded(content)))
    assert sentence in page
    assert "<title>Fejl:" in page
    assert not Round.objects.exists()


def test_a_second_file_of_the_same_round_is_refused() -> None:
    make()
    assert "findes i forvejen" in told(cast.desk().post("/desk/rounds/upload/", uploaded(FILE)))
    assert queries.facts(Round.objects.get()) == FACTS


def test_the_facts_are_edited() -> None:
    make()
    browser = cast.desk()
    assert "Anders Kjær Thygesen, administrerende direktør" in told(browser.get(EDIT))
    response = browser.post(EDIT, {**POST, "title": "Nyt navn", "two_people_release": ""})
    assert response.status_code == 302
    fresh = Round.objects.get()
    assert (fresh.title, fresh.two_people_release, fresh.edit_number) == ("Nyt navn", False, 1)


def test_a_second_desk_is_told_what_the_first_wrote_and_keeps_its_own_words() -> None:
    make()
    first, second = cast.desk(), cast.desk(name="Jonas Westergaard")
    first.post(EDIT, {**POST, "title": "Deres titel"})
    response = second.post(EDIT, {**POST, "title": "Min titel"})
    page = told(response)
    assert response.status_code == 409
    assert "En anden har rettet runden" in page
    assert 'value="Min titel"' in page
    assert "<dd>Deres titel</dd>" in page
    assert Round.objects.get().title == "Deres titel"
    again = second.post(EDIT, {**POST, "title": "Min titel"})
    assert again.status_code == 409


def test_dates_that_leave_the_round_are_sentences() -> None:
    evening = DueDate(datetime(2025, 4, 3, 17, tzinfo=UTC), "t.date", "Stormøde")
    with known(told=Told([evening])):
        track(make(), "stormoeder")
        page = told(cast.desk().post(EDIT, {**POST, "ends_on": "2025-04-02"}))
    assert "»Stormøde« er torsdag den 3. april 2025 kl. 19.00, men runden varer" in page
    assert Round.objects.get().ends_on == FACTS.ends_on


def test_the_file_is_the_one_that_would_make_the_round() -> None:
    round = make()
    response = cast.desk(role=Staff.Role.READER).get("/desk/rounds/oea26/file/")
    assert response.content.decode() == files.dump(round)
    assert response.headers["Content-Disposition"] == 'attachment; filename="oea26.toml"'


def test_a_round_is_deleted_after_a_question() -> None:
    make()
    browser = cast.desk()
    assert "Skal ØA26 slettes?" in told(browser.get("/desk/rounds/oea26/delete/"))
    assert Round.objects.exists()
    browser.post("/desk/rounds/oea26/delete/", {})
    assert Round.objects.exists()
    browser.post("/desk/rounds/oea26/delete/", {"edit_number": 0})
    assert not Round.objects.exists()


def test_a_round_in_use_is_not_deleted() -> None:
    with known(told=Told(answerers=[cast.person()])):
        track(make(), "stormoeder")
        page = told(cast.desk().post("/desk/rounds/oea26/delete/", {"edit_number": 0}))
    assert "så det kan ikke slettes" in page
    assert Round.objects.exists()


def test_a_notice_is_added_edited_moved_and_taken_out() -> None:
    files_round = files.load(FILE, by=BY, at=datetime(2025, 2, 6, tzinfo=UTC))
    browser, at = cast.desk(), "/desk/rounds/oea26/tracks/"

    def post(address: str, **values: Any) -> HttpResponse:
        number = Round.objects.get().edit_number
        return browser.post(at + address, {"edit_number": number, **values})

    post("new/", title="Temadrøftelse", text="Tekst", when="Før sommeren")
    assert [track.key for track in files_round.tracks.all()] == ["kkr", "input", "temadroeftelse"]
    assert "Før sommeren" in told(browser.get(EDIT))
    post("temadroeftelse/", title="Temadrøftelser", text="", when="")
    assert Track.objects.get(key="temadroeftelse").title == "Temadrøftelser"
    post("temadroeftelse/move/", way="up")
    assert [track.key for track in files_round.tracks.all()] == ["kkr", "temadroeftelse", "input"]
    assert "Skal »Drøftelser på KKR-møder« tages ud" in told(browser.get(at + "kkr/remove/"))
    post("kkr/remove/")
    assert [track.key for track in files_round.tracks.all()] == ["temadroeftelse", "input"]


def test_a_stale_act_on_a_track_is_told() -> None:
    files.load(FILE, by=BY, at=datetime(2025, 2, 6, tzinfo=UTC))
    browser, at = cast.desk(), "/desk/rounds/oea26/tracks/"
    Round.objects.update(edit_number=4)
    for address, values in (
        ("new/", {"title": "Ny"}),
        ("kkr/", {"title": "Ny"}),
        ("kkr/move/", {"way": "down"}),
        ("kkr/remove/", {}),
    ):
        page = told(browser.post(at + address, {"edit_number": 3, **values}, follow=True))
        assert "En anden har rettet runden" in page
    assert list(Track.objects.values_list("key", flat=True)) == ["kkr", "input"]
    assert Track.objects.get(key="kkr").title == "Drøftelser på KKR-møder"


def test_what_is_not_there_is_not_found() -> None:
    make()
    browser = cast.desk()
    for address in ("/desk/rounds/x/edit/", "/desk/rounds/x/file/", "/desk/rounds/oea26/tracks/x/"):
        assert browser.get(address).status_code == 404
