"""``round load`` and ``round export`` on the command line."""

from pathlib import Path

import pytest

from stormoede import cli
from stormoede.rounds.models import Round
from stormoede.rounds.tests.test_files import FILE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _django_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stormoede.cli.set_up", lambda: None)


def test_a_file_is_loaded_and_exported_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "oea26.toml"
    file.write_text(FILE, encoding="utf-8")
    assert cli.main(["round", "load", str(file)]) == 0
    assert capsys.readouterr().out == "oea26: ØA26, 2 spor\n"
    assert cli.main(["round", "export", "oea26"]) == 0
    written = capsys.readouterr().out
    Round.objects.all().delete()
    file.write_text(written, encoding="utf-8")
    assert cli.main(["round", "load", str(file)]) == 0
    assert cli.main(["round", "export", "oea26"]) == 0
    assert capsys.readouterr().out.endswith(written)


def test_a_second_load_is_a_sentence_and_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "oea26.toml"
    file.write_text(FILE, encoding="utf-8")
    cli.main(["round", "load", str(file)])
    assert cli.main(["round", "load", str(file)]) == 2
    assert "oea26" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b'key = "\xd8A26"'])
def test_a_file_that_cannot_be_read_is_a_sentence(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.toml"
    if content is not None:
        file.write_bytes(content)
    assert cli.main(["round", "load", str(file)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_an_unknown_round_cannot_be_exported(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["round", "export", "oea99"]) == 2
    assert "oea99" in capsys.readouterr().err
