"""The desk's pages of members and municipalities: lists, one person, an address corrected, a seat ended, one added."""

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse

from stormoede.accounts.models import Staff
from stormoede.events.models import Event
from stormoede.members.models import Leave, Mandate, Person
from stormoede.members.tests.cast import bring_in, csv_list, load_denmark
from tests import cast

pytestmark = pytest.mark.django_db
ROWS = [
    "0430;;Mette Overgaard;mette@fmk.example;Borgmester;Byråd;2022-01-01;;17",
    "0580;;Åse Ærø;;;Byråd;2022-01-01;;18",
    "0851;;Bo Lund;bo@aalborg.example;;Byråd;2022-01-01;;19",
    "0492;;Ælle Øst;aelle@aeroe.example;Formand;KKR Syddanmark;2022-01-01;;20",
]


def told(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture(scope="module", autouse=True)
def members(shared: Any) -> None:
    shared(load_denmark)
    shared(lambda: bring_in(csv_list(*ROWS)))


def mette() -> Person:
    return Person.objects.get(number="17")


def names(page: str) -> list[str]:
    return sorted((row.split(";")[2] for row in ROWS if row.split(";")[2] in page), key=page.index)


def test_the_list_is_in_danish_order() -> None:
    page = told(cast.desk().get("/desk/members/"))
    assert names(page) == ["Bo Lund", "Mette Overgaard", "Ælle Øst", "Åse Ærø"]
    assert "Borgmester i Faaborg-Midtfyn Kommune" in page
    assert "mette@<wbr>fmk.example" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=overgård", ["Mette Overgaard"]),
        ("q=aese", []),
        ("q=AASE", ["Åse Ærø"]),
        ("q=bo@aal", ["Bo Lund"]),
        ("q=17", ["Mette Overgaard"]),
        ("organisation=0492", ["Ælle Øst"]),
        ("role=mayor", ["Mette Overgaard"]),
        ("role=regional_council", ["Ælle Øst"]),
        ("reach=no", ["Åse Ærø"]),
        ("sort=organisation", ["Mette Overgaard", "Ælle Øst", "Åse Ærø", "Bo Lund"]),
        ("sort=-name", ["Åse Ærø", "Ælle Øst", "Mette Overgaard", "Bo Lund"]),
        ("sort=pk;drop", ["Bo Lund", "Mette Overgaard", "Ælle Øst", "Åse Ærø"]),
        ("organisation=nowhere", ["Bo Lund", "Mette Overgaard", "Ælle Øst", "Åse Ærø"]),
        ("page=99", ["Bo Lund", "Mette Overgaard", "Ælle Øst", "Åse Ærø"]),
        ("q=%25", []),
    ],
)
def test_the_list_is_narrowed_and_ordered_by_its_address(query: str, expected: list[str]) -> None:
    assert names(told(cast.desk().get(f"/desk/members/?{query}"))) == expected


def test_paging_keeps_what_was_asked_for() -> None:
    rows = [f"0430;;Person {number};p{number}@fmk.example;;;2022-01-01;;" for number in range(60)]
    bring_in(csv_list(*rows))
    page = told(cast.desk().get("/desk/members/?organisation=0430&sort=-name"))
    assert "organisation=0430&amp;sort=-name&amp;page=2" in page


@pytest.mark.parametrize("address", ["/desk/members/", "/desk/organisations/", "/desk/organisations/0430/"])
def test_lists_cost_the_same_with_one_and_three(address: str, django_assert_max_num_queries: Any) -> None:
    browser, costs = cast.desk(), []
    Person.objects.exclude(number="17").delete()
    for number in (1, 3):
        bring_in(csv_list(*(f"0430;;Person {nth};p{nth}@fmk.example;;;2022-01-01;;" for nth in range(1, number))))
        with django_assert_max_num_queries(14) as seen:
            browser.get(address)
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_a_person_with_seats_and_what_has_happened() -> None:
    browser = cast.desk()
    page = told(browser.get(f"/desk/members/{mette().pk}/"))
    assert "Borgmester i Faaborg-Midtfyn Kommune" in page
    assert "indlæste personen med en medlemsliste." in page


def test_an_address_is_corrected_and_remembered() -> None:
    browser, address = cast.desk(), f"/desk/members/{mette().pk}/"
    answer = browser.post(f"{address}address/", {"email": " Borgmester@FMK.example "}, follow=True)
    assert mette().email == "borgmester@fmk.example"
    assert "Adressen er rettet." in told(answer)
    assert "Sofie Ravn rettede mailadressen." in told(answer)
    event = Event.objects.get(act="person.address_corrected")
    assert "fmk" not in str(event.data)


def test_an_address_that_cannot_be_used_is_told_and_kept_on_the_page() -> None:
    page = told(cast.desk().post(f"/desk/members/{mette().pk}/address/", {"email": "mette at fmk"}))
    assert "mette at fmk" in page and 'role="alert"' in page and "Fejl:" in page
    assert mette().email == "mette@fmk.example"


def test_a_seat_is_ended() -> None:
    seat = Mandate.objects.get(person=mette())
    address = f"/desk/members/{mette().pk}/seats/{seat.pk}/end/"
    browser = cast.desk()
    assert 'role="alert"' in told(browser.post(address, {"last": "2021-12-31"}))
    browser.post(address, {"last": "2025-01-31"})
    seat.refresh_from_db()
    assert seat.valid_to == date(2025, 1, 31)


