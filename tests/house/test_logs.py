"""The log tells routes, figures and places; never a path, a query, a text that was typed, or an address."""

import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from stormoede.lib import log_lines
from stormoede.lib.keys import KeyFault
from stormoede.web.request_log import RequestLog, route


def line(message="", exception=None, **figures):
    record = logging.LogRecord("stormoede.x", logging.ERROR, __file__, 1, message, (), None)
    if figures:
        record.figures = figures
    if exception is not None:
        record.exc_info = (type(exception), exception, exception.__traceback__)
    return log_lines.Line().format(record)


def raised(exception, cause=None):
    try:
        raise exception from cause
    except type(exception) as caught:
        return caught


def test_a_line_is_one_line_of_pairs():
    told = line(route="desk round", ms="1.0", text='a "b"\nc')
    assert "\n" not in told
    assert told.split(" ", 1)[1] == r'level=error from=x route="desk round" ms=1.0 text="a \"b\"\nc"'


def test_a_fault_is_told_by_type_and_place_without_its_text():
    told = line(exception=raised(ValueError("anne@aabenraa.example"), raised(KeyError("+45 12 34 56 78"))))
    assert "ValueError < house/test_logs.py:" in told
    assert "after KeyError < house/test_logs.py:" in told
    assert "anne" not in told and "12 34" not in told


def test_our_own_sentences_and_the_systems_are_told():
    assert "The key file is gone." in line(exception=raised(KeyFault("The key file is gone.")))
    assert "No space left" in line(exception=raised(OSError(28, "No space left on device", "/secret/file")))
    assert "/secret" not in line(exception=raised(OSError(28, "No space left on device", "/secret/file")))


def test_a_request_is_told_by_its_route(caplog):
    request = RequestFactory().get("/kæmpe/hemmelig?navn=anne")
    with caplog.at_level(logging.INFO, "stormoede.request"):
        RequestLog(lambda request: HttpResponse(status=204))(request)
    figures = caplog.records[-1].figures
    assert set(figures) == {"route", "method", "status", "ms", "id"}
    assert (figures["route"], figures["method"], figures["status"]) == ("none", "GET", 204)
    assert route(RequestFactory().get("/static/x.css")) == "static"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nowhere/hemmelig/", "/staff/hemmelig"])
def test_djangos_own_lines_with_paths_are_left_out(client, capfd, path):
    handler = logging.StreamHandler()
    handler.setFormatter(log_lines.Line())
    logging.getLogger().addHandler(handler)
    try:
        client.get(path, HTTP_USER_AGENT="hemmelig")
    finally:
        logging.getLogger().removeHandler(handler)
    assert "hemmelig" not in capfd.readouterr().err


def test_a_fault_in_a_page_is_told_with_its_route():
    request = RequestFactory().get("/hemmelig")
    request.META[log_lines.MARK] = "abc"
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "Internal Server Error: %s", ("/hemmelig",), None
    )
    fault = raised(ValueError("hemmelig"))
    record.exc_info = (ValueError, fault, fault.__traceback__)
    record.request = request
    assert log_lines.Retold().filter(record)
    told = log_lines.Line().format(record)
    assert "route=none id=abc" in told and "hemmelig" not in told
    record.exc_info = None
    assert not log_lines.Retold().filter(record)


def test_lines_go_on_in_a_new_file_when_the_old_one_is_put_aside(tmp_path, monkeypatch):
    at = iter(range(100))
    monkeypatch.setattr(log_lines.time, "monotonic", lambda: float(next(at)))
    file, aside = tmp_path / "log", tmp_path / "log.1"
    handler = log_lines.Added(file)
    handler.setFormatter(logging.Formatter("%(message)s"))
    for word in ("før", "siden"):
        handler.handle(logging.LogRecord("x", logging.INFO, __file__, 1, word, (), None))
        file.rename(tmp_path / f"{word}.1") if word == "siden" else file.rename(aside)
    assert aside.read_text("utf-8") == "før\n"
    assert (tmp_path / "siden.1").read_text("utf-8") == "siden\n"
