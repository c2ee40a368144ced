"""The outbox on the desk: what stands there, what is hidden, what may be done, and what a mail's own HTML may not."""

import email
from dataclasses import replace
from datetime import timedelta
from email.policy import default

import pytest
from django.urls import reverse

from stormoede.accounts.models import Staff
from stormoede.events.actions import records
from stormoede.events.actor import system
from stormoede.lib import clock
from stormoede.lib.danish import sort_key
from stormoede.mail import recipes
from stormoede.mail.models import Message, Relay
from stormoede.mail.recipes import Attachment, Unbuildable
from stormoede.mail.tests.makers import AT, content, queue, recipe
from stormoede.members.actions import people
from stormoede.web.desk import outbox
from stormoede.web.desk.outbox.words import KINDS
from tests import cast

pytestmark = pytest.mark.django_db
BY = system("test")
LINK = "https://stormoede.example/p/" + "a" * 39


def made(messages, *, reveal):
    link = LINK if reveal else "https://stormoede.example/p/***"
    return {
        m.pk: replace(
            content(m),
            text=f"Kære Mette\n{link}\n",
            html=f"<script>alert(1)</script><p style='color:red'>{link}</p>",
            calendar=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
            method="REQUEST",
            attachments=(Attachment("Brev ø.pdf", "application/pdf", b"%PDF-1"),),
        )
        for m in messages
    }


@pytest.fixture
def desk():
    with recipe(made):
        yield cast.desk()


@pytest.fixture
def story():
    outbox.install(lambda: True)
    yield
    outbox.install(outbox._never)


def put(who=None, **fields) -> Message:
    queue(1, start=Message.objects.count())
    message = Message.objects.latest("pk")
    Message.objects.filter(pk=message.pk).update(person=str(who.pk) if who else message.person, **fields)
    message.refresh_from_db()
    return message


def test_every_kind_of_mail_has_a_name():
    assert sorted(recipes.kinds() - set(KINDS)) == []


def page(desk, name="outbox-mail", *args, **query):
    return desk.get(reverse(name, args=args), query)


def test_the_list_names_the_person_and_says_what_went_wrong_in_plain_words(desk) -> None:
    who = cast.person("Mette Overgård")
    put(who, state="refused", settled_at=AT, reply_code=550, reply_text="5.1.1 User unknown")
    shown = page(desk, "outbox").content.decode()
    assert "Mette Overgård" in shown
    assert "Modtagerens mailserver kender ikke adressen." in shown
    assert "5.1.1" not in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(desk, rows: int, django_assert_num_queries) -> None:
    for n in range(rows):
        put(cast.person(f"Person {n}"))
    page(desk, "outbox")
    with django_assert_num_queries(9):
        assert page(desk, "outbox").status_code == 200


def test_the_list_is_filtered_by_state_kind_and_person(desk) -> None:
    mette, jens = cast.person("Mette Overgård"), cast.person("Jens Friis")
    put(mette, kind="letters.letter")
    put(jens, kind="meetings.door", state="accepted", settled_at=AT)

    def names(**query) -> set[str]:
        shown = page(desk, "outbox", **query).content.decode()
        return {name for name in ("Mette Overgård", "Jens Friis") if name in shown}

    assert names() == {"Mette Overgård", "Jens Friis"}
    assert names(state="accepted") == {"Jens Friis"}
    assert names(kind="letters.letter") == {"Mette Overgård"}
    assert names(person="mette") == {"Mette Overgård"}
    assert names(person="ingen") == set()
    assert names(person=str(jens.pk)) == {"Jens Friis"}
    assert names(state="nonsense", page="nonsense") == {"Mette Overgård", "Jens Friis"}


def test_it_is_ordered_by_whom_the_mails_are_for_in_danish(desk) -> None:
    for name in ("Ørum", "Aase Holm", "Zita Friis", "Ærø", "Anne Berg"):
        put(cast.person(name, sort_key=sort_key(name)))
    Message.objects.filter(pk=put(address="Bo.Lund@kl.example").pk).update(person="")
    Message.objects.filter(pk=put().pk).update(person="no-id")
    mixed = ["Anne Berg", "Bo.Lund@kl.example", "Zita Friis", "Ærø", "Ørum", "Aase Holm"]

    def to(sort: str) -> list[str]:
        shown = page(desk, "outbox", **{"as": "csv", "sort": sort}).content.decode("utf-8-sig")
        return [line.partition(";")[0] for line in shown.splitlines()[1:]]

    assert to("to") == [*mixed, "no-id"]
    assert to("-to") == [*mixed[::-1], "no-id"]
    assert 'href="?sort=to"' in page(desk, "outbox").content.decode()


