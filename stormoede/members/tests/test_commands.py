"""``stormoede members import``."""

import sys
from pathlib import Path

import pytest

from stormoede import cli
from stormoede.members.models import Import, Organisation, Person
from stormoede.members.tests.cast import csv_list
from tests.house import tree

pytestmark = pytest.mark.django_db
METTE = "0430;;Mette Overgaard;mette@fmk.example;Borgmester;Byråd;2022-01-01;;"
BARE = "0430;;Peter Skov;;;;2022-01-01;;"


def _file(folder: Path, *rows: str) -> str:
    file = folder / "list.csv"
    file.write_bytes(csv_list(*rows))
    return str(file)


def test_a_list_is_brought_in_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["members", "import", _file(tmp_path, METTE, BARE)]) == 0
    assert "2 nye, 0 ændret" in capsys.readouterr().out
    assert (Person.objects.count(), Organisation.objects.count(), Import.objects.count()) == (2, 98, 0)


def test_a_preview_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["members", "import", _file(tmp_path, METTE)])
    capsys.readouterr()
    assert cli.main(["members", "import", _file(tmp_path, BARE), "--preview", "--complete", "430"]) == 0
    assert "1 nye, 0 ændret, 0 uændret, 1 hverv slutter; 1 kan ikke nås" in capsys.readouterr().out
    assert Person.objects.count() == 1


def test_it_says_where_nothing_ends_although_the_list_is_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["members", "import", _file(tmp_path, METTE, METTE.replace("0430", "0492"))])
    unread = _file(tmp_path, BARE, BARE.replace("Peter Skov", ""))
    capsys.readouterr()
    assert cli.main(["members", "import", unread, "--preview", "--complete", "430", "--complete", "492"]) == 1
    said = capsys.readouterr().out
    assert "0 hverv slutter" in said
    assert "Intet slutter i Faaborg-Midtfyn, fordi en række dér ikke kunne bruges." in said
    assert "Intet slutter i Ærø: Listen har ingen række dér." in said


@pytest.mark.parametrize("code", ["411", "Faaborg", "all,430"])
def test_a_list_is_whole_for_a_municipality_there_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    assert cli.main(["members", "import", _file(tmp_path, METTE), "--complete", code]) == 2
    assert capsys.readouterr().err.startswith("Der er ingen kommune »")
    assert not Person.objects.exists()


def test_what_is_left_out_is_said_and_shows_in_the_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [METTE, METTE.replace("0430", "411"), METTE.replace("0430;", ";Faborg-Midtfyn")]
    assert cli.main(["members", "import", _file(tmp_path, *rows)]) == 1
    said = capsys.readouterr().out
    assert "Række 3 er afvist: 411 er Christiansø" in said
    assert "Række 4 er udeladt" in said


def test_a_file_that_cannot_be_used_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["members", "import", str(tmp_path / "nowhere.csv")]) == 2
    assert capsys.readouterr().err.endswith("nowhere.csv: Filen kan ikke åbnes.\n")
    (tmp_path / "list.pdf").write_bytes(b"%PDF-1.7")
    assert cli.main(["members", "import", str(tmp_path / "list.pdf")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_list_with_a_virus_is_neither_read_nor_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], settings
) -> None:
    settings.SCAN = (sys.executable, str(tree.TOP / "tests" / "scan.py"))
    (tmp_path / "list.csv").write_bytes(b"VIRUS;" + csv_list(METTE))
    for more in ([], ["--preview"]):
        assert cli.main(["members", "import", str(tmp_path / "list.csv"), *more]) == 2
        assert "har fundet en virus" in capsys.readouterr().err
    assert not Person.objects.exists() and not Import.objects.exists()
    assert cli.main(["members", "import", _file(tmp_path, METTE)]) == 0
