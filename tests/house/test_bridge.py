"""The embedded server's way to the pages: nothing is lost, nothing too large is taken, long answers come in pieces."""

import asyncio
from datetime import UTC, datetime

from stormoede import bridge
from stormoede.lib import clock


def ask(application, *, body=(b"",), headers=(), path="/a", gone=False):
    """One request; the messages sent."""
    left = [
        {"type": "http.request", "body": part, "more_body": number < len(body) - 1} for number, part in enumerate(body)
    ]
    if gone:
        left = [{"type": "http.request", "body": b"x", "more_body": True}, {"type": "http.disconnect"}]
    sent = []

    async def receive():
        return left.pop(0)

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"q=1", "http_version": "1.1"}
    scope |= {"headers": list(headers), "client": ("192.0.2.1", 5), "server": ("127.0.0.1", 8000), "scheme": "http"}
    pages = bridge.Pages(application, 1)
    asyncio.run(pages(scope, receive, send))
    pages.close()
    return sent


def echo(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read()]


def test_body_and_headers_arrive_whole():
    seen = {}

    def application(environ, start_response):
        seen.update(environ)
        return echo(environ, start_response)

    headers = [(b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"x-forwarded-for", b"1"), (b"x_forwarded_for", b"2")]
    sent = ask(application, body=(b"ab", b"cd"), headers=headers, path="/mø/")
    assert sent == [
        {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]},
        {"type": "http.response.body", "body": b"abcd"},
    ]
    assert seen["HTTP_COOKIE"] == "a=1; b=2"
    assert seen["HTTP_X_FORWARDED_FOR"] == "1", "a name with an underscore must not pass for the real one"
    assert seen["CONTENT_LENGTH"] == "4"
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/mø/"
    assert (datetime.now(UTC) - seen[clock.CAME]).total_seconds() < 5
    assert "asgi.scope" not in seen


def test_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr(bridge, "LARGEST", 10)
    assert ask(echo, body=(b"x" * 6, b"x" * 6))[0]["status"] == 413
    assert ask(echo, body=(b"x" * 5, b"x" * 5))[0]["status"] == 200


def test_a_slow_sender_is_refused(monkeypatch):
    monkeypatch.setattr(bridge, "LONGEST", 0.01)
    sent = []

    async def receive():
        await asyncio.sleep(5)

    async def send(message):
        sent.append(message)

    asyncio.run(bridge.Pages(echo, 1)({"type": "http"}, receive, send))
    assert sent[0]["status"] == 408


def test_one_who_has_gone_costs_nothing():
    def application(environ, start_response):
        raise AssertionError("must not be asked")

    assert ask(application, gone=True) == []


def test_a_long_answer_comes_in_pieces_and_is_closed(monkeypatch):
    monkeypatch.setattr(bridge, "PIECE", 3)
    closed = []

    class Long:
        def __iter__(self):
            return iter([b"ab", b"cd", b"ef"])

        def close(self):
            closed.append(True)

    def application(environ, start_response):
        start_response("200 OK", [])
        return Long()

    bodies = ask(application)[1:]
    assert [(message["body"], message.get("more_body", False)) for message in bodies] == [
        (b"abcd", True),
        (b"ef", False),
    ]
    assert closed == [True]
