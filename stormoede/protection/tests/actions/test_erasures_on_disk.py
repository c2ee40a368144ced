"""An erased person is not in the bytes of the database's own files either."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from stormoede.events.actor import system
from stormoede.members.models import Import
from stormoede.protection import ledger
from stormoede.protection.actions import erasures
from tests.house.world import AT, World


@pytest.mark.sqlite
def test_sqlite_keeps_no_bytes_of_what_was_erased(transactional_db, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA", tmp_path / "data")
    here = World()
    Import.objects.all().delete()
    erasures.erase(str(here.member.pk), words=True, by=system("cast"), at=AT + timedelta(days=1))
    place = connection.settings_dict["NAME"]
    connection.close()
    files = [file for end in ("", "-wal") if (file := Path(f"{place}{end}")).exists()]
    content = b"".join(file.read_bytes() for file in files)
    assert here.member.email.encode() not in content
    assert here.member.name.encode() not in content
    assert ledger.read([ledger.folder()])[0].person == str(here.member.pk)
