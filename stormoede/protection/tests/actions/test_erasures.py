"""An erased person is nowhere: in no table, in no file, in no older backup; and all that was counted stays counted."""

import copy
import io
import json
import shutil
import zipfile
from datetime import timedelta

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from stormoede.accounts.models import Link
from stormoede.contributions.models import Attachment, Sharing, Version
from stormoede.deliberations.models import Deliberation, Matter
from stormoede.events.actions import records
from stormoede.events.actor import system
from stormoede.events.models import Event
from stormoede.letters.actions import due
from stormoede.lib.refusal import Refusal
from stormoede.mail.actions import incoming
from stormoede.mail.models import Incoming, Message
from stormoede.meetings.models import Arrival, Registration
from stormoede.members.models import Import, Leave, Mandate, Person
from stormoede.passages.models import Text
from stormoede.protection import ledger
from stormoede.protection.actions import copies, erasures
from stormoede.protection.models import Erasure
from stormoede.protection.packing import as_zip
from stormoede.protection.queries import finding, mentions, plans
from stormoede.web.desk.municipalities import figures
from tests.examples import examples
from tests.house import world
from tests.house.world import World

AT = world.AT
BY = system("cast")
LATER = AT + timedelta(days=1)


@pytest.fixture(scope="module")
def made(shared, tmp_path_factory):
    """The world, and the folder with its files."""
    data = tmp_path_factory.mktemp("erasures") / "data"
    with override_settings(DATA=data):
        return shared(_world), data


@pytest.fixture
def here(made, db, tmp_path, monkeypatch):
    world, data = made
    monkeypatch.setattr(settings, "DATA", tmp_path / "data")
    if data.exists():
        shutil.copytree(data, tmp_path / "data")
    return copy.deepcopy(world)


def _world():
    made = World()
    due.run(at=AT)
    Message.objects.filter(batch__isnull=False).update(state="accepted", settled_at=AT, reply_code=250)
    Import.objects.all().delete()
    Arrival.objects.create(session=made.evening, person=made.member, at=AT)
    matter = Matter.objects.first()
    values = {"responsible": made.member.name, "responsible_email": made.member.email, "set_at": AT, "set_by": str(BY)}
    Deliberation.objects.update_or_create(matter=matter, body=made.body, defaults=values)
    Sharing.objects.update(recipients=[{"address": made.member.email, "outside": False}])
    raw = f"From: {made.other.email}\nSubject: Re\n\nFailed: {made.member.email} is unknown\n"
    incoming.receive(raw.encode(), at=AT)
    incoming.run(at=AT)
    return made


def everything():
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    yield table, bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def found(*wanted):
    needles = {code for text in wanted for code in (text.encode(), text.encode("ascii", "backslashreplace"))}
    return sorted({table for table, told in everything() if any(needle in told for needle in needles)})


def counted(here):
    told = figures.read(here.round, LATER)
    rows = {row.place.name: row.figures for row in told.rows}
    return {
        "municipalities": {name: (f.asked, f.delivered, f.answered, f.came) for name, f in rows.items()},
        "messages": Message.objects.count(),
        "versions": Version.objects.count(),
        "events": Event.objects.filter(act__contains="answered").count(),
    }


def test_no_trace_of_name_or_address_is_left_and_the_figures_stand(here):
    name, email = here.member.name, here.member.email
    before = counted(here)
    assert before["municipalities"]["Faaborg-Midtfyn"][0]
    assert len(found(name, email)) >= 4
    erasures.erase(str(here.member.pk), words=True, by=BY, at=LATER)
    assert found(name, email) == []
    assert counted(here) == before
    assert Person.objects.get(pk=here.member.pk).erased_at == LATER
    assert not Link.objects.filter(person=here.member, revoked_at__isnull=True).exists()
    assert Incoming.objects.count() == 0
    assert Registration.objects.filter(person=here.member).exists()
    event = Event.objects.get(act="person.erased")
    assert (event.subject, event.data) == (f"person:{here.member.pk}", {"words": True})


