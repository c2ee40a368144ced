"""Attack 14: a hundred tries of one code at the same time; five are counted."""

import threading

import pytest
from django.db import connections

from stormoede.accounts.actions import codes
from stormoede.accounts.models import CodeRequest
from stormoede.events.actor import system
from stormoede.lib import clock
from tests import cast

NONCE = "a" * 32


@pytest.mark.django_db(transaction=True)
def test_14_a_hundred_tries_at_once_are_five():
    who, at = cast.person(), clock.wall()
    right = codes.code_of(codes.ask(who, nonce=NONCE, by=system("test"), at=at, dated=at))
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    start, lucky = threading.Barrier(10), []

    def guess():
        start.wait()
        lucky.extend(codes.check(who, wrong, nonce=NONCE, at=at) for _ in range(10))
        connections.close_all()

    guessers = [threading.Thread(target=guess) for _ in range(10)]
    for guesser in guessers:
        guesser.start()
    for guesser in guessers:
        guesser.join()
    assert lucky == [False] * 100
    assert CodeRequest.objects.get().tries == 5
    assert not codes.check(who, right, nonce=NONCE, at=at)