def listed(who, at, **data):
    """A list has brought something of the person."""
    records.record("person.imported", f"person:{who.pk}", by=BY, at=at, data={"new": False, **data})


SAID = "Den vises med dem, der gælder i dag"


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda who, at: people.rename(who, "Mette Overgaard", by=BY, at=at), True),
        (lambda who, at: people.correct_address(who, "ny@faaborg.example", by=BY, at=at), True),
        (lambda who, at: listed(who, at, name=True), True),
        (lambda who, at: listed(who, at, language=True), True),
        (lambda who, at: listed(who, at, seats=1), False),
        (lambda who, at: records.record("person.exported", f"person:{who.pk}", by=BY, at=at), False),
    ],
)
def test_it_says_where_a_name_or_an_address_has_been_changed_since(desk, act, told) -> None:
    who, other = cast.person("Mette Overgård"), cast.person("Gitte Rask")
    mail = put(who, state="accepted", settled_at=AT)
    by_another = put(other, state="accepted", settled_at=AT, facts={"by": str(who.pk)})
    waits, later = put(who), put(who, state="accepted", settled_at=AT + timedelta(hours=2))
    act(who, AT + timedelta(hours=1))
    for one in (mail, by_another):
        assert (SAID in page(desk, "outbox-mail", one.pk).content.decode()) is told
    for one in (waits, later):
        assert SAID not in page(desk, "outbox-mail", one.pk).content.decode()


def test_fifty_a_page(desk) -> None:
    queue(51)
    assert page(desk, "outbox").content.decode().count('<th scope="row">') == 50
    assert page(desk, "outbox", page=2).content.decode().count('<th scope="row">') == 1


def test_a_relay_that_is_down_is_told(desk) -> None:
    now = clock.wall()
    Relay.objects.create(name="x:25", minute=now, down_since=now, again_at=now, faults=1, fault="535 wrong password")
    shown = page(desk, "outbox").content.decode()
    assert "535 wrong password" in shown
    assert "Intet er gået tabt" in shown


def test_a_mail_is_shown_with_its_head_its_text_and_its_files(desk) -> None:
    message = put(cast.person("Mette Overgård"))
    shown = page(desk, "outbox-mail", message.pk).content.decode()
    for words in (f"Brev {message.key}", "Kære Mette", "Message-ID", "invite.ics", "Brev ø.pdf", "oea26@kl.example"):
        assert words in shown
    assert "<script>alert" not in shown


def test_links_are_hidden_everywhere_outside_a_story(desk) -> None:
    message = put()
    for name, *more in (("outbox-mail",), ("outbox-html",), ("outbox-raw",)):
        answer = page(desk, name, message.pk, *more).content
        assert b"a" * 39 not in answer
    parsed = email.message_from_bytes(page(desk, "outbox-raw", message.pk).content, policy=default)
    assert "***" in parsed.get_body(("plain",)).get_content()


def test_a_story_shows_them_to_be_pressed(desk, story) -> None:
    message = put()
    assert f'href="{LINK}"' in page(desk, "outbox-mail", message.pk).content.decode()


def test_the_raw_mail_is_the_one_that_is_sent(desk, story) -> None:
    from stormoede.mail import bytes as mail_bytes

    message = put()
    sent = mail_bytes.build(message, made([message], reveal=True)[message.pk])
    answer = page(desk, "outbox-raw", message.pk)
    assert answer.content == sent
    assert answer["Content-Type"] == "message/rfc822"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_mails_own_html_runs_nothing_and_asks_for_nothing(desk) -> None:
    answer = page(desk, "outbox-html", put().pk)
    rules = answer["Content-Security-Policy"].split("; ")
    assert {"sandbox", "default-src 'none'", "style-src 'unsafe-inline'", "frame-ancestors 'self'"} <= set(rules)
    assert not [rule for rule in rules if rule.startswith(("script-src", "img-src", "connect-src"))]


def test_the_page_around_it_keeps_the_strict_policy(desk) -> None:
    answer = page(desk, "outbox-mail", put().pk)
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert 'sandbox loading="lazy"' in answer.content.decode()


