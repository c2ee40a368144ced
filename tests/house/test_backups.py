"""What is restored is what was backed up, on either database, whatever the rooms keep; and all of it or nothing."""

import base64
import gzip
import hashlib
import json
import os
import random
import subprocess
import sys
import time
from contextlib import contextmanager
from io import BytesIO

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from stormoede.accounts.models import Limit
from stormoede.backups import files, reading, schema, seals, writing
from stormoede.backups.faults import BackupFault, NotWhole
from stormoede.lib import keys
from stormoede.mail.tests.mother import Mother
from tests.house.world import World

FILES = {"raw/æbler.eml": os.urandom(100_000), "raw/tom": b"", "x.pdf": b"%PDF"}
_made = {}


class Installation:
    """A folder of its own, on SQLite unless a database is named."""

    def __init__(self, folder, database=None):
        self.data = folder / "data"
        mine = {name: value for name, value in os.environ.items() if not name.startswith("STORMOEDE_")}
        self.environment = {**mine, "STORMOEDE_LANGUAGE": "en", "STORMOEDE_DATA": str(self.data)}
        if database:
            self.environment["STORMOEDE_DATABASE"] = database

    def mother(self):
        """Starts the program again and again; there must be keys."""
        self.data.mkdir(parents=True, exist_ok=True)
        mother = Mother(
            "stormoede.cli", {**self.environment, "DJANGO_SETTINGS_MODULE": "stormoede.settings"}, self.data.parent
        )
        mother.log = self.data.parent / "log"
        return mother

    def start(self, *arguments):
        command = [sys.executable, "-m", "stormoede", *map(str, arguments)]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, *arguments):
        program = self.start(*arguments)
        out, error = program.communicate(timeout=300)
        assert "Traceback" not in error, error
        return program.returncode, out + error


@contextmanager
def another_database():
    """An empty database on the server of this run, by its address; None on SQLite."""
    if connection.vendor != "postgresql":
        yield None
        return
    name = f"restored_{os.getpid()}"
    given = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        at = f"{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT'] or 5432}"
        yield f"postgresql://{at}/{name}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def backup(transactional_db, tmp_path, monkeypatch):
    """A backup of the small world with some files beside it."""
    file = tmp_path / "world.backup"
    if not _made:
        monkeypatch.setattr(settings, "DATA", tmp_path / "world")
        for name, content in FILES.items():
            (settings.DATA / name).parent.mkdir(parents=True, exist_ok=True)
            (settings.DATA / name).write_bytes(content)
        (settings.DATA / ".restoring").mkdir()
        (settings.DATA / ".restoring" / "left").write_bytes(b"of another restore")
        World()
        writing.write(file, ())
        _made["bytes"], _made["tables"] = file.read_bytes(), set(connection.introspection.table_names())
    file.write_bytes(_made["bytes"])
    return file


def lines(file):
    return gzip.decompress(file.read_bytes()).splitlines(keepends=True)


def forged(file, found):
    """``found`` with a last line that fits."""
    last = json.loads(found[-1]) | {"sha256": hashlib.sha256(b"".join(found[:-1])).hexdigest()}
    file.write_bytes(gzip.compress(b"".join([*found[:-1], json.dumps(last).encode() + b"\n"])))
    return file


def test_every_table_and_every_file_is_in_it_but_what_is_of_the_moment(backup):
    heads = [json.loads(line) for line in lines(backup) if line.startswith(b'{"columns"')]
    models = schema.models(schema.standing())
    assert {head["table"] for head in heads} == {schema.label(model) for model in models} - schema.fleeting()
    assert {model._meta.db_table for model in models} | {"django_migrations"} >= _made["tables"] - {"sqlite_sequence"}
    assert {"accounts.staffsession", "accounts.coderequest"} < schema.fleeting()
    assert schema.label(Limit) in schema.fleeting()
    assert {json.loads(line)["file"] for line in lines(backup) if line.startswith(b'{"file"')} == set(FILES)


def test_no_kept_row_needs_one_that_is_left_out(db):
    for model in schema.models(schema.standing()):
        if schema.label(model) not in schema.fleeting():
            needs = {schema.label(field.related_model) for field in schema.columns(model) if field.related_model}
            assert not needs & schema.fleeting(), model