def test_another_persons_seat_is_not_found_here() -> None:
    seat = Mandate.objects.exclude(person=mette()).first()
    assert cast.desk().get(f"/desk/members/{mette().pk}/seats/{seat.pk}/end/").status_code == 404


def test_one_person_is_added() -> None:
    told_ = {"name": "Karen Lund", "email": "karen@fmk.example", "organisation": "0430", "body": "council"}
    answer = cast.desk().post("/desk/members/new/", {**told_, "role": "member", "first": "2025-02-01"})
    made = Person.objects.get(name="Karen Lund")
    assert answer.headers["Location"] == f"/desk/members/{made.pk}/"
    assert made.mandates.get().body.organisation.code == "0430"


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"email": "karen"}, {"organisation": "0411"}, {"last": "2024-01-01"}, {"number": "17"}]
)
def test_a_person_that_cannot_be_added_is_told(wrong: dict[str, str]) -> None:
    good = {
        "name": "Karen Lund",
        "email": "",
        "organisation": "0430",
        "body": "council",
        "role": "member",
        "first": "2025-02-01",
    }
    assert 'role="alert"' in told(cast.desk().post("/desk/members/new/", {**good, **wrong}))
    assert not Person.objects.filter(name="Karen Lund").exists()


def test_readers_see_names_but_no_addresses() -> None:
    browser = cast.desk(Staff.Role.READER, "Lise Bak")
    for address in (
        "/desk/members/",
        f"/desk/members/{mette().pk}/",
        "/desk/organisations/0430/",
        "/desk/audiences/borgmestre/",
    ):
        page = told(browser.get(address))
        assert "Mette Overgaard" in page
        assert "@" not in page.replace("@import", "")
    assert names(told(browser.get("/desk/members/?q=mette@fmk"))) == []
    assert browser.post(f"/desk/members/{mette().pk}/address/", {"email": ""}).status_code == 403


def test_the_erased_are_nowhere() -> None:
    gone = mette()
    Person.objects.filter(pk=gone.pk).update(erased_at="2025-01-01T00:00:00Z")
    assert "Mette" not in told(cast.desk().get("/desk/members/"))
    assert cast.desk(name="Per Holst").get(f"/desk/members/{gone.pk}/").status_code == 404


def test_municipalities_in_danish_order_with_totals() -> None:
    page = told(cast.desk().get("/desk/organisations/"))
    assert (
        page.index("Albertslund")
        < page.index("Vordingborg")
        < page.index(">Ærø<")
        < page.index("Aabenraa")
        < page.index("Aarhus")
    )
    assert "98 kommuner" in page and "2.432" in page


def test_one_municipality() -> None:
    page = told(cast.desk().get("/desk/organisations/0265/"))
    bring_in(csv_list(*(f"0265;;P{n};p{n}@r.example;;;2022-01-01;;" for n in range(3))))
    assert "3 personer" in told(cast.desk(name="Per Holst").get("/desk/organisations/0265/"))
    assert "Roskilde Kommune" in page and "Region Østdanmark" in page and "KKR Sjælland" in page
    assert "til 31. december 2026" in page and "fra 1. januar 2027" in page


def test_pages_speak_english_too() -> None:
    browser = cast.desk()
    browser.post("/sprog/", {"language": "en", "next": "/desk/members/"})
    page = told(browser.get(f"/desk/members/{mette().pk}/"))
    assert "Mayor of Faaborg-Midtfyn Kommune" in page and "brought the person in with a member list." in page
    assert "One person" in told(browser.get("/desk/organisations/0430/"))


@pytest.mark.parametrize("address", ["/desk/imports/", "/desk/audiences/", "/desk/members/new/"])
def test_lists_and_audiences_stand_under_the_members(address: str) -> None:
    page = told(cast.desk().get(address))
    assert '<a href="/desk/members/" aria-current="page">' in page


def test_a_leave_with_its_stand_in_from_the_members_page() -> None:
    desk, seat = cast.desk(), Mandate.objects.get(person=mette())
    page = f"/desk/members/{mette().pk}/seats/{seat.pk}/leave/"
    form = {"first": "2025-03-01", "last": "2025-03-31", "name": "Ole Friis", "email": "ole@fmk.example"}
    refused = desk.post(page, form | {"first": "2021-01-01"})
    assert refused.status_code == 200 and not Person.objects.filter(name="Ole Friis").exists()
    assert desk.post(page, form).status_code == 302
    leave, ole = Leave.objects.get(), Person.objects.get(name="Ole Friis")
    assert leave.stand_in is not None and leave.stand_in.person == ole and leave.stand_in.role == "mayor"
    shown = told(desk.get(f"/desk/members/{mette().pk}/"))
    assert "Ole Friis" in shown and f"/leaves/{leave.pk}/" in shown
    assert "Mette Overgaard" in told(desk.get(f"/desk/members/{ole.pk}/"))
    change = f"/desk/members/{mette().pk}/leaves/{leave.pk}/"
    assert desk.get(change).status_code == 200
    desk.post(change, {"what": "stand-in", "first": "2025-03-11", "name": "Ida Bo", "email": ""})
    assert Mandate.objects.get(person=ole).valid_to == date(2025, 3, 10)
    change = change.replace(f"/{leave.pk}/", f"/{Leave.objects.latest('valid_from').pk}/")
    desk.post(change, {"what": "end", "last": "2025-03-20"})
    assert Mandate.objects.get(person__name="Ida Bo").valid_to == date(2025, 3, 20)
    assert desk.post(change, {"what": "end", "last": ""}).status_code == 200
