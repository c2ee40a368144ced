"""A telling program for the tests that kill it: ``ADDRESS N``. Begun anew, it goes on. stormoede/mail/tests/mother.py starts it."""

import time
from datetime import UTC, datetime
from ipaddress import ip_network

from django.db import connection

from stormoede.lib.lines import hang_up

AT = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)


def _make(address: str, count: int) -> None:
    from django.conf import settings

    from stormoede.api.actions import hooks
    from stormoede.api.models import Hook, Posting
    from stormoede.events.actions.records import record_many
    from stormoede.events.actor import system
    from stormoede.events.models import Event

    if connection.vendor == "sqlite":
        if Hook._meta.db_table in connection.introspection.table_names():
            return
        with connection.schema_editor() as editor:
            for model in (Event, Hook, Posting):
                editor.create_model(model)
    if Hook.objects.exists():
        return
    settings.HOOKS_TO = (ip_network("127.0.0.0/8"),)
    hooks.make(address, ["letter.sent"], by=system("cast"), at=AT)
    record_many("letter.sent", ((f"letter:{number}", None) for number in range(count)), by=system("cast"), at=AT)


def _send() -> None:
    from datetime import timedelta

    from stormoede.api import telling
    from stormoede.api.models import Hook, Posting
    from stormoede.api.outgoing import Wire
    from stormoede.events.models import Event

    telling.LEASE = timedelta(seconds=0.5)
    wire = Wire((ip_network("127.0.0.0/8"),))
    print("telling", flush=True)
    events = Event.objects.filter(act="letter.sent").count()
    while Posting.objects.filter(state=Posting.State.DELIVERED).count() < events:
        telling.run(at=AT)
        telling.send(wire, f"w{time.monotonic()}", at=lambda: AT)
        Hook.objects.filter(again_at__isnull=False).update(again_at=AT)
        time.sleep(0.02)


def main(arguments: list[str]) -> None:
    _make(arguments[0], int(arguments[1]))
    _send()
    hang_up()