@pytest.mark.long
def test_what_is_restored_is_what_was_backed_up(backup, tmp_path):
    """From this run's database into SQLite and, on PostgreSQL, on into PostgreSQL: each gives the same backup, byte for byte."""
    first = Installation(tmp_path / "first")
    code, said = first.run("restore", backup)
    assert (code, "New keys were made" in said) == (0, True), said
    assert first.run("backup", tmp_path / "again.backup")[0] == 0
    assert (tmp_path / "again.backup").read_bytes() == backup.read_bytes()
    code, said = first.run("restore", backup)
    assert (code, "There are data here already" in said) == (2, True)
    with another_database() as address:
        last = Installation(tmp_path / "second", address) if address else first
        for arguments in ([], ["--replace"]) if address else ():
            code, said = last.run("restore", tmp_path / "again.backup", *arguments)
            assert code == 0, said
        assert last.run("backup", tmp_path / "third.backup")[0] == 0
        assert (tmp_path / "third.backup").read_bytes() == backup.read_bytes()
    for name, content in FILES.items():
        assert (last.data / name).read_bytes() == content
    assert not list(last.data.glob("**/.*"))


@pytest.mark.long
def test_who_was_erased_since_is_erased_in_what_is_restored(backup, tmp_path):
    """Before anybody can look; on the database of this run. The ledger lies beside the backup and holds a number alone."""
    jens = next(json.loads(line)[0] for line in lines(backup) if line.startswith(b"[") and b"Jens Friis" in line)
    ledger = {"person": jens, "at": "2025-03-01T12:00:00+00:00", "words": True}
    (tmp_path / "erased.ledger").write_text(json.dumps(ledger) + "\n", encoding="ascii")
    with another_database() as address:
        here = Installation(tmp_path / "here", address)
        code, said = here.run("restore", backup)
        assert (code, "People erased since the backup was made: 1." in said) == (0, True), said
        assert here.run("backup", tmp_path / "after.backup")[0] == 0
    content = gzip.decompress((tmp_path / "after.backup").read_bytes())
    assert b"Jens Friis" not in content and b"jens.friis@" not in content
    assert b"Karen Lund" in content and jens.encode() in content


@pytest.mark.long
def test_what_does_not_fit_leaves_nothing(backup, tmp_path):
    """A row that points nowhere is found at the end: the database and the files that were here stand."""
    found = lines(backup)
    people = next(at for at, line in enumerate(found) if b'"table":"members.person"' in line)
    broken = found[:people] + [line for line in found[people:] if not (line.startswith(b"[") and b"Karen" in line)]
    here = Installation(tmp_path / "here")
    code, said = here.run("restore", forged(tmp_path / "broken.backup", broken))
    assert (code, "does not fit" in said) == (2, True), said
    assert [file.name for file in here.data.rglob("*") if file.is_file()] == []


@pytest.mark.long
def test_the_upgrade_begins_with_a_backup_which_restores_into_this_version(tmp_path):
    old = Installation(tmp_path / "old")
    old.data.mkdir(parents=True)
    keys.create(tmp_path / "old" / "keys")
    django = {**old.environment, "DJANGO_SETTINGS_MODULE": "stormoede.settings"}
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0", "members", "0001"], env=django, check=True)
    code, said = old.run("upgrade")
    assert code == 0, said
    assert "Steps taken: " in said and "Fit to run" in said
    (made,) = (tmp_path / "old" / "backups").iterdir()
    assert made.name.startswith("stormoede-before-")
    new = Installation(tmp_path / "new")
    code, said = new.run("restore", made)
    assert code == 0, said
    assert "The tables are those of this version." in new.run("upgrade")[1]


@pytest.mark.usefixtures("english")
def test_a_newer_database_is_refused(db):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('members', '9999_moon', %s)",
                       ["2026-01-01 00:00:00+00:00"])  # fmt: skip
    with pytest.raises(BackupFault, match="newer version"):
        schema.standing()


@given(st.data())
def test_a_damaged_backup_is_refused_or_holds_every_word(data):
    content = _small()
    cut = data.draw(st.integers(0, len(content) - 1))
    change = data.draw(st.integers(1, 255))
    for damaged in (content[:cut], content[:cut] + bytes([content[cut] ^ change]) + content[cut + 1 :]):
        try:
            reading._looked_through(BytesIO(damaged))
        except (NotWhole, BackupFault):
            continue
        # A mark of the compression that says nothing about the contents: every word is there.
        assert gzip.decompress(damaged) == gzip.decompress(content)


