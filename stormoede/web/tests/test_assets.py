"""Static files are named with a mark of their content."""

import re

from django.contrib.staticfiles.storage import staticfiles_storage

from stormoede.web import assets


def test_a_changed_file_has_another_address(monkeypatch, tmp_path):
    file = tmp_path / "a.css"
    monkeypatch.setattr(assets.finders, "find", lambda name: str(file))
    addresses = set()
    for text in ("a", "b", "a"):
        assets._mark.cache_clear()
        file.write_text(text)
        addresses.add(staticfiles_storage.url("a.css"))
    assets._mark.cache_clear()
    assert len(addresses) == 2
    assert all(re.fullmatch(r"/static/a\.css\?v=[0-9a-f]{8}", address) for address in addresses)


def test_a_missing_file_has_a_plain_address():
    assert staticfiles_storage.url("web/nothing.css") == "/static/web/nothing.css"


def test_files_are_served_from_where_they_lie(client):
    answer = client.get(staticfiles_storage.url("web/css/base.css"))
    assert answer.status_code == 200
    assert "max-age=3600" in answer["Cache-Control"]
    assert answer["Content-Type"].startswith("text/css")
