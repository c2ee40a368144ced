"""One request at a time, and none that waits for a slow one."""

import time
from threading import Barrier, Event, Thread

import pytest

from stormoede import wsgi


def _environ(path):
    return {"PATH_INFO": path}


def test_a_request_has_the_program_for_itself(monkeypatch):
    monkeypatch.setattr(wsgi, "PATIENCE", 60)
    inside, most = [], []

    def page(environ, start_response):
        inside.append(environ)
        most.append(len(inside))
        time.sleep(0.0005)
        inside.pop()
        return [b""]

    ready, application = Barrier(4), wsgi.in_turn(page)

    def ask():
        ready.wait()
        application(_environ("/"), None)

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1, 1]


def test_nobody_waits_for_a_slow_request():
    begun, over = Event(), Event()

    def page(environ, start_response):
        if environ["PATH_INFO"] == "/slow":
            begun.set()
            assert over.wait(60)
        return [environ["PATH_INFO"].encode()]

    application, told = wsgi.in_turn(page), []
    slow = Thread(target=lambda: told.append(application(_environ("/slow"), None)))
    slow.start()
    assert begun.wait(60)
    assert application(_environ("/quick"), None) == [b"/quick"]
    assert not told
    over.set()
    slow.join()
    assert told == [[b"/slow"]]
    # The turn was given back, whoever had it.
    assert application(_environ("/next"), None) == [b"/next"]


def test_a_fault_gives_the_turn_back(monkeypatch):
    monkeypatch.setattr(wsgi, "PATIENCE", 60)

    def page(environ, start_response):
        if environ["PATH_INFO"] == "/broken":
            raise RuntimeError
        return [b"well"]

    application = wsgi.in_turn(page)
    with pytest.raises(RuntimeError):
        application(_environ("/broken"), None)
    began = time.monotonic()
    assert application(_environ("/"), None) == [b"well"]
    assert time.monotonic() - began < 50
