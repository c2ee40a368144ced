"""Every list of the desk can be taken along whole, as CSV and as XLSX, and is ordered by what stands in its address."""

import csv
import io
import re
from html import unescape

import openpyxl
import pytest

from tests.house import tree, world
from tests.house.lists import LISTS, NO_LISTS
from tests.house.test_urls import filled
from tests.house.world import World

CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TAKEN = re.compile(r'href="\?([^"]*\bas=csv[^"]*)"')
TABLE = re.compile(r"<table([^>]*)>(\s*(?:<caption)?)")
TURNED = re.compile(r'<th scope="col"[^>]*><a href="(\?[^"]*sort=[^"]*)"')


def test_every_table_can_be_taken_along_or_says_why_not() -> None:
    tables = {}
    for file in tree.templates():
        name, text = tree.template_name(file), file.read_text(encoding="utf-8")
        if name.startswith("web/desk/") and "<table" in text:
            tables[name] = "web/desk/export_links.html" in text or "as='csv'" in text
    assert sorted(name for name, taken in tables.items() if not taken) == sorted(NO_LISTS)


def test_every_table_has_a_name_for_those_who_hear_the_page() -> None:
    nameless = [
        tree.template_name(file)
        for file in tree.templates()
        for attributes, after in TABLE.findall(file.read_text(encoding="utf-8"))
        if tree.template_name(file).startswith("web/") and "aria-label" not in attributes and "<caption" not in after
    ]
    assert nameless == []


def pages(here):
    """Every page of the desk that an administrator may open, with its address."""
    for name, path, pattern in world.routes():
        may_open = getattr(pattern.callback, "may_open", None)
        if may_open is not None and may_open.who == "staff":
            yield name, filled(here, name, path, may_open)


@pytest.mark.django_db
def test_every_list_is_a_file():
    for address, desk in lists(World()):
        head, *rows = read(desk, address)
        assert (address, {len(row) for row in rows} - {len(set(head))}) == (address, set())


@pytest.mark.long
@pytest.mark.django_db
def test_every_list_is_a_book_and_its_orders_lead_somewhere():
    for address, desk in lists(World()):
        book = desk.get(f"{address}&as=xlsx")
        assert (address, book.headers["Content-Type"]) == (address, XLSX)
        sheet = openpyxl.load_workbook(io.BytesIO(book.content), read_only=True).worksheets[0]
        # Taking the log of readings along is itself read and noted.
        noted = int("/readings/" in address)
        assert len(read(desk, address)) == sum(1 for _row in sheet.iter_rows()) + noted
        here = address.partition("?")[0]
        for turn in map(unescape, TURNED.findall(desk.get(here).content.decode())):
            turned = desk.get(here + turn)
            assert (turn, turned.status_code, "aria-sort=" in turned.content.decode()) == (turn, 200, True)


def lists(here):
    """Every list with the address it is a file of, and a browser."""
    desk, addresses = here.visitors["admin"], dict(pages(here))
    for route, names in LISTS.items():
        for name in sorted(names):
            yield f"{addresses[route]}?list={name}" if name else f"{addresses[route]}?", desk


def read(desk, address):
    """The rows of the list's file."""
    answer = desk.get(f"{address}&as=csv")
    assert (address, answer.headers["Content-Type"]) == (address, CSV)
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.long
@pytest.mark.django_db
def test_no_page_has_a_list_that_the_table_does_not_name():
    here = World()
    desk, unknown = here.visitors["admin"], {}
    for route, address in pages(here):
        if route.startswith("live-"):
            continue  # The same page once more, to be put in place of the one that is open.
        answer = desk.get(address)
        if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
            queries = [unescape(query) for query in TAKEN.findall(answer.content.decode())]
            offered = {found[1] if (found := re.search(r"list=(\w+)", query)) else "" for query in queries}
            unknown[route] = offered - LISTS.get(route, set())
    assert {route: lists for route, lists in unknown.items() if lists} == {}
