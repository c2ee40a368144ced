"""Sheets on paper are one page each, as the page that shows them says: handed to two, nobody gets a piece of the other's."""

import io

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.house import tree
from tests.journeys import browser as windows

STYLES = tree.PACKAGE / "web" / "static" / "web" / "css"
SHEET = (
    '<article class="sheet a4 stack"><header><p class="letterhead">KL</p></header><p class="to">{name}<br>Faaborg-Midtfyn</p>'
    '<h1>Runden</h1><p>Svar nu.</p><p class="qr"><img alt="" width="240" height="240"></p><footer><p>Hilsen til {name}</p></footer></article>'
)


@pytest.mark.once
@pytest.mark.parametrize("size", [windows.PHONE, windows.DESK], ids=["phone", "desk"])
def test_each_sheet_is_one_page(chromium: Browser, size: dict[str, int]) -> None:
    page = windows.opened(chromium, "", size=size).page
    styles = "".join((STYLES / f"{name}.css").read_text() for name in ("base", "page", "forms", "status", "sheet"))
    sheets = "".join(SHEET.format(name=name) for name in ("Albert Toft", "Bo Lund"))
    page.set_content(f'<style>{styles}</style><body class="letterpage"><main class="page">{sheets}</main>')
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    page.context.close()
    told = [one.extract_text().count(name) for one in printed.pages for name in ("Albert Toft", "Bo Lund")]
    assert told == [2, 0, 0, 2]