@given(st.lists(st.tuples(st.sampled_from([0, 1]), st.booleans()), max_size=2, unique_by=lambda one: one[0]))
@hypothesis.settings(max_examples=examples(8), suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
def test_whoever_is_erased_in_whatever_order_the_figures_stand_and_the_others_are_whole(here, wanted):
    """Each example begins in the same world: what it did is taken back."""
    people = [here.member, here.other]
    before, at = counted(here), transaction.savepoint_create()
    for which, words in wanted:
        erasures.erase(str(people[which].pk), words=words, by=BY, at=LATER)
    gone = {which for which, _ in wanted}
    assert counted(here) == before
    assert Erasure.objects.count() == len(gone)
    for which, person in enumerate(people):
        assert bool(found(person.email)) == (which not in gone)
        assert Person.objects.filter(pk=person.pk, name=person.name, erased_at=None).exists() == (which not in gone)
    transaction.savepoint_rollback(at)


def test_the_dry_run_says_what_the_erasure_does_and_changes_nothing(here):
    before = world.contents()
    who = finding.somebody(str(here.member.pk))
    plan = plans.plan(who, words=True)
    assert world.contents() == before
    lines = {line.one.key: (line.goes, line.emptied, line.stays) for line in plan.lines if line.any}
    assert lines["person"][1] == 1 and lines["incoming"][0] == Incoming.objects.count()
    assert lines["answers"] == (0, 0, Registration.objects.filter(person=here.member).count() + 1)
    erasures.erase(str(here.member.pk), words=True, by=BY, at=LATER)
    assert Message.objects.filter(person=str(here.member.pk)).count() == lines["deliveries"][1]
    assert mentions.of(who) == list(plan.mentions) == []


def test_words_of_ones_own_stay_unless_they_are_to_go_and_a_councils_stay_always(here):
    own = Text.objects.filter(person=here.member, body=None)
    council = Text.objects.create(
        round=here.round, source="answer:0", body=here.body, person=here.member, at=AT, words="Vi mener, at …"
    )
    said = list(own.values_list("words", flat=True))
    assert any(said)
    erasures.erase(str(here.member.pk), by=BY, at=LATER)
    assert list(own.values_list("words", flat=True)) == said
    assert Attachment.objects.exclude(digest="").exists()
    council.refresh_from_db()
    assert council.words


def test_what_others_wrote_is_left_and_told(here):
    Text.objects.create(round=here.round, source="answer:0", body=here.body, at=AT, words=f"Spørg {here.member.name}.")
    who = finding.somebody(str(here.member.pk))
    told = [str(mention) for mention in plans.plan(who).mentions]
    assert len(told) == 1 and told[0].startswith("passages.Text ")


def test_mails_from_an_address_that_two_share_stay_with_the_other(here):
    Person.objects.filter(pk=here.other.pk).update(email=here.member.email)
    Incoming.objects.filter(person=str(here.member.pk)).delete()
    kept = Incoming.objects.create(
        digest="shared", raw=b"x", received_at=AT, person=str(here.other.pk), sender=here.member.email, claim="inbox",
        state="waiting", verdict="x",
    )  # fmt: skip
    erasures.erase(str(here.member.pk), by=BY, at=LATER)
    assert Incoming.objects.filter(pk=kept.pk).exists()


def test_a_seat_on_a_date_to_come_is_given_back(here):
    row = Registration.objects.get(person=here.member, meeting=here.evening.meeting)
    assert row.seat_id
    erasures.erase(str(here.member.pk), by=BY, at=LATER)
    records.deliver()
    row.refresh_from_db()
    assert row.seat_id is None


def test_it_is_refused_twice_for_nobody_and_while_a_member_list_waits(here):
    Import.objects.create(file_name="x.csv", content=here.member.name.encode(), uploaded_at=AT, uploaded_by=str(BY))
    with pytest.raises(Refusal, match=r"x\.csv"):
        erasures.erase(str(here.member.pk), by=BY, at=LATER)
    assert Person.objects.get(pk=here.member.pk).name == here.member.name
    Import.objects.all().delete()
    erasures.erase(str(here.member.pk), by=BY, at=LATER)
    for wrong in (str(here.member.pk), "x", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(Refusal):
            erasures.erase(wrong, by=BY, at=LATER)


def test_offices_that_name_and_leaves_go_and_a_council_stays_a_council(here):
    Mandate.objects.create(person=here.member, body=here.body, role="mayor", valid_from=AT.date())
    erasures.erase(str(here.member.pk), by=BY, at=LATER)
    assert set(Mandate.objects.filter(person=here.member).values_list("role", flat=True)) == {"member"}
    assert not Leave.objects.filter(mandate__person=here.member).exists()


def test_the_copy_holds_everything_and_reads_as_data_and_as_a_page(here):
    copy = copies.give(str(here.member.pk), by=BY, at=LATER)
    with zipfile.ZipFile(io.BytesIO(as_zip(copy, LATER))) as folder:
        data = json.loads(folder.read("data.json"))
        page = folder.read("index.html").decode()
        files = [name for name in folder.namelist() if name.startswith("files/")]
    rows = {part["class"]: part["rows"] for part in data["classes"]}
    assert rows["person"]["Person"][0]["email"] == here.member.email
    assert here.evening.starts.isoformat() in {row["date"] for row in rows["answers"]["Registration"]}
    assert rows["texts"]["Text"][0]["words"] == "Flere hænder"
    assert any(mail["ref"] for mail in rows["deliveries"]["Message"])
    assert rows["incoming"]["Incoming"] and len(files) >= 3
    assert here.member.email in page and "Flere hænder" in page
    assert here.other.email not in json.dumps(rows["person"])
    assert Event.objects.get(act="person.exported").subject == f"person:{here.member.pk}"


def test_who_was_erased_is_erased_again_in_what_an_older_backup_brought_back(here):
    before = counted(here)
    pk = str(here.member.pk)
    entry = ledger.Entry(pk, LATER, True)
    ledger.add(entry)
    with (ledger.folder() / ledger.NAME).open("a") as stream:
        stream.write('{"person": "cut of')
    assert ledger.read([ledger.folder()]) == [entry]
    Import.objects.create(file_name="x.csv", content=here.member.name.encode(), uploaded_at=AT, uploaded_by=str(BY))
    assert erasures.again([entry], by=BY, at=LATER) == 1
    assert found(here.member.name, here.member.email) == []
    assert counted(here) == before
    assert erasures.again([entry], by=BY, at=LATER) == 0
    assert Erasure.objects.get().person == pk