def _small():
    body = [{"stormoede": 1, "version": "1", "schema": {}}, {"file": "a"}, base64.b64encode(b"abc" * 30).decode()]
    made = b"".join(json.dumps(line).encode() + b"\n" for line in body)
    last = {"tables": 0, "rows": 0, "files": 1, "sha256": hashlib.sha256(made).hexdigest()}
    return gzip.compress(made + json.dumps(last).encode() + b"\n", mtime=0)


@pytest.mark.usefixtures("english")
def test_encrypted_to_a_key_only_its_secret_opens_it(tmp_path):
    public, other = seals.make(tmp_path / "one"), seals.make(tmp_path / "two")
    assert (tmp_path / "one").stat().st_mode & 0o077 == 0
    sealed, plain = BytesIO(), BytesIO()
    seals.seal(iter([b"anne@aabenraa.example", b"x" * 200_000]), sealed, [public])
    assert b"aabenraa" not in sealed.getvalue()
    seals.open_sealed(BytesIO(sealed.getvalue()), plain, tmp_path / "one")
    assert plain.getvalue() == b"anne@aabenraa.example" + b"x" * 200_000
    with pytest.raises(BackupFault, match="does not open"):
        seals.open_sealed(BytesIO(sealed.getvalue()), plain, tmp_path / "two")
    with pytest.raises(NotWhole):
        seals.open_sealed(BytesIO(sealed.getvalue()[:-9]), plain, tmp_path / "one")
    with pytest.raises(BackupFault, match="--identity"):
        seals.open_sealed(BytesIO(sealed.getvalue()), plain, None)
    with pytest.raises(BackupFault, match="no public key"):
        seals.refuse_unusable([other, "age1nonsense"])


def test_a_file_cannot_be_written_beside_the_data(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA", tmp_path)
    for name in ("../x", "/x", "a/../../x", ""):
        with pytest.raises(ValueError):
            files.staged(name)


def killed(mother, seconds, *arguments):
    """Start, wait, kill."""
    program = mother.start(*arguments, log=mother.log)
    time.sleep(seconds)
    program.kill()
    program.communicate()


def done(mother, *arguments):
    """Its exit code, and how long it took."""
    began = time.monotonic()
    return mother.start(*arguments, log=mother.log).wait(), time.monotonic() - began


@pytest.mark.long
@pytest.mark.parametrize("times", [8])
def test_a_kill_leaves_all_or_nothing(backup, tmp_path, times):
    """After each kill there is a whole file or none; an installation as it was, or as the backup is."""
    chance = random.Random(times)
    full = Installation(tmp_path / "full")
    keys.create(tmp_path / "full" / "keys")
    with full.mother() as mother:
        code, restoring = done(mother, "restore", backup)
        assert code == 0, mother.log.read_text()
        code, writing = done(mother, "backup", tmp_path / "whole.backup")
        assert code == 0, mother.log.read_text()
        for number in range(times):
            to = tmp_path / f"killed-{number}.backup"
            killed(mother, chance.uniform(0.05, 1.0) * writing, "backup", to)
            assert not to.exists() or to.read_bytes() == backup.read_bytes()
    keys.create(tmp_path / "target" / "keys")
    with another_database() as address, Installation(tmp_path / "target", address).mother() as mother:
        for number in range(times):
            killed(mother, chance.uniform(0.05, 1.0) * restoring, "restore", backup, "--replace")
            back = tmp_path / f"back-{number}.backup"
            code, _ = done(mother, "backup", back)
            # Before the first restore has come through there are no tables, and so nothing to read.
            rows = [] if code or not back.exists() else [line for line in lines(back) if line.startswith(b"[")]
            assert not rows or back.read_bytes() == backup.read_bytes()
        assert done(mother, "restore", backup, "--replace")[0] == 0, mother.log.read_text()
        assert done(mother, "backup", tmp_path / "last.backup")[0] == 0, mother.log.read_text()
    assert (tmp_path / "last.backup").read_bytes() == backup.read_bytes()