def test_files_are_downloads_and_nothing_else(desk) -> None:
    message = put()
    calendar = page(desk, "outbox-file", message.pk, 0)
    paper = page(desk, "outbox-file", message.pk, 1)
    assert calendar.content.startswith(b"BEGIN:VCALENDAR")
    assert paper.content == b"%PDF-1"
    for answer in (calendar, paper):
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Security-Policy"].startswith("sandbox")
    assert page(desk, "outbox-file", message.pk, 2).status_code == 302


def test_a_refused_mail_is_sent_once_more(desk) -> None:
    message = put(cast.person(), state="refused", settled_at=AT, reply_code=550, reply_text="5.1.1 no")
    assert "Send igen" in page(desk, "outbox-mail", message.pk).content.decode()
    desk.post(reverse("outbox-again", args=[message.pk]))
    message.refresh_from_db()
    assert (message.state, message.settled_at) == ("queued", None)


def test_a_refused_letter_is_mended_and_sent_again_in_one_step(desk) -> None:
    who = cast.person()
    link = cast.link(who)
    message = put(who, state="refused", settled_at=AT, reply_code=550, reply_text="5.1.1 no", address="")
    assert "Ret og send" in page(desk, "outbox-mail", message.pk).content.decode()
    desk.post(reverse("outbox-address", args=[message.pk]), {"email": "karen"})
    message.refresh_from_db()
    assert message.state == "refused"
    desk.post(reverse("outbox-address", args=[message.pk]), {"email": "karen@lund.example"})
    for row in (message, who, link):
        row.refresh_from_db()
    assert (message.state, who.email, link.generation) == ("queued", "karen@lund.example", 1)
    desk.post(reverse("outbox-address", args=[message.pk]), {"email": "else@lund.example"})
    who.refresh_from_db()
    assert who.email == "karen@lund.example"


def test_all_that_were_refused_are_sent_once_more(desk) -> None:
    for _ in range(3):
        put(state="refused", settled_at=AT)
    other = put(kind="meetings.door", state="refused", settled_at=AT)
    arrived = put(state="accepted", settled_at=AT)
    assert "Send alle 3 igen" in page(desk, "outbox", state="refused", kind="test").content.decode()
    assert "igen</button>" not in page(desk, "outbox", state="accepted").content.decode()
    desk.post(reverse("outbox-all-again"), {"state": "refused", "kind": "test"})
    assert Message.objects.filter(state="queued").count() == 3
    desk.post(reverse("outbox-all-again"))
    assert set(Message.objects.filter(pk__in=[other.pk, arrived.pk]).values_list("state", flat=True)) == {
        "queued",
        "accepted",
    }


def test_a_waiting_mail_is_taken_out(desk) -> None:
    message = put()
    desk.post(reverse("outbox-cancel", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == "cancelled"


def test_a_mail_that_has_arrived_is_not_touched(desk) -> None:
    message = put(state="accepted", settled_at=AT)
    shown = page(desk, "outbox-mail", message.pk).content.decode()
    assert '<form method="post" action="/desk/outbox/' not in shown
    answer = desk.post(reverse("outbox-again", args=[message.pk]), follow=True)
    assert "allerede" in answer.content.decode()
    message.refresh_from_db()
    assert message.state == "accepted"


def test_looking_changes_nothing(desk) -> None:
    message = put(state="refused", settled_at=AT)
    for name in ("outbox-again", "outbox-cancel"):
        assert page(desk, name, message.pk).status_code == 405
    message.refresh_from_db()
    assert message.state == "refused"


def test_a_mail_that_cannot_be_made_says_why(desk) -> None:
    message = put(cast.person("Mette Overgård"))
    with recipe(lambda messages, reveal: {message.pk: Unbuildable("Personen findes ikke.")}):
        shown = page(desk, "outbox-mail", message.pk)
        assert shown.status_code == 200
        assert "Personen findes ikke." in shown.content.decode()
        assert page(desk, "outbox-raw", message.pk).status_code == 302
    with recipe(lambda messages, reveal: 1 / 0):
        assert page(desk, "outbox-mail", message.pk).status_code == 200
    Message.objects.filter(pk=message.pk).update(kind="unheard")
    assert page(desk, "outbox-mail", message.pk).status_code == 200


def test_a_reader_does_not_see_the_outbox(desk) -> None:
    message = put()
    reader = cast.desk(Staff.Role.READER, "Lise Bak")
    assert page(reader, "outbox").status_code == 403
    assert page(reader, "outbox-mail", message.pk).status_code == 403
