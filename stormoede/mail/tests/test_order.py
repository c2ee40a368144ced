"""Where mails that came in stand in a list by sender and by subject, those that were here before the order too."""

from importlib import import_module

import pytest
from django.apps import apps

from stormoede.lib.danish import sort_key
from stormoede.mail.actions import incoming
from stormoede.mail.models import Incoming
from stormoede.mail.tests.makers import AT

pytestmark = pytest.mark.django_db


def came(number: int, sender: str, subject: str) -> None:
    head = f"From: {sender}\r\nSubject: {subject}\r\nMessage-ID: <{number}@x.example>\r\n\r\nHej"
    incoming.receive(head.encode(), at=AT)
    incoming.run(at=AT)


def keys() -> list[tuple[str, str]]:
    return list(Incoming.objects.order_by("pk").values_list("sender_key", "subject_key"))


def test_a_mail_is_given_its_place_and_one_from_before_gets_the_same() -> None:
    came(1, "Åse Ørum <aase@x.example>", "Æbler og pærer")
    came(2, "bo@x.example", "")
    came(3, "no address at all", "Ø" * 300)
    given = keys()
    assert given[0] == (sort_key("Åse Ørum"), sort_key("Æbler og pærer"))
    assert given[1] == (sort_key("bo@x.example"), "")
    assert (given[2][0], len(given[2][1])) == ("", 200)
    Incoming.objects.update(sender_key="", subject_key="")
    import_module("stormoede.mail.migrations.0005_danish_order")._order(apps, None)
    assert keys() == given
