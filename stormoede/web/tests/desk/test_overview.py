"""The round's first page: what it says at each moment of the round, and what it costs."""

import copy
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from stormoede.bench import crowd
from stormoede.bench.crowd import Crowd
from stormoede.letters.models import Letter
from stormoede.lib import clock
from stormoede.lib import words as lib
from stormoede.mail.models import Message
from stormoede.meetings.models import Arrival, Registration, Session
from stormoede.members.models import GroupMembership
from stormoede.rounds.kinds import DueDate
from stormoede.rounds.models import Notice, Track
from stormoede.rounds.queries import end
from stormoede.web.desk.overview import funnel, regions, state, steps, waiting
from stormoede.web.desk.overview.steps import Phase
from tests import cast

pytestmark = pytest.mark.django_db
SIZE = 196


@pytest.fixture(scope="module")
def filled(shared) -> Crowd:
    return shared(lambda: crowd.fill(SIZE))


@pytest.fixture
def told(filled: Crowd) -> Crowd:
    return copy.deepcopy(filled)


@pytest.fixture
def at(monkeypatch):
    def set_to(moment) -> None:
        monkeypatch.setattr(clock, "_source", lambda: moment)

    set_to(crowd.AT)
    return set_to


def read(told: Crowd, moment=crowd.AT) -> state.State:
    return state.read(told.round, moment)


def words(told: Crowd, moment=crowd.AT) -> list[str]:
    found = read(told, moment)
    return [wait.words for wait in waiting.waiting(found, waiting.silent_of(regions.regions(found)))]


def test_the_funnel_counts_people_in_the_order_of_the_letter(told: Crowd) -> None:
    taken = sum(date.taken for date in told.sessions)
    found = funnel.stages(read(told))
    assert [stage.figure for stage in found] == [SIZE, SIZE - 2, taken, 0, 0]
    assert found[0].width == "100.0%"
    assert found[3].width == "0%"


def test_a_round_without_a_meeting_says_so_of_all_that_a_meeting_has(told: Crowd) -> None:
    notes = [stage.note for stage in funnel.stages(replace(read(told), meetings=[]))]
    assert notes[2:] == ["Runden har ikke noget møde"] * 3


def test_links_and_arrivals_are_counted_on_their_date(told: Crowd) -> None:
    first = told.sessions[0]
    Registration.objects.filter(seat=first).update(door_sent=first)
    one = Registration.objects.filter(seat=first).first()
    Arrival.objects.create(session=first, person=one.person, at=first.starts)
    dates = read(told, first.ends).dates
    assert (dates[0].links, dates[0].came) == (first.taken, 1)
    assert (dates[1].links, dates[1].came) == (0, 0)


def test_an_answer_taken_back_is_no_answer(told: Crowd) -> None:
    before = read(told).meetings[0].answered
    Registration.objects.filter(pk=Registration.objects.filter(cannot=True).first().pk).update(cannot=False)
    assert read(told).meetings[0].answered == before - 1


def test_regional_councils_hold_the_municipalities_of_the_day(told: Crowd) -> None:
    rows = regions.regions(read(told))
    assert len(rows) == 5
    assert regions.whole(rows, "").organisations == 98
    assert regions.whole(rows, "").seats == sum(date.taken for date in told.sessions)
    GroupMembership.objects.filter(organisation__name="Faaborg-Midtfyn").update(
        valid_to=crowd.AT.date() - timedelta(days=1)
    )
    assert regions.whole(regions.regions(read(told)), "").organisations == 97


def test_what_went_wrong_comes_before_what_is_somebodys_turn(told: Crowd) -> None:
    found = waiting.waiting(read(told), [])
    assert [wait.tone for wait in found] == ["stop", "now", "now"]
    assert found[0].words == "2 breve kom ikke frem"
    Session.objects.update(join_url="https://teams.example/1")
    Message.objects.update(state=Message.State.ACCEPTED)
    assert waiting.waiting(read(told), []) == []


def test_those_who_ask_after_the_deadline_wait_for_an_answer(told: Crowd) -> None:
    row = Registration.objects.filter(cannot=True).first()
    Registration.objects.filter(pk=row.pk).update(cannot=False, wish=told.sessions[0], wished_at=crowd.AT, asks=True)
    assert "1 beder om plads efter fristen" in words(told)
    assert "1 beder om plads efter fristen" not in words(told, told.sessions[0].ends)
    note = funnel.stages(read(told))[2].note
    assert ", 1 uden plads, " in note, "Nobody is missing from the sum."


