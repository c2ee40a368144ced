"""Rows written by statements that are worded once: what stands afterwards is what Django would have written."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from stormoede.lib.rows import Added, Changed
from stormoede.mail.models import Incoming, Message
from stormoede.members.directory import Directory
from tests import cast

pytestmark = pytest.mark.django_db

AT = datetime(2025, 2, 7, 9, tzinfo=UTC)


def message(mark, **told):
    return Message(key=f"key {mark}", kind="test", ref=f"test:{mark}", date=AT, mark=mark, **told)


def mail(digest, message=None):
    return Incoming(
        digest=digest, raw=b"\x00\xffRaw \\x %s", received_at=AT, message=message, trusted=True, claim="inbox", state="waiting",
        text="Æ\n'\"\\ %s", files=[["å.pdf", "application/pdf", 7]], facts={"a": None, "b": [1]},
    )  # fmt: skip


def as_kept(row: Model):
    row = type(row).objects.get(pk=row.pk)
    told = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in told.items()}


def test_rows_are_added_as_django_adds_them():
    about = Message.objects.create(key="k", kind="test", ref="test:1", date=AT, mark="m")
    for named in (None, about):
        ours, django = mail("ours", named), mail("django", named)
        assert Added(Incoming).one(ours)
        django.save()
        assert not ours._state.adding
        told, wanted = as_kept(ours), as_kept(django)
        assert {**told, "id": 0, "digest": ""} == {**wanted, "id": 0, "digest": ""}
        Incoming.objects.all().delete()


def test_many_are_added_and_changed_in_the_words_of_one():
    Added(Message)(message(f"{n}", facts={"n": n}, address="a_b@c.example" if n else "") for n in range(3))
    rows = list(Message.objects.order_by("mark"))
    assert [(row.facts, row.address) for row in rows] == [
        ({"n": 0}, ""),
        ({"n": 1}, "a_b@c.example"),
        ({"n": 2}, "a_b@c.example"),
    ]
    for n, row in enumerate(rows):
        row.facts, row.next_at, row.address = {"then": [n]}, AT + timedelta(n) if n else None, "not written"
    Changed(Message, ("facts", "next_at"))(rows)
    found = Message.objects.order_by("mark")
    assert [(row.facts, row.next_at) for row in found] == [(row.facts, row.next_at) for row in rows]
    assert "not written" not in {row.address for row in found}


def test_a_row_that_is_there_is_left_alone_where_that_was_asked_for():
    first, second = mail("same"), mail("same")
    second.text = "other"
    added = Added(Incoming, unless="digest")
    assert added.one(first)
    assert not added.one(second)
    assert second.pk is None
    assert Incoming.objects.get().text == first.text
    with pytest.raises(IntegrityError), transaction.atomic():
        Added(Incoming).one(second)


def test_an_address_is_looked_up_as_it_is_written():
    person, other = (
        cast.person(email="Anne_Holm%x@kommune.example"),
        cast.person("Bo", email="annexholm%x@kommune.example"),
    )
    for address, found in (
        ("anne_holm%x@kommune.example", person),
        ("ANNEXHOLM%X@kommune.example", other),
        ("anne%@kommune.example", None),
        ("an address", None),
    ):
        assert Directory().having(address) == ([str(found.pk)] if found else [])
