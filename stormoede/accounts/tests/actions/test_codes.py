"""A code works once, for ten minutes, five times tried, in the browser that asked; and it is in no table."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core import serializers
from django.db import connection

from stormoede.accounts.actions import codes
from stormoede.accounts.models import CodeRequest
from stormoede.accounts.refusals import NoAddress, TooManyCodes
from stormoede.events.actor import system
from stormoede.events.models import Event
from stormoede.mail.models import Message
from tests import cast

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 3, 20, 19, tzinfo=UTC)
BY = system("test")
MINE, OTHER = "a" * 32, "b" * 32


def asked(who, nonce=MINE, at=NOW):
    return codes.code_of(codes.ask(who, nonce=nonce, by=BY, at=at, dated=at))


def test_the_right_code_works_once():
    who = cast.person()
    code = asked(who)
    assert codes.check(who, f"{code[:3]} {code[3:]}", nonce=MINE, at=NOW)
    assert not codes.check(who, code, nonce=MINE, at=NOW)


def test_staff_have_codes_too():
    who = cast.staff()
    assert codes.check(who, asked(who), nonce=MINE, at=NOW)
    assert Message.objects.get().address == who.email


def test_another_browser_another_person_and_another_hour_are_refused():
    who, neighbour = cast.person(), cast.person("Bo Dam")
    code = asked(who)
    assert not codes.check(who, code, nonce=OTHER, at=NOW)
    assert not codes.check(neighbour, code, nonce=MINE, at=NOW)
    assert not codes.check(who, code, nonce=MINE, at=NOW + codes.codes.LASTS)
    assert codes.check(who, code, nonce=MINE, at=NOW + timedelta(minutes=9, seconds=59))


def test_the_sixth_try_is_refused_even_when_it_is_right():
    who = cast.person()
    code = asked(who)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert not any(codes.check(who, wrong, nonce=MINE, at=NOW) for _ in range(5))
    assert not codes.check(who, code, nonce=MINE, at=NOW)
    assert CodeRequest.objects.get().tries == 5


def test_a_newer_code_ends_the_older():
    who = cast.person()
    older, newer = asked(who), asked(who, at=NOW + timedelta(minutes=1))
    assert older == newer or not codes.check(who, older, nonce=MINE, at=NOW + timedelta(minutes=2))
    assert codes.check(who, newer, nonce=MINE, at=NOW + timedelta(minutes=2))


def test_three_an_hour_and_ten_a_day():
    who = cast.person()
    given = 0
    # A code that is refused leaves nothing, so once there are ten the rest of the day is one question asked again and again.
    for minute in (*range(4 * 60), *range(4 * 60, 24 * 60, 10), 24 * 60 - 1):
        try:
            asked(who, at=NOW + timedelta(minutes=minute))
            given += 1
        except TooManyCodes:
            pass
        if minute == 59:
            assert given == 3
    assert given == 10


def test_who_has_no_address_gets_no_code():
    with pytest.raises(NoAddress):
        asked(cast.person(email=""))


def test_the_code_is_in_no_row():
    who = cast.person()
    code = asked(who)
    tables = [CodeRequest, Message, Event]
    text = "".join(serializers.serialize("json", model.objects.all()) for model in tables)
    assert len(json.loads(serializers.serialize("json", CodeRequest.objects.all()))) == 1
    assert code not in text.replace("-", "")
    assert connection.vendor in {"sqlite", "postgresql"}
