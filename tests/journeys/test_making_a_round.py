"""A secretary makes the round from its file, two edit it at once, and every page can be used by all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys import site as sites
from tests.journeys.browser import DESK, PHONE, Window
from tests.journeys.conftest import Open
from tests.journeys.site import ROOT, Site

FILE = ROOT / "rounds" / "oea26.toml"
PAGES = {
    "rounds": "/desk/rounds/",
    "round-new": "/desk/rounds/new/",
    "round-edit": "/desk/rounds/oea26/edit/",
    "round-delete": "/desk/rounds/oea26/delete/",
    "track-new": "/desk/rounds/oea26/tracks/new/",
    "track-edit": "/desk/rounds/oea26/tracks/kkr/",
    "track-remove": "/desk/rounds/oea26/tracks/kkr/remove/",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with sites.running(tmp_path_factory.mktemp("desk"), "tests.journeys.desk") as site:
        yield site


def sign_in(window: Window, site: Site, who: str = "Sofie Ravn") -> Window:
    window.page.context.add_cookies([{"name": site.facts["cookie"], "value": site.facts[who], "url": site.origin}])
    return window


def upload(window: Window, file: Path) -> None:
    page = window.go("/desk/rounds/new/")
    page.set_input_files("input[type=file]", file)
    page.click("text=Opret runden ud fra filen")


def test_a_round_is_made_from_its_file_and_edited_by_two(desk: Site, window: Open, tmp_path: Path) -> None:
    sofie, jonas = sign_in(window(desk), desk), sign_in(window(desk), desk, "Jonas Westergaard")
    assert "Ingen runder endnu" in sofie.go("/desk/rounds/").inner_text("main")

    wrong = tmp_path / "oea26.toml"
    wrong.write_text(FILE.read_text(encoding="utf-8").replace("deadline =", "deadlin ="), encoding="utf-8")
    upload(sofie, wrong)
    told = sofie.page.inner_text("main")
    assert "tracks[0].deadlin" in told
    assert "Mener du deadline?" in told
    sofie.assert_accessible()
    sofie.shot("round-file-wrong")

    upload(sofie, FILE)
    sofie.page.wait_for_url("**/desk/rounds/oea26/")

    for one in (sofie, jonas):
        one.go(PAGES["round-edit"])
    sofie.page.fill("[name=short]", "ØA 26")
    sofie.page.click("text=Gem runden")
    assert "Runden er gemt." in sofie.page.inner_text("main")
    jonas.page.fill("[name=contact_name]", "Jonas Westergaard")
    jonas.page.click("text=Gem runden")
    told = jonas.page.inner_text("main")
    assert "En anden har rettet runden" in told
    assert "ØA 26" in told
    assert jonas.page.input_value("[name=contact_name]") == "Jonas Westergaard"
    jonas.assert_accessible()
    jonas.shot("round-edited-meanwhile")

    sofie.page.locator("form", has_text="Flyt op: Input fra").get_by_role("button").click()
    assert sofie.page.locator("#tracks h3").all_inner_texts()[1] == "Input fra kommunalbestyrelserne"
    with sofie.page.expect_download() as download:
        sofie.page.click("text=Hent oea26.toml")
    assert 'short = "ØA 26"' in download.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["da-DK", "en-GB"])
def test_each_page_can_be_used_by_all(desk: Site, window: Open, language: str) -> None:
    opened = sign_in(window(desk, language=language), desk)
    for name, path in PAGES.items():
        opened.go(path)
        for size, dark in ((DESK, False), (PHONE, True)):
            opened.turn(size, dark=dark)
            opened.assert_accessible()
            opened.shot(f"{name}-{language[:2]}-{size['width']}")