def test_a_letter_whose_day_has_come_waits_to_be_released(told: Crowd) -> None:
    Letter.objects.update(released_at=None, released_by="", sent_at=None, dated=crowd.AT.date())
    assert "Et brev er ikke afprøvet og frigivet" in words(told)
    Letter.objects.update(tested_edit=0, tested_at=crowd.AT, tested_by="staff:1")
    assert "Et brev er klar til at blive frigivet" in words(told)


def test_at_most_one_step_is_now_and_it_moves_on(told: Crowd) -> None:
    def phases(moment) -> list[Phase]:
        return [step.phase for step in steps.steps(read(told, moment))]

    assert phases(crowd.AT) == [Phase.DONE, Phase.NOW, *[Phase.COMING] * 4]
    after = phases(told.sessions[1].ends + timedelta(hours=1))
    assert after == [*[Phase.DONE] * 5, Phase.COMING]


def test_a_track_stands_where_its_own_dates_put_it_and_is_over_with_the_last_of_them(told: Crowd) -> None:
    track = Track.objects.create(round=told.round, key="sag", kind="deliberations", position=2, title="Drøftelser")
    Notice.objects.create(track=track)
    due = told.sessions[1].ends + timedelta(days=20)
    calendar = [DueDate(due, "sag.deadline", ""), DueDate(due - timedelta(days=3), "sag.deadline.nord", "")]

    def last(moment) -> steps.Step:
        return steps.steps(read(told, moment), calendar)[5]

    assert last(crowd.AT) == steps.Step("Drøftelser", f"Til {lib.plain_day(due.date(), 'da')}", Phase.COMING)
    assert last(due - timedelta(hours=1)).phase == Phase.NOW
    assert last(due).phase == Phase.DONE


def test_what_has_words_alone_is_over_with_the_round(told: Crowd) -> None:
    def phase(moment) -> Phase:
        return steps.steps(read(told, moment))[-1].phase

    over = end(told.round)
    assert (phase(over - timedelta(minutes=1)), phase(over)) == (Phase.COMING, Phase.DONE)


@pytest.mark.parametrize("size", [SIZE, 3 * SIZE])
def test_it_costs_the_same_statements_however_many_members(told: Crowd, size: int, django_assert_num_queries) -> None:
    crowd.grow(told, size)
    browser = cast.Browser().sign_in(told.staff)
    browser.get("/desk/rounds/oea26/")
    with django_assert_num_queries(17):
        answer = browser.get("/desk/rounds/oea26/")
    assert answer.status_code == 200


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_page_says_it_in_both_languages(told: Crowd, at, language: str) -> None:
    browser = cast.Browser().sign_in(told.staff)
    browser.cookies["language"] = language
    page = " ".join(re.sub(r"<[^>]+>", " ", browser.get("/desk/rounds/oea26/").content.decode()).split())
    assert ("To dage til fristen" if language == "da" else "Two days to the deadline") in page
    assert (" mangler" in page) == (language == "da")


def test_a_page_remembered_for_all_names_its_own_reader(told: Crowd, at) -> None:
    readers = [cast.Browser().sign_in(cast.staff(name)) for name in ("Else Vang", "Ib <b>Holm</b>")]
    pages = [reader.get("/desk/rounds/oea26/").content.decode() for reader in readers]
    assert "Else Vang" in pages[0] and "Holm" not in pages[0]
    assert "Ib &lt;b&gt;Holm&lt;/b&gt;" in pages[1] and "Else Vang" not in pages[1]
    forms = [re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page) for page in pages]
    assert not set(forms[0]) & set(forms[1])
    assert 'href="/desk/rounds/oea26/" aria-current="page"' in pages[0]


def test_a_page_remembered_for_all_moves_with_the_figures(told: Crowd, at) -> None:
    browser = cast.Browser().sign_in(told.staff)
    shown = browser.get("/desk/rounds/oea26/").content.decode()
    Registration.objects.filter(seat=told.sessions[0]).update(door_sent=told.sessions[0])
    links = words_of(browser.get("/desk/rounds/oea26/"))
    assert words_of(browser.get("/desk/rounds/oea26/?uden")) == links
    assert f"Links sendt {told.sessions[0].taken}" in links
    assert "Links sendt 0" in " ".join(re.sub(r"<[^>]+>", " ", shown).split())


def words_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_desk_opens_on_the_round_that_is_on(told: Crowd, at) -> None:
    browser = cast.Browser().sign_in(told.staff)
    assert browser.get("/desk/")["Location"] == "/desk/rounds/oea26/"
    at(crowd.AT + timedelta(days=700))
    assert browser.get("/desk/")["Location"] == "/desk/rounds/"
